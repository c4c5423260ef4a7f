"""A conversation, who owns it, and what was said."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from bot.business.errors import NotAllowed


class Channel(Enum):
    """The way by which a citizen reaches us."""

    WEB = "web"
    VOICE = "voice"
    PHONE = "phone"


class Owner(Enum):
    """Who answers the citizen now."""

    ROBOT = "robot"
    QUEUE = "queue"
    AGENT = "agent"
    CLOSED = "closed"


class Speaker(Enum):
    """Whose words a turn holds."""

    CITIZEN = "citizen"
    ROBOT = "robot"
    AGENT = "agent"
    SYSTEM = "system"


_MOVES: dict[Owner, frozenset[Owner]] = {
    Owner.ROBOT: frozenset({Owner.QUEUE, Owner.CLOSED}),
    Owner.QUEUE: frozenset({Owner.AGENT, Owner.ROBOT, Owner.CLOSED}),
    Owner.AGENT: frozenset({Owner.AGENT, Owner.ROBOT, Owner.QUEUE, Owner.CLOSED}),  # AGENT: another one
    Owner.CLOSED: frozenset({Owner.ROBOT}),
}


def check_move(now: Owner, to: Owner) -> None:
    """Raise NotAllowed when a conversation can't go from one owner to the other."""
    if to not in _MOVES[now]:
        raise NotAllowed("owner_move", f"会话现在的状态（{now.value}）不能变成 {to.value}。")


@dataclass(frozen=True)
class Conversation:
    """One talk. `id` is the secret by which the citizen comes back to it; times are UTC."""

    id: str
    channel: Channel
    owner: Owner
    created_at: datetime
    updated_at: datetime
    agent: str | None = None
    caller: str | None = None
    caller_hash: str | None = None  # keyed: finds the caller's other talks and orders without their number


@dataclass(frozen=True)
class OwnershipChange:
    """An entry of the log of who owned a conversation, which is only ever added to."""

    conversation_id: str
    at: datetime
    from_owner: Owner
    to_owner: Owner
    agent: str | None
    actor: str  # a username, "citizen", "robot" or "system"
    why: str
    id: int = 0


@dataclass(frozen=True)
class Turn:
    """What one side said. `seq` counts from 1 within the conversation; `payload` is the reply as it was shown."""

    id: int
    conversation_id: str
    seq: int
    speaker: Speaker
    text: str
    at: datetime
    kind: str | None = None
    topic: str | None = None
    payload: dict[str, Any] | None = None
    confidence: float | None = None
    release: str | None = None
    key: str | None = None
