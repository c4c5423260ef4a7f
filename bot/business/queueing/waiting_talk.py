"""What a citizen can say while they wait: be called back, have it registered, go back to the robot.

The talk about a call is carried by its replies: each says under `callback` which times were offered and which was chosen.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from bot.business import choice, phone
from bot.business.order_wish import asks_for_order
from bot.business.queueing.callback_times import CallbackTime
from bot.business.text import normalise

_CALLBACK = re.compile("回个?电|(?:打|回)(?:个)?电话给我|给我(?:回|打)(?:个)?电话|约个?时间|稍后联系我")
_ORDER = re.compile("^(?:我要|帮我|那就?|请)?(?:登记|留)(?:一个|一张|个)?(?:工单|单子)(?:吧|了)?$")
_ROBOT = re.compile(
    "不等了|不用(?:等|转)?了|不转了|取消(?:排队|转接|人工)?|(?:继续|还是|先|接着)问?小政|问小政"
)
_HALF = re.compile("(今天|明天|后天)?(上午|下午)")


class Wish(Enum):
    """What who waits wants instead of waiting."""

    CALLBACK = "callback"
    ORDER = "order"
    ROBOT = "robot"


@dataclass(frozen=True)
class CallbackTalk:
    """How far a citizen has come: the times they were offered, the one they chose, the number they gave."""

    times: tuple[CallbackTime, ...]
    chosen: CallbackTime | None = None
    number: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return what the reply carries; the number isn't among it."""
        chosen = None if self.chosen is None else self.times.index(self.chosen)
        return {"times": [each.as_dict() for each in self.times], "chosen": chosen}


def wish_in(words: str) -> Wish | None:
    """Return what `words` want instead of waiting, None when they only go on about the matter."""
    sentence = normalise(words)
    if _CALLBACK.search(sentence):
        return Wish.CALLBACK
    if _ORDER.search(sentence) or asks_for_order(words):
        return Wish.ORDER
    return Wish.ROBOT if _ROBOT.search(sentence) else None


def talk_of(payloads: Sequence[Mapping[str, Any]]) -> CallbackTalk | None:
    """Return the talk that the last reply carries, None when it was about something else."""
    kept = payloads[-1].get("callback") if payloads else None
    if not kept or "times" not in kept:
        return None
    times = tuple(
        CallbackTime(datetime.fromisoformat(each["from"]), datetime.fromisoformat(each["to"]), each["label"])
        for each in kept["times"]
    )
    chosen = kept.get("chosen")
    return CallbackTalk(times, None if chosen is None else times[chosen])


def learn(talk: CallbackTalk, words: str) -> CallbackTalk:
    """Return the talk with what `words` tell: which time, which number."""
    number = phone.find(words)
    chosen = talk.chosen or _chosen(talk.times, words)
    return CallbackTalk(talk.times, chosen, number)


def _chosen(times: tuple[CallbackTime, ...], words: str) -> CallbackTime | None:
    index = choice.parse(words, len(times))
    if index is not None:
        return times[index]
    said = _HALF.search(normalise(words))
    if said is None:
        return None
    return next((each for each in times if said.group(0) in normalise(each.label)), None)
