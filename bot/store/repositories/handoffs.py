"""Wishes for a person."""

from sqlalchemy import case, select, update

from bot.business.handoff import Handoff, HandoffReason, HandoffStatus
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_row


class SqlHandoffs(Repository):
    """Handoffs."""

    _table = tables.handoffs

    def add(self, handoff: Handoff) -> None:
        """Add a handoff."""
        self._insert(self._table, to_row(handoff))

    def get(self, id: str, lock: bool = False) -> Handoff | None:
        """Return a handoff."""
        return self._one(Handoff, select(self._table).where(self._table.c.id == id), lock)

    def update(self, handoff: Handoff) -> None:
        """Write a changed handoff."""
        changed = update(self._table).where(self._table.c.id == handoff.id)
        self._connection.execute(changed.values(to_row(handoff, "id")))

    def open_for(self, conversation_id: str) -> Handoff | None:
        """Return the waiting or active one."""
        open_states = (HandoffStatus.WAITING.value, HandoffStatus.ACTIVE.value)
        query = select(self._table).where(
            self._table.c.conversation_id == conversation_id, self._table.c.status.in_(open_states)
        )
        return self._one(Handoff, query)

    def waiting(self) -> list[Handoff]:
        """Return the queue."""
        urgent = case((self._table.c.reason == HandoffReason.EMERGENCY.value, 0), else_=1)
        query = select(self._table).where(self._table.c.status == HandoffStatus.WAITING.value)
        return self._all(Handoff, query.order_by(urgent, self._table.c.created_at, self._table.c.id))

    def active(self, agent: str | None) -> list[Handoff]:
        """Return those being talked to."""
        query = select(self._table).where(self._table.c.status == HandoffStatus.ACTIVE.value)
        query = query if agent is None else query.where(self._table.c.agent == agent)
        return self._all(Handoff, query.order_by(self._table.c.claimed_at))
