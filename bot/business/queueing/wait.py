"""How long a citizen will wait, told honestly: rounded up, and not at all when nothing is known."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.business.queueing.assignment import AgentLoad

_FEWEST = 5  # talks; a mean of fewer says nothing
_LONGEST_MIN = 60


@dataclass(frozen=True)
class Outlook:
    """What a waiting citizen is told. `opens_at` None: the office is open. `minutes` None: nobody knows."""

    position: int  # from 1; 0: doesn't wait any more
    minutes: int | None
    present: int  # agents who take talks
    opens_at: datetime | None = None

    @property
    def served(self) -> bool:
        """Return whether somebody is there to serve them now."""
        return self.opens_at is None and self.present > 0


def expected_minutes(position: int, agents: Sequence[AgentLoad], recent_s: Sequence[float]) -> int | None:
    """Return the wait at `position` (from 1) in whole minutes, at least 1; None when it can't be known.

    Talks end at the rate of all places over the mean of the recent talks (`recent_s`, seconds); free places take the
    first of the queue at once.
    """
    places = sum(agent.capacity for agent in agents)
    free = sum(agent.free for agent in agents)
    if places and position <= free:
        return 1
    if not places or len(recent_s) < _FEWEST:
        return None
    seconds = (position - free) * (sum(recent_s) / len(recent_s)) / places
    return max(1, math.ceil(seconds / 60))


def in_words(minutes: int | None) -> str | None:
    """Return a wait as it is told: by the minute up to 5, then by 5 minutes, never less than it is."""
    if minutes is None:
        return None
    if minutes > _LONGEST_MIN:
        return "超过 1 小时"
    return f"约 {minutes if minutes <= _FEWEST else math.ceil(minutes / 5) * 5} 分钟"
