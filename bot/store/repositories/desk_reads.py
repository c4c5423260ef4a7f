"""The desk's overview."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import RowMapping, and_, or_, select

from bot.business.conversation import Channel, Conversation, Owner, Speaker
from bot.business.handoff import Handoff, HandoffStatus
from bot.business.queueing.desk_view import LastWords, OpenTalk
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_object

_OPEN = (HandoffStatus.WAITING.value, HandoffStatus.ACTIVE.value)
_AT_ONCE = 500  # ids in one query


class SqlDeskReads(Repository):
    """Reads over many talks at once."""

    def open_talks(self) -> list[OpenTalk]:
        """Return the talks that wait or are held."""
        handoffs, talks = tables.handoffs, tables.conversations
        query = select(handoffs, talks.c.channel, talks.c.updated_at, talks.c.caller).join(talks)
        rows = self._connection.execute(query.where(handoffs.c.status.in_(_OPEN))).mappings()
        return [
            OpenTalk(to_object(Handoff, row), Channel(row["channel"]), row["updated_at"], row["caller"])
            for row in rows
        ]

    def last_words(self, conversation_ids: Sequence[str]) -> dict[str, LastWords]:
        """Return the newest of these conversations."""
        found: dict[str, LastWords] = {}
        for first in range(0, len(conversation_ids), _AT_ONCE):
            found |= self._last_words(conversation_ids[first : first + _AT_ONCE])
        return found

    def _last_words(self, ids: Sequence[str]) -> dict[str, LastWords]:
        table = tables.turns
        spoken = table.c.speaker.in_((Speaker.CITIZEN.value, Speaker.AGENT.value))
        columns = (
            table.c.conversation_id,
            table.c.speaker,
            table.c.seq,
            table.c.text,
            table.c.at,
            table.c.topic,
        )
        query = select(*columns).where(
            table.c.conversation_id.in_(ids), or_(spoken, table.c.topic.is_not(None))
        )
        by_talk: dict[str, list[RowMapping]] = {}
        for row in self._connection.execute(query.order_by(table.c.conversation_id, table.c.seq)).mappings():
            by_talk.setdefault(row["conversation_id"], []).append(row)
        return {id: _summed(rows) for id, rows in by_talk.items()}

    def had(self, agent: str, conversation_id: str) -> bool:
        """Return whether an agent holds, or held to its end, a talk in a conversation."""
        table = tables.handoffs
        return self._any(
            select(table.c.id).where(table.c.conversation_id == conversation_id, table.c.agent == agent)
        )

    def of_caller(self, caller_hash: str, limit: int) -> list[Conversation]:
        """Return a caller's conversations, newest first."""
        table = tables.conversations
        query = select(table).where(table.c.caller_hash == caller_hash)
        return self._all(Conversation, query.order_by(table.c.created_at.desc()).limit(limit))

    def caller_is_with(self, caller_hash: str, agent: str) -> bool:
        """Return whether a caller waits now or is talked to by an agent."""
        table = tables.conversations
        theirs = and_(table.c.owner == Owner.AGENT.value, table.c.agent == agent)
        here = or_(table.c.owner == Owner.QUEUE.value, theirs)
        return self._any(select(table.c.id).where(table.c.caller_hash == caller_hash, here))

    def _any(self, query: Any) -> bool:
        return self._connection.execute(query.limit(1)).first() is not None


def _summed(rows: Iterable[RowMapping]) -> LastWords:
    last, topic = None, None
    unanswered: list[RowMapping] = []
    for row in rows:
        topic = row["topic"] or topic
        if row["speaker"] == Speaker.CITIZEN.value:
            last = row
            unanswered.append(row)
        elif row["speaker"] == Speaker.AGENT.value:
            unanswered.clear()
    if last is None:
        return LastWords(topic=topic)
    since = unanswered[0]["at"] if unanswered else None
    return LastWords(last["text"], last["at"], topic, tuple(row["seq"] for row in unanswered), since)
