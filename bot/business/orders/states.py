"""The states of a work order; what leads from one to the other is in `table`."""

from enum import Enum


class Status(Enum):
    """The state of an order. Names follow Chinese hotline regulations; the glossary has them side by side."""

    REGISTERED = "registered"
    ANSWERED = "answered"
    TRANSFERRED = "transferred"
    REDIRECTED = "redirected"
    INFORMED = "informed"
    MERGED = "merged"
    PENDING = "pending"
    DISPATCHED = "dispatched"
    RETURN_ASKED = "return_asked"
    SIGNED = "signed"
    CONTACTED = "contacted"
    IN_PROGRESS = "in_progress"
    EXTENSION_ASKED = "extension_asked"
    HELD = "held"
    TERMINATED = "terminated"
    REPORTED = "reported"
    REVIEW = "review"
    CALLBACK = "callback"
    REOPENED = "reopened"
    CLOSED = "closed"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Return the state as people read it."""
        return _LABELS[self]


_LABELS = {
    Status.REGISTERED: "已登记",
    Status.ANSWERED: "当场答复",
    Status.TRANSFERRED: "已转紧急热线",
    Status.REDIRECTED: "已告知其他途径",
    Status.INFORMED: "已告知进展",
    Status.MERGED: "已并单",
    Status.PENDING: "待派单",
    Status.DISPATCHED: "已派单",
    Status.RETURN_ASKED: "申请退单",
    Status.SIGNED: "已签收",
    Status.CONTACTED: "已联系",
    Status.IN_PROGRESS: "办理中",
    Status.EXTENSION_ASKED: "申请延期",
    Status.HELD: "挂账",
    Status.TERMINATED: "已终止",
    Status.REPORTED: "已反馈",
    Status.REVIEW: "审核中",
    Status.CALLBACK: "待回访",
    Status.REOPENED: "重办",
    Status.CLOSED: "已办结",
    Status.ARCHIVED: "已归档",
    Status.WITHDRAWN: "已撤回",
}

# Where a unit has the order; what it does there has a time limit.
AT_UNIT = frozenset(
    {
        Status.DISPATCHED,
        Status.RETURN_ASKED,
        Status.SIGNED,
        Status.CONTACTED,
        Status.IN_PROGRESS,
        Status.EXTENSION_ASKED,
        Status.HELD,
        Status.REOPENED,
    }
)
OPEN = AT_UNIT | {Status.REGISTERED, Status.PENDING, Status.REPORTED, Status.REVIEW, Status.CALLBACK}
SETTLED = frozenset(Status) - OPEN  # nobody has anything to do any more, unless it is reopened
