"""A citizen who is to be called back, because nobody was free or the office was closed."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.business.queueing.groups import Group


class CallbackStatus(Enum):
    """How far a promised call has come."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Return the state as people read it."""
        return {"open": "待回电", "done": "已回电", "cancelled": "已取消"}[self.value]


@dataclass(frozen=True)
class CallbackRequest:
    """A promised call between two moments (UTC); `key` makes a promise given twice one promise."""

    id: str
    conversation_id: str | None
    phone: str
    wanted_from: datetime
    wanted_to: datetime
    group: Group
    about: str
    status: CallbackStatus
    created_at: datetime
    key: str
    agent: str | None = None
    note: str = ""
    tries: int = 0
    done_at: datetime | None = None
