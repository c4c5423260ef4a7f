"""How demo citizens speak to a person: wait, are taken, are helped."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

from bot.bootstrap import Services
from bot.business.conversation import Channel, Conversation, Speaker
from bot.business.handoff import Handoff, HandoffReason
from bot.business.queueing.closing import CloseReason
from bot.demo import people, words
from bot.demo.timeline import Life

_REASONS = (HandoffReason.ASKED, HandoffReason.ASKED, HandoffReason.NO_MATCH, HandoffReason.DISSATISFIED)
_ENDS = (
    CloseReason.SOLVED,
    CloseReason.SOLVED,
    CloseReason.SOLVED,
    CloseReason.TOLD_WHERE,
    CloseReason.ORDER,
)
_HANDED = "好的，正在为您转接人工坐席，请稍候。"
_MINUTE = timedelta(minutes=1)


class DeskLives:
    """Lives of talks with agents; nobody gets more talks at once than they may."""

    def __init__(self, services: Services, random: Random) -> None:
        self._services = services
        self._random = random

    def ask(self, talk: Conversation, summary: str) -> Handoff:
        """Let a citizen ask for a person."""
        add = self._services.conversations.add_turn
        add(talk.id, Speaker.CITIZEN, self._random.choice(words.PERSON))
        add(talk.id, Speaker.ROBOT, _HANDED, kind="handoff")
        return self._services.handoffs.request(talk.id, self._random.choice(_REASONS), summary)

    def served(self, talk: Conversation, handoff: Handoff, agent: str | None = None) -> Life:
        """Let an agent take the waiting citizen, speak with them and end the talk."""
        yield self._in(0.2, 4)
        agent = agent or self._free(handoff)
        while agent is None:
            yield self._in(0.5, 2)
            agent = self._free(handoff)
        self._services.handoffs.claim(handoff.id, agent)
        yield from self.spoken(talk, handoff, agent)
        note = "已经向市民说明。"
        self._services.handoffs.close(handoff.id, agent, self._random.choice(_ENDS), note)

    def spoken(self, talk: Conversation, handoff: Handoff, agent: str) -> Life:
        """Let agent and citizen speak; the agent has the last word."""
        yield self._in(0.1, 0.4)
        self._services.handoffs.say(handoff.id, agent, words.GREETING)
        yield self._in(0.3, 1)
        said = self._random.choice(words.AFTER)
        self._services.conversations.add_turn(talk.id, Speaker.CITIZEN, said)
        yield self._in(0.3, 1.5)
        self._services.handoffs.say(handoff.id, agent, self._random.choice(words.EXPLAINED))
        yield self._in(0.5, 2)

    def _free(self, handoff: Handoff) -> str | None:
        busy = Counter(each.agent for each in self._services.handoffs.active())
        free = [each for each in people.AGENTS if busy[each.username] < each.capacity]
        skilled = [each for each in free if handoff.group in each.groups] or free
        return min(skilled, key=lambda each: busy[each.username]).username if skilled else None

    def _in(self, least: float, most: float) -> datetime:
        return self._services.now() + _MINUTE * self._random.uniform(least, most)


def channel(random: Random) -> Channel:
    """Return the way by which a citizen comes."""
    return random.choice((Channel.WEB, Channel.WEB, Channel.PHONE, Channel.VOICE))
