"""What the studio needs of the store, and of whoever keeps the knowledge base's files."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.business.studio.asked import AskedTurn, TestSentence, Treated
from bot.business.studio.contents import Kind
from bot.business.studio.draft import Draft
from bot.business.studio.release import Release


class Drafts(Protocol):
    """The drafts."""

    def add(self, draft: Draft) -> None:
        """Write a new draft. Raises Conflict when the entry has an open one already."""
        ...

    def update(self, draft: Draft) -> None:
        """Write a draft over its earlier state."""
        ...

    def get(self, id: str, lock: bool = False) -> Draft | None:
        """Return a draft."""
        ...

    def open_for(self, kind: Kind, key: str, lock: bool = False) -> Draft | None:
        """Return the open draft of an entry."""
        ...

    def open(self) -> list[Draft]:
        """Return all open drafts, the last changed first."""
        ...

    def of_release(self, number: int, lock: bool = False) -> list[Draft]:
        """Return the drafts that a release takes along."""
        ...

    def history(self, kind: Kind, key: str, limit: int) -> list[Draft]:
        """Return an entry's drafts, newest first."""
        ...


class FaqReleases(Protocol):
    """The releases."""

    def add(self, release: Release) -> Release:
        """Write a new release and return it with its number. Raises Conflict while another is being made."""
        ...

    def update(self, release: Release) -> None:
        """Write a release over its earlier state. Raises Conflict when it would be made beside another."""
        ...

    def get(self, number: int, lock: bool = False) -> Release | None:
        """Return a release."""
        ...

    def live(self, lock: bool = False) -> Release | None:
        """Return the release that is live; None before the first."""
        ...

    def busy(self) -> Release | None:
        """Return the release that is being made."""
        ...

    def newest(self, limit: int, before: int | None = None) -> list[Release]:
        """Return releases, newest first, below the number `before`."""
        ...

    def of_folder(self, folder: str) -> list[Release]:
        """Return the releases with this content, newest first."""
        ...


class Asked(Protocol):
    """Citizens' sentences that went less than well."""

    def troubled(self, since: datetime, limit: int, before: datetime | None = None) -> list[AskedTurn]:
        """Return the newest of them in talks that ended between two moments, newest first; demo talks are none."""
        ...

    def treat(self, treated: Iterable[Treated]) -> None:
        """Remember what was done; what was done before with the same words is written over."""
        ...

    def forget(self, keys: Iterable[str]) -> None:
        """Forget what was done with these words."""
        ...

    def treated(self) -> dict[str, Treated]:
        """Return what was done, by key."""
        ...

    def hits(self, since: datetime) -> dict[str, int]:
        """Return in how many talks each topic was answered since a moment; said again, it is one answer."""
        ...

    def coverage(self, since: datetime, until: datetime) -> tuple[int, int, int]:
        """Return how many questions were answered, asked back and left there, and not understood, in a time."""
        ...


class TestSentences(Protocol):
    """The site's own regression set."""

    def put(self, sentence: TestSentence) -> None:
        """Write a sentence, over the one of the same id."""
        ...

    def drop(self, id: str) -> None:
        """Take a sentence away."""
        ...

    def all(self) -> list[TestSentence]:
        """Return all sentences, in order of their moment."""
        ...
