"""What the queue and the desk need of the store."""

from datetime import datetime
from typing import Protocol

from bot.business.conversation import OwnershipChange
from bot.business.queueing.callback_request import CallbackRequest, CallbackStatus
from bot.business.queueing.desk_things import CannedAnswer, PrivateNote, ReplyDraft, TalkRating
from bot.business.queueing.groups import Group
from bot.business.queueing.presence import Presence
from bot.business.staff import Staff


class OwnershipLog(Protocol):
    """Who owned which conversation; only ever added to."""

    def add(self, change: OwnershipChange) -> None:
        """Add a change; its `id` is given here."""
        ...

    def of(self, conversation_id: str) -> list[OwnershipChange]:
        """Return a conversation's changes, oldest first."""
        ...


class Agents(Protocol):
    """Whether agents are there, and how many talks they have."""

    def lock(self, username: str) -> Staff | None:
        """Return an account; nobody else gives this agent a talk until the transaction ends."""
        ...

    def put(self, presence: Presence) -> None:
        """Write an agent's presence, new or changed."""
        ...

    def seen(self, username: str, at: datetime) -> bool:
        """Note that an agent's page shows life; return whether there is such a presence."""
        ...

    def presence(self, username: str) -> Presence | None:
        """Return an agent's presence."""
        ...

    def all(self) -> list[Presence]:
        """Return the presence of all agents."""
        ...

    def accounts(self) -> dict[str, Staff]:
        """Return the active accounts that ever told of being there, by username."""
        ...


class Callbacks(Protocol):
    """Promised calls."""

    def add(self, request: CallbackRequest) -> None:
        """Add one. Raises Conflict when its key is taken."""
        ...

    def by_key(self, key: str) -> CallbackRequest | None:
        """Return the one that was promised under a key."""
        ...

    def get(self, id: str, lock: bool = False) -> CallbackRequest | None:
        """Return one; with `lock` nobody else changes it until the transaction ends."""
        ...

    def update(self, request: CallbackRequest) -> None:
        """Write a changed one."""
        ...

    def purge(self, before: datetime) -> int:
        """Delete those that were promised before a moment and aren't open any more; return how many."""
        ...

    def list(self, status: CallbackStatus | None, limit: int) -> list[CallbackRequest]:
        """Return those in a state, the earliest wanted first."""
        ...


class DeskThings(Protocol):
    """Notes, drafts, canned answers, ratings."""

    def add_note(self, note: PrivateNote) -> PrivateNote:
        """Add a note and return it with its id."""
        ...

    def notes(self, conversation_id: str) -> list[PrivateNote]:
        """Return a conversation's notes, oldest first."""
        ...

    def put_draft(self, draft: ReplyDraft) -> None:
        """Write an agent's unsent words, over earlier ones."""
        ...

    def draft(self, username: str, conversation_id: str) -> ReplyDraft | None:
        """Return an agent's unsent words."""
        ...

    def drop_draft(self, username: str, conversation_id: str) -> None:
        """Forget an agent's unsent words."""
        ...

    def put_canned(self, answer: CannedAnswer) -> None:
        """Write a canned answer, new or changed."""
        ...

    def canned(self, id: str) -> CannedAnswer | None:
        """Return a canned answer."""
        ...

    def canned_for(self, groups: tuple[Group, ...] | None) -> list[CannedAnswer]:
        """Return the answers for these groups and for all, every one when `groups` is None."""
        ...

    def drop_canned(self, id: str) -> None:
        """Delete a canned answer."""
        ...

    def put_rating(self, rating: TalkRating) -> None:
        """Write what a citizen thinks of a talk, over what they thought before."""
        ...

    def rating(self, conversation_id: str) -> TalkRating | None:
        """Return what a citizen thinks of a talk."""
        ...
