"""The parts that demo talks are made of: how they begin, a question with its answer, a rating, the end of a call."""

import uuid
from random import Random

from bot.bootstrap import Services
from bot.business import reply
from bot.business.calls.events import Outcome
from bot.business.conversation import Channel, Conversation, Speaker
from bot.business.faq import Topic, word_answer
from bot.business.orders.order import Satisfaction
from bot.demo import people

_RATED = 0.3


class Talks:
    """What citizens and 小政 do in a talk."""

    def __init__(self, services: Services, random: Random) -> None:
        self._services = services
        self._random = random
        self._base = services.knowledge.current()
        self._topics = [each for each in self._base.topics.values() if each.answer_on(services.today())]

    def _begun(self, key: str, by: Channel) -> tuple[Conversation, str | None]:
        talk = self._services.conversations.start(by, id=key)
        if by is not Channel.PHONE:
            return talk, None
        call = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
        self._services.calls.announce(call, people.number(self._random))
        self._services.calls.begin(call, talk.id, None)
        return talk, call

    def _asked(self, talk: Conversation, topic: Topic, tag: str = people.TAG) -> None:
        said, sure = self._random.choice(topic.questions), round(self._random.uniform(0.72, 0.99), 2)
        self._services.conversations.add_turn(talk.id, Speaker.CITIZEN, f"{tag}{said}")
        wording = word_answer(self._base, topic.id, self._services.today())
        if wording is None:
            return
        shown = reply.sure(reply.answer(wording), sure).payload()
        self._services.conversations.add_turn(
            talk.id,
            Speaker.ROBOT,
            shown["text"],
            kind=shown["kind"],
            topic=topic.id,
            payload=shown,
            confidence=sure,
            release=self._base.release,
        )

    def _rated(self, talk: Conversation) -> None:
        if self._random.random() < _RATED:
            good = self._random.random() < 0.85
            how = Satisfaction.SATISFIED if good else Satisfaction.DISSATISFIED
            self._services.desk_things.rate(talk.id, good, how)

    def _hung_up(self, call: str | None, outcome: Outcome) -> None:
        if call is not None:
            self._services.calls.end(call, outcome)
