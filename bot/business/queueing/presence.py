"""Whether an agent is there."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class PresenceState(Enum):
    """What an agent says about being there."""

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"

    @property
    def label(self) -> str:
        """Return the state as people read it."""
        return {"online": "在线", "away": "小休", "offline": "离线"}[self.value]


@dataclass(frozen=True)
class Presence:
    """An agent's state since `since`; `seen_at` is when their page last showed life. Times are UTC."""

    username: str
    state: PresenceState
    since: datetime
    seen_at: datetime
