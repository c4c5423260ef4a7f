"""Conversations and turns."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from bot.business.conversation import Conversation, Turn
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_row


class SqlConversations(Repository):
    """Conversations and turns."""

    def add(self, conversation: Conversation) -> None:
        """Add a conversation."""
        self._insert(tables.conversations, to_row(conversation))

    def get(self, id: str, lock: bool = False) -> Conversation | None:
        """Return a conversation."""
        query = select(tables.conversations).where(tables.conversations.c.id == id)
        return self._one(Conversation, query, lock)

    def update(self, conversation: Conversation) -> None:
        """Write a changed conversation, its owner aside."""
        self._write(conversation.id, to_row(conversation, "id", "owner", "agent"))

    def give(self, conversation: Conversation) -> None:
        """Write who owns a conversation."""
        row = to_row(conversation)
        self._write(conversation.id, {name: row[name] for name in ("owner", "agent", "updated_at")})

    def _write(self, id: str, values: dict[str, Any]) -> None:
        table = tables.conversations
        self._connection.execute(update(table).where(table.c.id == id).values(values))

    def add_turn(self, turn: Turn) -> Turn:
        """Add a turn."""
        result = self._insert(tables.turns, to_row(turn, "id"))
        return Turn(**{**turn.__dict__, "id": result.inserted_primary_key[0]})

    def last_seq(self, conversation_id: str) -> int:
        """Return the last turn's number."""
        table = tables.turns
        query = select(func.max(table.c.seq)).where(table.c.conversation_id == conversation_id)
        return self._connection.execute(query).scalar() or 0

    def turn_by_key(self, conversation_id: str, key: str) -> Turn | None:
        """Return the turn written under a key."""
        table = tables.turns
        query = select(table).where(table.c.conversation_id == conversation_id, table.c.key == key)
        return self._one(Turn, query)

    def turns(self, conversation_id: str, after_seq: int) -> list[Turn]:
        """Return turns in order."""
        table = tables.turns
        query = select(table).where(table.c.conversation_id == conversation_id, table.c.seq > after_seq)
        return self._all(Turn, query.order_by(table.c.seq))

    def purge(self, before: datetime) -> int:
        """Delete old conversations; turns and handoffs go with them."""
        table = tables.conversations
        return self._connection.execute(delete(table).where(table.c.updated_at < before)).rowcount
