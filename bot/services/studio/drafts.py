"""Drafts: save as people type, hand in, review, give up. What is live doesn't change here."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.business.errors import Invalid, NotAllowed, NotFound
from bot.business.studio import draft as moves
from bot.business.studio.contents import Contents, Kind, digest
from bot.business.studio.draft import Draft, DraftState
from bot.services.ports import Clock, Conflict, UnitOfWork, UnitOfWorkFactory


class EditedMeanwhile(NotAllowed):
    """Somebody else changed the draft first; `theirs` is what it is now."""

    def __init__(self, theirs: Draft) -> None:
        super().__init__("edited_meanwhile", f"{theirs.updated_by} 刚刚也改了这一条，请先看看两边的不同。")
        self.theirs = theirs


class DraftService:
    """Use cases of drafts. `live` gives the contents that callers hear now; `review`: a second person approves."""

    def __init__(
        self, unit_of_work: UnitOfWorkFactory, now: Clock, live: Callable[[], Contents], review: bool
    ) -> None:
        self._work = unit_of_work
        self._now = now
        self._live = live
        self.review = review

    def save(
        self, kind: Kind, key: str, content: Mapping[str, Any] | None, version: int | None, by: str
    ) -> Draft:
        """Write an entry as it shall be (None: taken away) and return its draft.

        `version` is the draft's that the editor saw, None when there was none. Raises EditedMeanwhile when somebody else
        was quicker, Invalid for a key that can't be used, NotAllowed while the draft is being published.
        """
        _check_key(key)
        live = self._live().get(kind, key)
        with self._work() as work:
            held = work.drafts.open_for(kind, key, lock=True)
            if held is not None and held.version != version:
                raise EditedMeanwhile(held)
            now = self._now()
            if held is None:
                draft = _begun(kind, key, content, digest(live), by, now)
                self._add(work, draft)
            else:
                draft = moves.edited(held, content, by, now)
                work.drafts.update(draft)
            work.commit()
            return draft

    def _add(self, work: UnitOfWork, draft: Draft) -> None:
        try:
            work.drafts.add(draft)
        except Conflict:
            with self._work() as other:
                theirs = other.drafts.open_for(draft.kind, draft.key)
            raise EditedMeanwhile(theirs or draft) from None

    def submit(self, id: str, note: str, by: str) -> Draft:
        """Hand a draft in with what it is for. Raises Invalid without a note, NotFound, NotAllowed."""
        if not note.strip():
            raise Invalid("note", "请写一句为什么改。")
        return self._move(
            id, lambda draft: moves.submitted(draft, note.strip()[:500], by, self._now(), self.review)
        )

    def approve(self, id: str, note: str, by: str) -> Draft:
        """Approve somebody else's draft. Raises NotFound, NotAllowed."""
        return self._move(id, lambda draft: moves.approved(draft, note.strip()[:500], by, self._now()))

    def reject(self, id: str, note: str, by: str) -> Draft:
        """Give a draft back with the reason. Raises Invalid without one, NotFound, NotAllowed."""
        if not note.strip():
            raise Invalid("note", "请写明退回的原因。")
        return self._move(id, lambda draft: moves.rejected(draft, note.strip()[:500], by, self._now()))

    def discard(self, id: str, by: str) -> Draft:
        """Give a draft up. Raises NotFound, NotAllowed."""
        return self._move(id, lambda draft: moves.discarded(draft, by, self._now()))

    def schedule(self, id: str, at: datetime | None) -> Draft:
        """Publish an approved draft by itself at a moment to come, or not. Raises Invalid, NotFound, NotAllowed."""
        if at is not None and at <= self._now():
            raise Invalid("publish_at", "发布时间要在现在以后。")

        def scheduled(draft: Draft) -> Draft:
            if draft.state is not DraftState.APPROVED:
                raise NotAllowed("state", "审核通过以后才能定发布时间。")
            return replace(draft, publish_at=at, version=draft.version + 1)

        return self._move(id, scheduled)

    def unscheduled(self, id: str, why: str) -> Draft:
        """Take the moment away from a draft that could not be published at it, and say why on it."""
        note = f"没有按时发布：{why}"
        return self._move(
            id, lambda draft: replace(draft, publish_at=None, review_note=note, version=draft.version + 1)
        )

    def rebase(self, id: str, by: str) -> Draft:
        """Let a draft stand over what is live now, after its editor has seen the difference."""
        live = self._live()
        return self._move(
            id,
            lambda draft: replace(
                moves.edited(draft, draft.content, by, self._now()),
                base=digest(live.get(draft.kind, draft.key)),
            ),
        )

    def outdated(self, draft: Draft) -> bool:
        """Return whether the live entry has changed since the draft was begun."""
        return draft.base != digest(self._live().get(draft.kind, draft.key))

    def get(self, id: str) -> Draft:
        """Return a draft. Raises NotFound."""
        with self._work() as work:
            return _found(work.drafts.get(id))

    def open_for(self, kind: Kind, key: str) -> Draft | None:
        """Return the open draft of an entry."""
        with self._work() as work:
            return work.drafts.open_for(kind, key)

    def open(self) -> list[Draft]:
        """Return all open drafts, the last changed first."""
        with self._work() as work:
            return work.drafts.open()

    def history(self, kind: Kind, key: str, limit: int = 50) -> list[Draft]:
        """Return an entry's drafts, newest first."""
        with self._work() as work:
            return work.drafts.history(kind, key, limit)

    def _move(self, id: str, move: Callable[[Draft], Draft]) -> Draft:
        with self._work() as work:
            draft = move(_found(work.drafts.get(id, lock=True)))
            work.drafts.update(draft)
            work.commit()
            return draft


def _found(draft: Draft | None) -> Draft:
    if draft is None:
        raise NotFound("no_draft", "没有这份草稿。")
    return draft


def _begun(
    kind: Kind, key: str, content: Mapping[str, Any] | None, base: str | None, by: str, now: datetime
) -> Draft:
    return Draft(
        id=secrets.token_hex(8),
        kind=kind,
        key=key,
        content=content,
        base=base,
        state=DraftState.EDITING,
        version=1,
        editors=(by,),
        created_at=now,
        updated_at=now,
        updated_by=by,
    )


def _check_key(key: str) -> None:
    if not 1 <= len(key) <= 64 or not key.isascii() or not key.isprintable() or " " in key:
        raise Invalid("key", "编号要用 1 到 64 个英文字母、数字、点和下划线。")
