"""The audit log: added to and read, never changed."""

from sqlalchemy import select

from bot.business.audit import AuditEntry, AuditQuery
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_row


class SqlAudit(Repository):
    """What staff did and were refused."""

    _table = tables.audit_log

    def add(self, entry: AuditEntry) -> None:
        """Add an entry."""
        self._insert(self._table, to_row(entry, "id"))

    def search(self, query: AuditQuery, limit: int) -> list[AuditEntry]:
        """Return the newest entries that match."""
        found = select(self._table)
        for name in ("actor", "action", "target"):
            if wanted := getattr(query, name):
                found = found.where(self._table.c[name] == wanted)
        if query.since is not None:
            found = found.where(self._table.c.at >= query.since)
        if query.before is not None:
            found = found.where(self._table.c.at < query.before)
        if query.older_than is not None:
            found = found.where(self._table.c.id < query.older_than)
        return self._all(AuditEntry, found.order_by(self._table.c.id.desc()).limit(limit))
