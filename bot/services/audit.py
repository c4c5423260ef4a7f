"""The audit log: note what staff did and were refused, look it up. There is no way to change it."""

from typing import Any

from bot.business.audit import Actor, AuditEntry, AuditQuery
from bot.services.ports import Clock, UnitOfWorkFactory


class AuditService:
    """Use cases of the audit log."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock) -> None:
        self._work = unit_of_work
        self._now = now

    def note(self, entry: AuditEntry) -> None:
        """Add an entry; it is on disk before this returns."""
        with self._work() as work:
            work.audit.add(entry)
            work.commit()

    def did(
        self,
        by: Actor,
        action: str,
        target_kind: str,
        target: str,
        reason: str = "",
        data: dict[str, Any] | None = None,
    ) -> None:
        """Note what somebody did just now."""
        self.note(by.did(self._now(), action, target_kind, target, reason, data))

    def refused(self, by: Actor, action: str, target_kind: str, target: str, reason: str = "") -> None:
        """Note what somebody tried just now and was refused; `reason` is the refusal's."""
        self.note(by.did(self._now(), action, target_kind, target, reason, allowed=False))

    def search(self, query: AuditQuery, limit: int = 50) -> list[AuditEntry]:
        """Return the newest entries that match, newest first; for the next page `older_than` the last one's id."""
        with self._work() as work:
            return work.audit.search(query, limit)
