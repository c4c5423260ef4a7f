"""Who owned what, who is there, and the calls that were promised."""

import builtins
from datetime import datetime

from sqlalchemy import delete, select, update

from bot.business.conversation import OwnershipChange
from bot.business.queueing.callback_request import CallbackRequest, CallbackStatus
from bot.business.queueing.presence import Presence
from bot.business.staff import Staff
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_row


class SqlOwnershipLog(Repository):
    """Who owned which conversation."""

    _table = tables.ownership_changes

    def add(self, change: OwnershipChange) -> None:
        """Add a change."""
        self._insert(self._table, to_row(change, "id"))

    def of(self, conversation_id: str) -> list[OwnershipChange]:
        """Return a conversation's changes."""
        query = select(self._table).where(self._table.c.conversation_id == conversation_id)
        return self._all(OwnershipChange, query.order_by(self._table.c.id))


class SqlAgents(Repository):
    """Whether agents are there."""

    _table = tables.presence

    def lock(self, username: str) -> Staff | None:
        """Return an account, locked."""
        return self._one(Staff, select(tables.staff).where(tables.staff.c.username == username), lock=True)

    def put(self, presence: Presence) -> None:
        """Write an agent's presence."""
        changed = update(self._table).where(self._table.c.username == presence.username)
        if not self._connection.execute(changed.values(to_row(presence, "username"))).rowcount:
            self._insert(self._table, to_row(presence))

    def seen(self, username: str, at: datetime) -> bool:
        """Note that a page shows life."""
        shown = update(self._table).where(self._table.c.username == username).values(seen_at=at)
        return bool(self._connection.execute(shown).rowcount)

    def presence(self, username: str) -> Presence | None:
        """Return an agent's presence."""
        return self._one(Presence, select(self._table).where(self._table.c.username == username))

    def all(self) -> list[Presence]:
        """Return all presences."""
        return self._all(Presence, select(self._table).order_by(self._table.c.username))

    def accounts(self) -> dict[str, Staff]:
        """Return the accounts of those who ever were there."""
        table = tables.staff
        known = select(self._table.c.username)
        query = select(table).where(table.c.active, table.c.username.in_(known))
        return {each.username: each for each in self._all(Staff, query)}


class SqlCallbacks(Repository):
    """Promised calls."""

    _table = tables.callback_requests

    def add(self, request: CallbackRequest) -> None:
        """Add one."""
        self._insert(self._table, to_row(request))

    def by_key(self, key: str) -> CallbackRequest | None:
        """Return the one under a key."""
        return self._one(CallbackRequest, select(self._table).where(self._table.c.key == key))

    def get(self, id: str, lock: bool = False) -> CallbackRequest | None:
        """Return one."""
        return self._one(CallbackRequest, select(self._table).where(self._table.c.id == id), lock)

    def update(self, request: CallbackRequest) -> None:
        """Write a changed one."""
        changed = update(self._table).where(self._table.c.id == request.id)
        self._connection.execute(changed.values(to_row(request, "id")))

    def purge(self, before: datetime) -> int:
        """Delete old ones that are settled."""
        table = self._table
        settled = table.c.status != CallbackStatus.OPEN.value
        return self._connection.execute(delete(table).where(settled, table.c.created_at < before)).rowcount

    def list(self, status: CallbackStatus | None, limit: int) -> builtins.list[CallbackRequest]:
        """Return those in a state."""
        query = select(self._table)
        query = query if status is None else query.where(self._table.c.status == status.value)
        return self._all(
            CallbackRequest, query.order_by(self._table.c.wanted_from, self._table.c.id).limit(limit)
        )
