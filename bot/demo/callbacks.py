"""Calls that demo citizens are promised, and that agents make when the time has come."""

from datetime import timedelta
from random import Random

from bot.bootstrap import Services
from bot.business.conversation import Conversation, Speaker
from bot.demo import people
from bot.demo.timeline import Life

_PROMISED = "现在坐席都不在线，已经为您约好回电：{when}。"
_REACHED = 0.8


class CallbackLives:
    """Lives of promised calls; their ids go into `ids`."""

    def __init__(self, services: Services, random: Random, ids: set[str]) -> None:
        self._services = services
        self._random = random
        self._ids = ids

    def promised(self, talk: Conversation, about: str, key: str) -> Life:
        """Promise to call at one of the next times, and call then; who isn't reached is called again later."""
        calls, agent = self._services.callbacks, people.desk(self._random).username
        chosen = self._random.choice(calls.times()[:2])
        number = people.number(self._random)
        promise = calls.request(number, chosen.start, chosen.end, people.TAG + about, key, talk.id)
        self._ids.add(promise.id)
        text = _PROMISED.format(when=chosen.label)
        self._services.conversations.add_turn(talk.id, Speaker.ROBOT, text, kind="handoff")
        yield chosen.start + (chosen.end - chosen.start) * self._random.uniform(0.3, 0.8)
        calls.claim(promise.id, agent)
        yield self._services.now() + timedelta(minutes=self._random.uniform(2, 8))
        if self._random.random() < _REACHED:
            calls.done(promise.id, agent, "已回电，向市民说明了办理办法。")
            return
        again = calls.times()[1]
        calls.try_again(promise.id, agent, again.start, again.end, "无人接听，改时间再打。")
