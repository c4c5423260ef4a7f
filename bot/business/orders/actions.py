"""What people do to an order, and what each of them has to give for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.business.orders.order import Kind, Urgency


class Action(Enum):
    """One thing that can be done to an order; `table` says when and by whom."""

    ANSWER = "answer"
    TRANSFER = "transfer"
    REDIRECT = "redirect"
    INFORM = "inform"
    MERGE = "merge"
    PREPARE = "prepare"
    DISPATCH = "dispatch"
    ASK_RETURN = "ask_return"
    GRANT_RETURN = "grant_return"
    REFUSE_RETURN = "refuse_return"
    SIGN = "sign"
    CONTACT = "contact"
    START = "start"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    HOLD = "hold"
    TAKE_UP = "take_up"
    TERMINATE = "terminate"
    ESCALATE = "escalate"
    REPORT = "report"
    REVIEW = "review"
    PASS = "pass"  # noqa: S105 -- passes the review
    SEND_BACK = "send_back"
    CLOSE = "close"
    REOPEN = "reopen"
    ARCHIVE = "archive"
    WITHDRAW = "withdraw"
    URGE = "urge"
    ADD_FACTS = "add_facts"
    SUPERVISE = "supervise"
    END_SUPERVISION = "end_supervision"

    @property
    def label(self) -> str:
        """Return the action as people read it."""
        return _LABELS[self]


_LABELS = {
    Action.ANSWER: "当场答复",
    Action.TRANSFER: "转紧急热线",
    Action.REDIRECT: "告知其他途径",
    Action.INFORM: "告知进展",
    Action.MERGE: "并单",
    Action.PREPARE: "转待派单",
    Action.DISPATCH: "派单",
    Action.ASK_RETURN: "申请退单",
    Action.GRANT_RETURN: "同意退单",
    Action.REFUSE_RETURN: "驳回退单",
    Action.SIGN: "签收",
    Action.CONTACT: "联系市民",
    Action.START: "开始办理",
    Action.ASK_EXTENSION: "申请延期",
    Action.GRANT_EXTENSION: "同意延期",
    Action.REFUSE_EXTENSION: "驳回延期",
    Action.HOLD: "挂账",
    Action.TAKE_UP: "恢复办理",
    Action.TERMINATE: "终止",
    Action.ESCALATE: "提级改派",
    Action.REPORT: "反馈结果",
    Action.REVIEW: "开始审核",
    Action.PASS: "审核通过",
    Action.SEND_BACK: "审核退回",
    Action.CLOSE: "办结",
    Action.REOPEN: "重办",
    Action.ARCHIVE: "归档",
    Action.WITHDRAW: "撤回",
    Action.URGE: "催单",
    Action.ADD_FACTS: "补充情况",
    Action.SUPERVISE: "督办",
    Action.END_SUPERVISION: "解除督办",
}


class Need(Enum):
    """What has to be given with an action; the value is the field of `Details`."""

    NOTE = "note"
    REASON = "reason"
    UNIT = "unit"
    REPORT = "report"
    PARENT = "parent"
    DUE = "due_at"
    REVIEW_AT = "review_at"

    @property
    def label(self) -> str:
        """Return the field as people read it."""
        return _NEEDS[self]


_NEEDS = {
    Need.NOTE: "说明",
    Need.REASON: "原因",
    Need.UNIT: "承办单位",
    Need.REPORT: "答复内容",
    Need.PARENT: "原工单号",
    Need.DUE: "办理期限",
    Need.REVIEW_AT: "复查日期",
}


@dataclass(frozen=True)
class Details:
    """What is given with an action. `reason` is a code of `reasons`; `report` and `note` are what people wrote.

    `due_at` is asked for or granted with an extension; for the rest the service takes it from the time limits. `kind`,
    `category` and `urgency` put an order right while it is prepared or dispatched.
    """

    note: str = ""
    reason: str | None = None
    unit: str | None = None
    report: str = ""
    parent: str | None = None
    due_at: datetime | None = None
    contact_due_at: datetime | None = None
    review_at: datetime | None = None
    kind: Kind | None = None
    category: str | None = None
    urgency: Urgency | None = None
