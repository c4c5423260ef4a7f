"""The life of a demo talk: what the citizen asks, what 小政 answers from the knowledge base, how it ends."""

from datetime import datetime, timedelta
from random import Random

from bot.bootstrap import Services
from bot.business.calls.events import Outcome
from bot.business.conversation import Channel, Conversation, Speaker
from bot.business.faq import Topic
from bot.business.handoff import Handoff
from bot.business.orders.catalogue import Matter
from bot.business.orders.order import Draft
from bot.demo import people, words
from bot.demo.callbacks import CallbackLives
from bot.demo.courses import SETTLED
from bot.demo.desk import DeskLives, channel
from bot.demo.orders import OrderLives, usual_pace
from bot.demo.talk_parts import Talks
from bot.demo.timeline import Life

_REGISTERED = "已经为您登记，工单号 {number}。"
_HANDED = 0.27  # of the talks; outside office hours they are promised a call
_WITH_ORDER = 0.12
_ABOUT_MATTER = 0.35
_SECOND = timedelta(seconds=1)


class TalkLives(Talks):
    """Begins lives of talks."""

    def __init__(
        self, services: Services, random: Random, orders: OrderLives, matters: list[Matter], ours: set[str]
    ) -> None:
        super().__init__(services, random)
        self._orders = orders
        self._matters = matters
        self._desk = DeskLives(services, random)
        self._callbacks = CallbackLives(services, random, ours)

    def life(self, key: str) -> Life:
        """Talk with 小政, and with a person or about an order when it comes to that."""
        talk, call = self._begun(key, channel(self._random))
        topic = self._random.choice(self._topics)
        self._asked(talk, topic)
        yield self._soon()
        chance = self._random.random()
        if chance < _WITH_ORDER:
            yield from self._ordered(talk, call, key)
        elif chance < _WITH_ORDER + _HANDED and self._services.handoffs.hours.is_open(self._services.now()):
            yield from self._handed_over(talk, call, topic)
        elif chance < _WITH_ORDER + _HANDED:
            yield from self._promised(talk, call, topic, key)
        else:
            yield from self._answered(talk, call)

    def waits(self, key: str, by: Channel) -> Life:
        """Talk, ask for a person, and wait; one in three because of a matter that isn't about policy."""
        talk, _ = self._begun(key, by)
        if self._random.random() < _ABOUT_MATTER:
            told = people.TAG + self._random.choice(self._random.choice(self._matters).examples)
            self._services.conversations.add_turn(talk.id, Speaker.CITIZEN, told)
        else:
            topic = self._random.choice(self._topics)
            told = people.TAG + topic.title
            self._asked(talk, topic)
        yield self._soon()
        self._desk.ask(talk, told)

    def is_served(self, key: str, by: Channel, agent: str) -> Life:
        """Talk, ask for a person, and be spoken to, without an end; an agent on the telephone writes nothing."""
        talk, call = self._begun(key, by)
        topic = self._random.choice(self._topics)
        self._asked(talk, topic)
        yield self._soon()
        handoff = self._asks(talk, topic)
        yield self._soon()
        self._services.handoffs.claim(handoff.id, agent)
        self._hung_up(call, Outcome.AGENT)
        yield from self._desk.spoken(talk, handoff, agent)

    def promised(self, key: str) -> Life:
        """Talk, and be promised a call."""
        talk, call = self._begun(key, Channel.WEB)
        topic = self._random.choice(self._topics)
        self._asked(talk, topic)
        yield from self._promised(talk, call, topic, key)

    def _asks(self, talk: Conversation, topic: Topic) -> Handoff:
        return self._desk.ask(talk, f"{people.TAG}{topic.title}")

    def _answered(self, talk: Conversation, call: str | None) -> Life:
        if self._random.random() < 0.4:
            self._asked(talk, self._random.choice(self._topics), "")
            yield self._soon()
        self._services.conversations.add_turn(talk.id, Speaker.CITIZEN, self._random.choice(words.THANKS))
        self._services.conversations.add_turn(talk.id, Speaker.ROBOT, "不客气，再见。", kind="chitchat")
        self._rated(talk)
        self._hung_up(call, Outcome.DONE)

    def _handed_over(self, talk: Conversation, call: str | None, topic: Topic) -> Life:
        handoff = self._asks(talk, topic)
        self._hung_up(call, Outcome.AGENT)
        if self._random.random() < 0.08:
            yield self._soon()
            self._services.handoffs.withdraw(talk.id, "citizen")
            return
        yield from self._desk.served(talk, handoff)
        self._rated(talk)

    def _promised(self, talk: Conversation, call: str | None, topic: Topic, key: str) -> Life:
        self._hung_up(call, Outcome.CALLBACK)
        yield from self._callbacks.promised(talk, topic.title, f"{key}-callback")

    def _ordered(self, talk: Conversation, call: str | None, key: str) -> Life:
        matter = self._random.choice(self._matters)
        told, number = self._random.choice(matter.examples), people.number(self._random)
        self._services.conversations.add_turn(talk.id, Speaker.CITIZEN, told)
        where, when = people.place(self._random), people.occurred(self._random)
        draft = Draft(people.TAG + told, where, when, number, matter.kind)
        order = self._services.work_orders.open(draft, f"{key}-order", talk.id, channel=talk.channel.value)
        text = _REGISTERED.format(number=order.number)
        self._services.conversations.add_turn(talk.id, Speaker.ROBOT, text, kind="work_order")
        self._hung_up(call, Outcome.DONE)
        yield from self._orders.lived(order, matter, SETTLED, usual_pace(self._services, self._random))

    def _soon(self) -> datetime:
        return self._services.now() + _SECOND * self._random.uniform(15, 70)
