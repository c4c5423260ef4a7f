"""转人工: a conversation that waits for a person."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.business.queueing.groups import Group


class HandoffStatus(Enum):
    """How far a handoff has come."""

    WAITING = "waiting"
    ACTIVE = "active"
    ENDED = "ended"
    CANCELLED = "cancelled"


class HandoffReason(Enum):
    """Why a person is needed."""

    ASKED = "asked"
    NO_MATCH = "no_match"
    ROBOT_UNAVAILABLE = "robot_unavailable"
    EMERGENCY = "emergency"
    DISSATISFIED = "dissatisfied"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Return the reason as agents read it."""
        return _LABELS[self]


_LABELS = {
    HandoffReason.ASKED: "市民要求人工",
    HandoffReason.NO_MATCH: "小政多次没听懂",
    HandoffReason.ROBOT_UNAVAILABLE: "小政暂时不可用",
    HandoffReason.EMERGENCY: "紧急情况",
    HandoffReason.DISSATISFIED: "市民不满意",
    HandoffReason.OTHER: "其他",
}


@dataclass(frozen=True)
class Handoff:
    """A wish for a person and what became of it; times are UTC, `agent` is a username.

    `agent_at` is when the agent last said something: one who is silent too long loses the talk to the queue.
    """

    id: str
    conversation_id: str
    reason: HandoffReason
    summary: str
    status: HandoffStatus
    created_at: datetime
    claimed_at: datetime | None = None
    ended_at: datetime | None = None
    agent: str | None = None
    note: str = ""
    group: Group = Group.GENERAL
    elderly: bool = False
    by_phone: bool = False
    agent_at: datetime | None = None
    requeued: int = 0
    close_reason: str = ""
