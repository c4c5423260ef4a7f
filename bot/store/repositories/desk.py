"""What agents keep beside talks, and what citizens thought of them."""

from typing import Any

from sqlalchemy import delete, or_, select, update

from bot.business.queueing.desk_things import CannedAnswer, PrivateNote, ReplyDraft, TalkRating
from bot.business.queueing.groups import Group
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_row


class SqlDeskThings(Repository):
    """Notes, drafts, canned answers, ratings."""

    _canned = tables.canned_answers

    def add_note(self, note: PrivateNote) -> PrivateNote:
        """Add a note."""
        result = self._insert(tables.private_notes, to_row(note, "id"))
        return PrivateNote(**{**note.__dict__, "id": result.inserted_primary_key[0]})

    def notes(self, conversation_id: str) -> list[PrivateNote]:
        """Return a conversation's notes."""
        table = tables.private_notes
        query = select(table).where(table.c.conversation_id == conversation_id)
        return self._all(PrivateNote, query.order_by(table.c.id))

    def put_draft(self, draft: ReplyDraft) -> None:
        """Write unsent words."""
        self._put(tables.reply_drafts, to_row(draft), ("username", "conversation_id"))

    def draft(self, username: str, conversation_id: str) -> ReplyDraft | None:
        """Return unsent words."""
        table = tables.reply_drafts
        query = select(table).where(table.c.username == username, table.c.conversation_id == conversation_id)
        return self._one(ReplyDraft, query)

    def drop_draft(self, username: str, conversation_id: str) -> None:
        """Forget unsent words."""
        table = tables.reply_drafts
        gone = delete(table).where(table.c.username == username, table.c.conversation_id == conversation_id)
        self._connection.execute(gone)

    def put_canned(self, answer: CannedAnswer) -> None:
        """Write a canned answer."""
        self._put(self._canned, to_row(answer), ("id",))

    def canned(self, id: str) -> CannedAnswer | None:
        """Return a canned answer."""
        return self._one(CannedAnswer, select(self._canned).where(self._canned.c.id == id))

    def canned_for(self, groups: tuple[Group, ...] | None) -> list[CannedAnswer]:
        """Return the answers for these groups and for all."""
        query, group = select(self._canned), self._canned.c.group
        if groups is not None:
            query = query.where(or_(group.is_(None), group.in_([each.value for each in groups])))
        return self._all(CannedAnswer, query.order_by(self._canned.c.title, self._canned.c.id))

    def drop_canned(self, id: str) -> None:
        """Delete a canned answer."""
        self._connection.execute(delete(self._canned).where(self._canned.c.id == id))

    def put_rating(self, rating: TalkRating) -> None:
        """Write what a citizen thinks."""
        self._put(tables.talk_ratings, to_row(rating), ("conversation_id",))

    def rating(self, conversation_id: str) -> TalkRating | None:
        """Return what a citizen thinks."""
        table = tables.talk_ratings
        return self._one(TalkRating, select(table).where(table.c.conversation_id == conversation_id))

    def _put(self, table: Any, row: dict[str, Any], key: tuple[str, ...]) -> None:
        """Write over the row of this key, or add it. Raises Conflict when another adds it at the same moment."""
        rest = {name: value for name, value in row.items() if name not in key}
        changed = update(table).where(*(table.c[name] == row[name] for name in key)).values(rest)
        if not self._connection.execute(changed).rowcount:
            self._insert(table, row)
