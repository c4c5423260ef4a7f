"""What is kept of a call."""

from dataclasses import dataclass
from datetime import datetime

from bot.business.calls.events import Outcome


@dataclass(frozen=True)
class CallRecord:
    """One call; times are UTC. `outcome` is None until it has one: then the exchange keeps the caller in the queue.

    `line`: audiosocket or sip. `recording`: the sound file's name in the recordings folder, None when there is none or
    it was deleted. A call that was announced but has not come yet has no conversation.
    """

    id: str
    line: str
    announced_at: datetime
    caller: str | None = None
    conversation_id: str | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    recording: str | None = None

    @property
    def seconds(self) -> float | None:
        """Return how long it lasted, None while it is going on or hasn't come."""
        if self.began_at is None or self.ended_at is None:
            return None
        return (self.ended_at - self.began_at).total_seconds()


@dataclass(frozen=True)
class RecordingAccess:
    """That a member of staff (a username) opened a call's recording. Only ever added."""

    id: int
    call_id: str
    staff: str
    at: datetime
