"""What is kept for how long, and its deletion."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.services.calls import CallService
from bot.services.ports import Clock, DialogueRecord, RecordingFiles, UnitOfWorkFactory

_UPLOADS = timedelta(days=3)  # sentences and imports that staff try: looked at within days or never
_STATE = timedelta(days=1)  # a talk that stood still for a day begins anew; nobody finishes a form after that


@dataclass(frozen=True)
class Keep:
    """How long what citizens wrote and said, and the sound of their calls, are kept."""

    talks: timedelta
    recordings: timedelta


@dataclass(frozen=True)
class Purged:
    """How many conversations, dialogue states of Rasa, calls, recordings and promised calls were deleted."""

    conversations: int
    states: int
    calls: int
    recordings: int
    callbacks: int


class RetentionService:
    """Deletes what was kept long enough; what staff uploaded to try or to import after three days.

    Work orders, their logs and notices stay: archive rules decide on them, not we. So do the logs of who did what.
    """

    def __init__(
        self,
        unit_of_work: UnitOfWorkFactory,
        calls: CallService,
        record: DialogueRecord,
        files: RecordingFiles,
        now: Clock,
        keep: Keep,
        uploads: Iterable[RecordingFiles] = (),
    ) -> None:
        self._work = unit_of_work
        self._calls = calls
        self._record = record
        self._files = files
        self._now = now
        self._keep = keep
        self._uploads = tuple(uploads)

    def purge(self) -> Purged:
        """Delete recordings, conversations and calls after their time, and dialogue states without a word for a day."""
        moment = self._now()
        for folder in self._uploads:
            folder.delete_older(moment - _UPLOADS)
        recordings = self._purge_recordings()
        with self._work() as work:
            gone = work.conversations.purge(moment - self._keep.talks)
            callbacks = work.callbacks.purge(moment - self._keep.talks)
            calls = work.calls.purge(moment - max(self._keep.talks, self._keep.recordings))
            work.commit()
        return Purged(gone, self._record.purge(moment - _STATE), calls, recordings, callbacks)

    def _purge_recordings(self) -> int:
        """Take recordings off their records first: a file that can't be deleted now is only a file without a record."""
        before = self._now() - self._keep.recordings
        known = self._files.delete(self._calls.forget_recordings(before))
        return known + self._files.delete_older(before)
