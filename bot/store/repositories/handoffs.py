"""Wishes for a person."""

from datetime import datetime

from sqlalchemy import case, func, select, update

from bot.business.conversation import Speaker
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

    def talks_of(self, agent: str) -> int:
        """Count an agent's talks."""
        table = self._table
        mine = (table.c.status == HandoffStatus.ACTIVE.value, table.c.agent == agent)
        return self._connection.execute(select(func.count()).where(*mine)).scalar_one()

    def last_claims(self, since: datetime) -> dict[str, datetime]:
        """Return when each agent was last given a talk."""
        table, states = (
            self._table,
            [status.value for status in HandoffStatus],
        )  # named: the index begins with it
        query = select(table.c.agent, func.max(table.c.claimed_at)).where(
            table.c.status.in_(states), table.c.created_at >= since, table.c.claimed_at.is_not(None)
        )
        rows = self._connection.execute(query.group_by(table.c.agent))
        return {agent: at for agent, at in rows if agent is not None}

    def unanswered(self) -> dict[str, datetime]:
        """Return since when citizens wait for their agents' words."""
        table, turns = self._table, tables.turns
        query = select(table.c.id, func.min(turns.c.at)).join(
            turns, turns.c.conversation_id == table.c.conversation_id
        )
        query = query.where(
            table.c.status == HandoffStatus.ACTIVE.value,
            turns.c.speaker == Speaker.CITIZEN.value,
            turns.c.at > func.coalesce(table.c.agent_at, table.c.claimed_at),
        )
        return {id: at for id, at in self._connection.execute(query.group_by(table.c.id))}

    def recent_seconds(self, since: datetime, limit: int) -> list[float]:
        """Return how long the last talks took."""
        table = self._table
        query = select(table.c.claimed_at, table.c.ended_at).where(
            table.c.status == HandoffStatus.ENDED.value, table.c.created_at >= since
        )
        rows = self._connection.execute(query.order_by(table.c.created_at.desc()).limit(limit))
        return [(ended - claimed).total_seconds() for claimed, ended in rows]
