"""Calls, and who heard them."""

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.business.calls.record import CallRecord, RecordingAccess
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_row


class SqlCalls(Repository):
    """Calls."""

    _table = tables.calls

    def add(self, record: CallRecord) -> None:
        """Add a call."""
        self._insert(self._table, to_row(record))

    def get(self, id: str) -> CallRecord | None:
        """Return a call."""
        return self._one(CallRecord, select(self._table).where(self._table.c.id == id))

    def update(self, record: CallRecord) -> None:
        """Write a changed call."""
        changed = update(self._table).where(self._table.c.id == record.id)
        self._connection.execute(changed.values(to_row(record, "id")))

    def latest(self, limit: int) -> list[CallRecord]:
        """Return the newest that came."""
        query = select(self._table).where(self._table.c.began_at.is_not(None))
        return self._all(CallRecord, query.order_by(self._table.c.began_at.desc()).limit(limit))

    def recorded_before(self, moment: datetime) -> list[CallRecord]:
        """Return old ones with a recording."""
        table = self._table
        query = select(table).where(table.c.recording.is_not(None), table.c.began_at < moment)
        return self._all(CallRecord, query)

    def purge(self, before: datetime) -> int:
        """Delete old ones."""
        table = self._table
        return self._connection.execute(delete(table).where(table.c.announced_at < before)).rowcount

    def add_access(self, access: RecordingAccess) -> None:
        """Add to the log of opened recordings."""
        self._insert(tables.recording_access, to_row(access, "id"))

    def accesses(self, id: str) -> list[RecordingAccess]:
        """Return a call's log."""
        table = tables.recording_access
        return self._all(RecordingAccess, select(table).where(table.c.call_id == id).order_by(table.c.id))
