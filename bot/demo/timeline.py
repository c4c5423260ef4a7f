"""Many lives at once, each going on when its moment has come; the clock of the services is moved along."""

from collections.abc import Iterator
from datetime import datetime
from heapq import heappop, heappush

Life = Iterator[datetime]  # gives the moment (aware UTC) at which it goes on


class Clock:
    """What the services take for now."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """Return the moment that it is said to be."""
        return self.moment


class Timeline:
    """Lives in the order of their moments."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._begun = 0

    def begin(self, at: datetime, life: Life) -> None:
        """Let a life begin at a moment."""
        self._begun += 1
        heappush(self._waiting, (at, self._begun, life))

    def run(self, until: datetime) -> None:
        """Let everything happen until a moment, and set the clock to it; what would come later doesn't."""
        while self._waiting and self._waiting[0][0] <= until:
            at, place, life = heappop(self._waiting)
            self._clock.moment = max(self._clock.moment, at)
            following = next(life, None)
            if following is not None:
                heappush(self._waiting, (following, place, life))
        self._clock.moment = until
