"""Why a talk with a person was ended."""

from enum import Enum


class CloseReason(Enum):
    """How a talk came to its end; the agent chooses."""

    SOLVED = "solved"
    ORDER = "order"
    CALLBACK = "callback"
    TOLD_WHERE = "told_where"
    NO_ANSWER = "no_answer"
    ABUSE = "abuse"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Return the reason as agents read it."""
        return _LABELS[self]


_LABELS = {
    CloseReason.SOLVED: "已解决",
    CloseReason.ORDER: "已登记工单",
    CloseReason.CALLBACK: "约定回电",
    CloseReason.TOLD_WHERE: "已告知其他途径",
    CloseReason.NO_ANSWER: "市民没有回应",
    CloseReason.ABUSE: "无效或骚扰",
    CloseReason.OTHER: "其他",
}
