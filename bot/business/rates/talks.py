"""What the robot settled alone (robot containment, section 3 of the design)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.business.rates.rate import Rate, share
from bot.business.rates.repeats import neighbours

WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class TalkFact:
    """A session that the robot began; times are aware UTC.

    `ended_at` is its last sentence. `caller` is the keyed hash of the number, None when not known. `abandoned`: the
    citizen left before they were answered. `next_at`: when the same caller came again, with whatever matter; a window
    function of the store fills it, or `linked`. It has no default: a talk that nobody looked after would pass for contained.
    """

    started_at: datetime
    ended_at: datetime
    caller: str | None
    handed_off: bool
    abandoned: bool
    rated_bad: bool
    next_at: datetime | None
    district: str | None = None
    category: str | None = None


def linked(talks: Sequence[TalkFact]) -> tuple[TalkFact, ...]:
    """Return the talks with `next_at` among each other. Link first, then choose the period or the group."""
    found = neighbours([(talk.caller, talk.started_at) for talk in talks])
    return tuple(replace(talk, next_at=after) for talk, (_, after) in zip(talks, found, strict=True))


def containment_rate(talks: Sequence[TalkFact], now: datetime, within: timedelta = WITHIN) -> Rate:
    """Return 机器人独立解决率: no handoff, no repeat in 24 h, not rated bad, not abandoned / robot sessions.

    Callers who aren't known can't be seen coming back, which flatters: they are noted; see `known_containment_rate`.
    """

    def excluded(talk: TalkFact) -> str | None:
        return _too_early(talk, now, within)

    def note(talk: TalkFact) -> str | None:
        return "不知道是谁，看不出是否再来，按没有再来计" if talk.caller is None else None

    label = "机器人独立解决率（全部机器人会话）"
    return share("containment", label, talks, lambda talk: _contained(talk, within), excluded, note)


def known_containment_rate(talks: Sequence[TalkFact], now: datetime, within: timedelta = WITHIN) -> Rate:
    """Return robot containment among callers who are known: the stricter of the two."""

    def excluded(talk: TalkFact) -> str | None:
        unknown = "不知道是谁，看不出是否再来" if talk.caller is None else None
        return unknown or _too_early(talk, now, within)

    label = "机器人独立解决率（只算认得出的来电人）"
    return share("containment_known", label, talks, lambda talk: _contained(talk, within), excluded)


def _too_early(talk: TalkFact, now: datetime, within: timedelta) -> str | None:
    hours = within // timedelta(hours=1)
    return f"结束后还不到 {hours} 小时" if now - talk.ended_at < within else None


def _contained(talk: TalkFact, within: timedelta) -> bool:
    came_back = talk.next_at is not None and talk.next_at - talk.ended_at <= within
    return not (talk.handed_off or talk.abandoned or talk.rated_bad or came_back)
