"""The states of a work order, and what leads from one to the other."""

from enum import Enum

from bot.business.errors import NotAllowed


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

_MOVES: dict[Status, tuple[Status, ...]] = {
    Status.REGISTERED: (Status.DISPATCHED, Status.IN_PROGRESS, Status.CLOSED, Status.WITHDRAWN),
    Status.DISPATCHED: (Status.IN_PROGRESS, Status.REGISTERED, Status.CLOSED, Status.WITHDRAWN),
    Status.IN_PROGRESS: (Status.CLOSED, Status.DISPATCHED, Status.WITHDRAWN),
    Status.CLOSED: (Status.IN_PROGRESS,),
}


def next_statuses(status: Status) -> tuple[Status, ...]:
    """Return the states that an order in `status` may go to."""
    return _MOVES.get(status, ())


def check_move(now: Status, to: Status) -> None:
    """Raise NotAllowed when an order can't go from one state to the other."""
    if to not in next_statuses(now):
        raise NotAllowed("status_move", f"“{now.label}”的工单不能改成“{to.label}”。")
