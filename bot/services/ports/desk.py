"""What the desk's overview needs of the store; it only reads."""

from collections.abc import Sequence
from typing import Protocol

from bot.business.conversation import Conversation
from bot.business.queueing.desk_view import LastWords, OpenTalk


class DeskReads(Protocol):
    """Reads over many talks at once."""

    def open_talks(self) -> list[OpenTalk]:
        """Return the talks that wait or are held."""
        ...

    def last_words(self, conversation_ids: Sequence[str]) -> dict[str, LastWords]:
        """Return the newest of these conversations, by their ids."""
        ...

    def had(self, agent: str, conversation_id: str) -> bool:
        """Return whether an agent holds, or held to its end, a talk in a conversation."""
        ...

    def of_caller(self, caller_hash: str, limit: int) -> list[Conversation]:
        """Return a caller's conversations, newest first."""
        ...

    def caller_is_with(self, caller_hash: str, agent: str) -> bool:
        """Return whether a caller waits now or is talked to by an agent."""
        ...
