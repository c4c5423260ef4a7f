"""Drafts, releases and test sentences of the studio."""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from bot.business.studio.asked import TestSentence
from bot.business.studio.contents import Kind
from bot.business.studio.draft import OPEN, Draft
from bot.business.studio.release import BUSY, Release, ReleaseState
from bot.services.ports import Conflict
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_row


class SqlDrafts(Repository):
    """The drafts."""

    _table = tables.faq_drafts

    def add(self, draft: Draft) -> None:
        """Write a new draft. Raises Conflict when the entry has an open one already."""
        self._insert(self._table, _draft_row(draft))

    def update(self, draft: Draft) -> None:
        """Write a draft over its earlier state."""
        self._connection.execute(
            update(self._table).where(self._table.c.id == draft.id).values(_draft_row(draft))
        )

    def get(self, id: str, lock: bool = False) -> Draft | None:
        """Return a draft."""
        return self._one(Draft, select(self._table).where(self._table.c.id == id), lock)

    def open_for(self, kind: Kind, key: str, lock: bool = False) -> Draft | None:
        """Return the open draft of an entry."""
        query = select(self._table).where(self._table.c.open_key == _open_key(kind, key))
        return self._one(Draft, query, lock)

    def open(self) -> list[Draft]:
        """Return all open drafts, the last changed first."""
        query = select(self._table).where(self._table.c.open_key.is_not(None))
        return self._all(Draft, query.order_by(self._table.c.updated_at.desc(), self._table.c.id))

    def of_release(self, number: int, lock: bool = False) -> list[Draft]:
        """Return the drafts that a release takes along."""
        query = select(self._table).where(self._table.c.release == number).order_by(self._table.c.id)
        return self._all(Draft, query.with_for_update() if lock else query)

    def history(self, kind: Kind, key: str, limit: int) -> list[Draft]:
        """Return an entry's drafts, newest first."""
        query = select(self._table).where(self._table.c.kind == kind.value, self._table.c.key == key)
        return self._all(Draft, query.order_by(self._table.c.updated_at.desc()).limit(limit))


class SqlFaqReleases(Repository):
    """The releases."""

    _table = tables.faq_releases

    def add(self, release: Release) -> Release:
        """Write a new release and return it with its number. Raises Conflict while another is being made."""
        result = self._insert(self._table, _release_row(release))
        return Release(**{**release.__dict__, "number": result.inserted_primary_key[0]})

    def update(self, release: Release) -> None:
        """Write a release over its earlier state. Raises Conflict when it would be made beside another."""
        changed = update(self._table).where(self._table.c.number == release.number)
        try:
            self._connection.execute(changed.values(_release_row(release)))
        except IntegrityError as error:
            raise Conflict(self._table.name) from error

    def get(self, number: int, lock: bool = False) -> Release | None:
        """Return a release."""
        return self._one(Release, select(self._table).where(self._table.c.number == number), lock)

    def live(self, lock: bool = False) -> Release | None:
        """Return the release that is live; None before the first."""
        query = select(self._table).where(self._table.c.state == ReleaseState.LIVE.value)
        return self._one(Release, query, lock)

    def busy(self) -> Release | None:
        """Return the release that is being made."""
        return self._one(Release, select(self._table).where(self._table.c.busy == 1))

    def newest(self, limit: int, before: int | None = None) -> list[Release]:
        """Return releases, newest first, below the number `before`."""
        query = select(self._table).order_by(self._table.c.number.desc()).limit(limit)
        return self._all(Release, query if before is None else query.where(self._table.c.number < before))

    def of_folder(self, folder: str) -> list[Release]:
        """Return the releases with this content, newest first."""
        query = select(self._table).where(self._table.c.folder == folder)
        return self._all(Release, query.order_by(self._table.c.number.desc()))


class SqlTestSentences(Repository):
    """The site's own regression set."""

    _table = tables.faq_test_sentences

    def put(self, sentence: TestSentence) -> None:
        """Write a sentence, over the one of the same id."""
        self.drop(sentence.id)
        self._insert(self._table, to_row(sentence))

    def drop(self, id: str) -> None:
        """Take a sentence away."""
        self._connection.execute(delete(self._table).where(self._table.c.id == id))

    def all(self) -> list[TestSentence]:
        """Return all sentences, in order of their moment."""
        return self._all(TestSentence, select(self._table).order_by(self._table.c.at, self._table.c.id))


def _open_key(kind: Kind, key: str) -> str:
    return f"{kind.value}:{key}"


def _draft_row(draft: Draft) -> dict[str, Any]:
    return to_row(draft) | {"open_key": _open_key(draft.kind, draft.key) if draft.state in OPEN else None}


def _release_row(release: Release) -> dict[str, Any]:
    return to_row(release, "number") | {"busy": 1 if release.state in BUSY else None}
