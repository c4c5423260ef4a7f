"""Calls, as the store keeps them."""

from datetime import datetime
from typing import Protocol

from bot.business.calls.record import CallRecord, RecordingAccess


class Calls(Protocol):
    """Calls."""

    def add(self, record: CallRecord) -> None:
        """Add a call. Raises Conflict when the id is taken."""
        ...

    def get(self, id: str) -> CallRecord | None:
        """Return a call."""
        ...

    def update(self, record: CallRecord) -> None:
        """Write a changed call."""
        ...

    def latest(self, limit: int) -> list[CallRecord]:
        """Return the newest calls that came, newest first."""
        ...

    def recorded_before(self, moment: datetime) -> list[CallRecord]:
        """Return calls with a recording that began before `moment`."""
        ...

    def purge(self, before: datetime) -> int:
        """Delete calls announced before a moment; return how many."""
        ...

    def add_access(self, access: RecordingAccess) -> None:
        """Note who opened a recording; its `id` is given here. Nothing of this log is ever changed."""
        ...

    def accesses(self, id: str) -> list[RecordingAccess]:
        """Return who opened a call's recording, oldest first."""
        ...
