"""What agents keep beside talks: private notes, unsent words, answers ready to send."""

import secrets
from collections.abc import Iterable

from bot.business.errors import Invalid, NotFound
from bot.business.orders.order import Satisfaction
from bot.business.permissions import Permission, check_may
from bot.business.queueing.canned import checked_canned
from bot.business.queueing.desk_things import CannedAnswer, PrivateNote, ReplyDraft, TalkRating
from bot.business.queueing.groups import Group
from bot.business.staff import Staff
from bot.business.text import clean
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

_LONGEST_NOTE, _LONGEST_DRAFT = 1000, 2000


class DeskThingsService:
    """Use cases of notes, drafts, canned answers and ratings."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock) -> None:
        self._work = unit_of_work
        self._now = now

    def add_note(self, conversation_id: str, author: str, text: str) -> PrivateNote:
        """Write a note that only staff sees. Raises Invalid for empty or too long, NotFound."""
        text = clean(text)
        if not 1 <= len(text) <= _LONGEST_NOTE:
            raise Invalid("text", f"备注要写 1 到 {_LONGEST_NOTE} 个字。")
        with self._work() as work:
            _check_known(work, conversation_id)
            note = work.desk.add_note(PrivateNote(conversation_id, self._now(), author, text))
            work.commit()
            return note

    def notes(self, conversation_id: str) -> list[PrivateNote]:
        """Return a conversation's notes, oldest first."""
        with self._work() as work:
            return work.desk.notes(conversation_id)

    def save_draft(self, username: str, conversation_id: str, text: str) -> ReplyDraft | None:
        """Keep an agent's unsent words over a reload; empty words forget them. Raises Invalid for too long, NotFound."""
        if len(text) > _LONGEST_DRAFT:
            raise Invalid("text", f"草稿最多 {_LONGEST_DRAFT} 个字。")
        draft = ReplyDraft(username, conversation_id, text, self._now()) if text.strip() else None
        with self._work() as work:
            _check_known(work, conversation_id)
            if draft is None:
                work.desk.drop_draft(username, conversation_id)
            else:
                work.desk.put_draft(draft)
            work.commit()
            return draft

    def draft(self, username: str, conversation_id: str) -> ReplyDraft | None:
        """Return an agent's unsent words."""
        with self._work() as work:
            return work.desk.draft(username, conversation_id)

    def canned(self, groups: Iterable[Group] | None = None) -> list[CannedAnswer]:
        """Return the answers for these groups and those for all, by title; every one when `groups` is None."""
        with self._work() as work:
            return work.desk.canned_for(None if groups is None else tuple(groups))

    def save_canned(
        self, staff: Staff, title: str, text: str, group: Group | None, id: str | None = None
    ) -> CannedAnswer:
        """Add an answer, or write over the one named `id`. Raises NotAllowed, NotFound, Invalid for an unknown variable."""
        check_may(staff, Permission.MANAGE_CANNED_ANSWERS)
        title, text = checked_canned(title, text)
        with self._work() as work:
            if id is not None and work.desk.canned(id) is None:
                raise NotFound("canned_unknown", "没有这条常用语。")
            answer = CannedAnswer(id or secrets.token_hex(8), title, text, group, staff.username, self._now())
            work.desk.put_canned(answer)
            work.commit()
            return answer

    def drop_canned(self, staff: Staff, id: str) -> None:
        """Delete an answer; one that is gone already is no mistake. Raises NotAllowed."""
        check_may(staff, Permission.MANAGE_CANNED_ANSWERS)
        with self._work() as work:
            work.desk.drop_canned(id)
            work.commit()

    def rate(self, conversation_id: str, solved: bool, satisfied: Satisfaction) -> TalkRating:
        """Write what a citizen thinks of a talk, over what they said before. Raises NotFound."""
        with self._work() as work:
            _check_known(work, conversation_id)
            rating = TalkRating(conversation_id, self._now(), solved, satisfied.value)
            work.desk.put_rating(rating)
            work.commit()
            return rating

    def rating(self, conversation_id: str) -> TalkRating | None:
        """Return what a citizen thinks of a talk."""
        with self._work() as work:
            return work.desk.rating(conversation_id)


def _check_known(work: UnitOfWork, conversation_id: str) -> None:
    """Raise NotFound; the conversation is locked, so that two who write over one thing come one after the other."""
    if work.conversations.get(conversation_id, lock=True) is None:
        raise NotFound("session_unknown", "没有这个会话，可能已经过期。")
