"""Conversations, turns and handoffs, as the store keeps them."""

from datetime import datetime
from typing import Protocol

from bot.business.conversation import Conversation, Turn
from bot.business.handoff import Handoff


class Conversations(Protocol):
    """Conversations and their turns."""

    def add(self, conversation: Conversation) -> None:
        """Add a conversation. Raises Conflict when the id is taken."""
        ...

    def get(self, id: str, lock: bool = False) -> Conversation | None:
        """Return a conversation; with `lock` nobody else changes it until the transaction ends."""
        ...

    def update(self, conversation: Conversation) -> None:
        """Write a changed conversation; its owner stays who it is, only `give` changes that."""
        ...

    def give(self, conversation: Conversation) -> None:
        """Write who owns a conversation. Only for bot.services.queue.ownership, which writes the log too."""
        ...

    def add_turn(self, turn: Turn) -> Turn:
        """Add a turn and return it with its id."""
        ...

    def last_seq(self, conversation_id: str) -> int:
        """Return the last turn's number, 0 when there is none."""
        ...

    def turn_by_key(self, conversation_id: str, key: str) -> Turn | None:
        """Return the turn that was written under `key`."""
        ...

    def turns(self, conversation_id: str, after_seq: int) -> list[Turn]:
        """Return the turns after `after_seq`, in order."""
        ...

    def purge(self, before: datetime) -> int:
        """Delete conversations without a change since `before`; return how many."""
        ...


class Handoffs(Protocol):
    """Handoffs."""

    def add(self, handoff: Handoff) -> None:
        """Add a handoff."""
        ...

    def get(self, id: str, lock: bool = False) -> Handoff | None:
        """Return a handoff; with `lock` nobody else changes it until the transaction ends."""
        ...

    def update(self, handoff: Handoff) -> None:
        """Write a changed handoff."""
        ...

    def open_for(self, conversation_id: str) -> Handoff | None:
        """Return the waiting or active handoff of a conversation."""
        ...

    def waiting(self) -> list[Handoff]:
        """Return those that wait: emergencies first, then the oldest."""
        ...

    def active(self, agent: str | None) -> list[Handoff]:
        """Return those being talked to, by one agent or by all."""
        ...

    def talks_of(self, agent: str) -> int:
        """Return how many talks an agent has now."""
        ...

    def last_claims(self, since: datetime) -> dict[str, datetime]:
        """Return when each agent was last given a talk, by username, of those that came since then."""
        ...

    def unanswered(self) -> dict[str, datetime]:
        """Return, by handoff, when a citizen first spoke after their agent's last words."""
        ...

    def recent_seconds(self, since: datetime, limit: int) -> list[float]:
        """Return how long the newest ended talks took, of those that came since then."""
        ...
