"""The audit log, as the store keeps it."""

from typing import Protocol

from bot.business.audit import AuditEntry, AuditQuery


class AuditLog(Protocol):
    """What staff did and were refused; only ever added to."""

    def add(self, entry: AuditEntry) -> None:
        """Add an entry; its `id` is given here."""
        ...

    def search(self, query: AuditQuery, limit: int) -> list[AuditEntry]:
        """Return the newest entries that match, newest first."""
        ...
