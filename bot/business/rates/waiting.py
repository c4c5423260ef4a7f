"""How long citizens wait for an answer, and how many get one (section 3 of the design)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.business.rates.rate import Count, Rate, counted, share

ANSWER_SECONDS = 15.0  # GB/T 33358, for calls; other media have 180


class WaitEnd(Enum):
    """How a wait ended. OTHER_WAY: a callback was agreed, an order written, or the citizen went back to the robot."""

    ANSWERED = "answered"
    LEFT = "left"
    OTHER_WAY = "other_way"


@dataclass(frozen=True)
class WaitFact:
    """Someone who was to be answered; times are aware UTC. `ended_at` and `end` are None while they wait."""

    queued_at: datetime
    ended_at: datetime | None
    end: WaitEnd | None
    group: str | None = None
    district: str | None = None

    @property
    def seconds(self) -> float | None:
        """Return how long they waited, None while they wait."""
        return None if self.ended_at is None else (self.ended_at - self.queued_at).total_seconds()


@dataclass(frozen=True)
class Waiting:
    """Seconds until half and nine in ten of the answered were answered (nearest rank), None when nobody was."""

    answered: int
    p50: float | None
    p90: float | None
    excluded: tuple[Count, ...]


def waiting_time(waits: Sequence[WaitFact]) -> Waiting:
    """Return the waiting time of those who were answered; who left or went another way is excluded and counted."""
    answered = [wait for wait in waits if wait.end is WaitEnd.ANSWERED]
    seconds = sorted(each for each in (wait.seconds for wait in answered) if each is not None)
    excluded = counted(_not_answered(wait) for wait in waits)
    return Waiting(len(seconds), _percentile(seconds, 50), _percentile(seconds, 90), excluded)


def connection_rate(waits: Sequence[WaitFact]) -> Rate:
    """Return 接通率: answered / offered."""
    return share("connection", "接通率（接通 / 呼入）", waits, _answered, _waiting, _another_way)


def abandoned_rate(waits: Sequence[WaitFact]) -> Rate:
    """Return the share that left the queue unanswered / offered; who went another way didn't just leave."""

    def left(wait: WaitFact) -> bool:
        return wait.end is WaitEnd.LEFT

    return share("abandoned", "排队放弃率（放弃 / 呼入）", waits, left, _waiting, _another_way)


def answered_within_of_offered(waits: Sequence[WaitFact], seconds: float = ANSWER_SECONDS) -> Rate:
    """Return answered ≤ 15 s / offered, the formula of the design."""
    label = f"{seconds:g} 秒接通率（占呼入）"
    return share("answered_within_of_offered", label, waits, _within(seconds), _waiting, _another_way)


def answered_within_of_answered(waits: Sequence[WaitFact], seconds: float = ANSWER_SECONDS) -> Rate:
    """Return answered ≤ 15 s / answered: some cities print this one, so that it exceeds their 接通率."""
    label = f"{seconds:g} 秒接通率（占接通）"
    return share("answered_within_of_answered", label, waits, _within(seconds), _not_answered)


def _within(seconds: float) -> Callable[[WaitFact], bool]:
    return lambda wait: _answered(wait) and wait.seconds is not None and wait.seconds <= seconds


def _answered(wait: WaitFact) -> bool:
    return wait.end is WaitEnd.ANSWERED


def _waiting(wait: WaitFact) -> str | None:
    return "还在等待" if wait.end is None else None


def _not_answered(wait: WaitFact) -> str | None:
    return None if wait.end is WaitEnd.ANSWERED else _ENDS[wait.end]


def _another_way(wait: WaitFact) -> str | None:
    return "改为回电、工单或回到机器人，按未接通计" if wait.end is WaitEnd.OTHER_WAY else None


def _percentile(ordered: Sequence[float], percent: int) -> float | None:
    return ordered[-(-percent * len(ordered) // 100) - 1] if ordered else None


_ENDS = {None: "还在等待", WaitEnd.LEFT: "排队时离开", WaitEnd.OTHER_WAY: "改为回电、工单或回到机器人"}
