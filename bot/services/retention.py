"""What is kept for how long, and its deletion."""

from dataclasses import dataclass
from datetime import timedelta

from bot.services.ports import Clock, DialogueRecord, UnitOfWorkFactory

_STATE = timedelta(days=1)  # a talk that stood still for a day begins anew; nobody finishes a form after that


@dataclass(frozen=True)
class Purged:
    """How many conversations, and how many dialogue states of Rasa, were deleted."""

    conversations: int
    states: int


class RetentionService:
    """Deletes what was kept long enough. Work orders stay: archive rules decide on them, not we."""

    def __init__(
        self, unit_of_work: UnitOfWorkFactory, record: DialogueRecord, now: Clock, keep: timedelta
    ) -> None:
        self._work = unit_of_work
        self._record = record
        self._now = now
        self._keep = keep

    def purge(self) -> Purged:
        """Delete conversations without a word for the time to keep, and dialogue states without one for a day."""
        moment = self._now()
        with self._work() as work:
            gone = work.conversations.purge(moment - self._keep)
            work.commit()
        return Purged(gone, self._record.purge(moment - _STATE))
