"""What people are told of, and who is told."""

from enum import Enum

from bot.business.orders.actions import Action
from bot.business.staff import Role


class Audience(Enum):
    """Who is told."""

    UNIT = "unit"  # whose order it is
    SUPERVISORS = "supervisors"
    AGENTS = "agents"
    ADMINS = "admins"


class Occasion(Enum):
    """One thing that somebody is told of; the value is the notice's `kind`."""

    DISPATCHED = "dispatched"
    RETURN_ASKED = "return_asked"
    RETURN_GRANTED = "return_granted"
    RETURN_REFUSED = "return_refused"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REFUSED = "extension_refused"
    SENT_BACK = "sent_back"
    URGED = "urged"
    FACTS_ADDED = "facts_added"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    REMINDER = "reminder"
    UNSIGNED = "unsigned"
    UNSIGNED_STILL = "unsigned_still"
    UNCONTACTED = "uncontacted"
    UNCONTACTED_STILL = "uncontacted_still"
    OVERDUE = "overdue"
    LEFT_WAITING = "left_waiting"
    HELD_REVIEW = "held_review"
    CALLBACK_DUE = "callback_due"
    CALENDAR_UNKNOWN = "calendar_unknown"
    KNOWLEDGE_EXPIRES = "knowledge_expires"

    @property
    def label(self) -> str:
        """Return the occasion as people read it: a notice's subject."""
        return _LABELS[self]

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """Return who is told."""
        return _AUDIENCES.get(self, (Audience.UNIT,))


O, U = Occasion, Audience  # noqa: E741 -- short names for the tables below
_LABELS = {
    O.DISPATCHED: "新派工单",
    O.RETURN_ASKED: "承办单位申请退单",
    O.RETURN_GRANTED: "退单已同意",
    O.RETURN_REFUSED: "退单被驳回",
    O.EXTENSION_ASKED: "承办单位申请延期",
    O.EXTENSION_GRANTED: "延期已同意",
    O.EXTENSION_REFUSED: "延期被驳回",
    O.SENT_BACK: "办理结果被退回",
    O.URGED: "市民催单",
    O.FACTS_ADDED: "市民补充了情况",
    O.REOPENED: "工单重办",
    O.WITHDRAWN: "市民撤回工单",
    O.REMINDER: "工单快到期",
    O.UNSIGNED: "工单没有按时签收",
    O.UNSIGNED_STILL: "工单仍未签收",
    O.UNCONTACTED: "没有按时联系市民",
    O.UNCONTACTED_STILL: "仍未联系市民",
    O.OVERDUE: "工单超期",
    O.LEFT_WAITING: "工单等待处理超时",
    O.HELD_REVIEW: "挂账工单该复查了",
    O.CALLBACK_DUE: "该给市民回电了",
    O.CALENDAR_UNKNOWN: "放假安排没有录入",
    O.KNOWLEDGE_EXPIRES: "知识库有内容要失效",
}
_AUDIENCES = {
    O.RETURN_ASKED: (U.SUPERVISORS,),
    O.EXTENSION_ASKED: (U.SUPERVISORS,),
    O.UNSIGNED_STILL: (U.SUPERVISORS,),
    O.UNCONTACTED_STILL: (U.SUPERVISORS,),
    O.OVERDUE: (U.UNIT, U.SUPERVISORS),
    O.LEFT_WAITING: (U.SUPERVISORS,),
    O.HELD_REVIEW: (U.SUPERVISORS,),
    O.CALLBACK_DUE: (U.AGENTS,),
    O.CALENDAR_UNKNOWN: (U.ADMINS,),
    O.KNOWLEDGE_EXPIRES: (U.ADMINS,),
}
_ROLES = {U.SUPERVISORS: Role.SUPERVISOR, U.AGENTS: Role.AGENT, U.ADMINS: Role.ADMIN}

OF_ACTION = {
    Action.DISPATCH: O.DISPATCHED,
    Action.ESCALATE: O.DISPATCHED,
    Action.ASK_RETURN: O.RETURN_ASKED,
    Action.GRANT_RETURN: O.RETURN_GRANTED,
    Action.REFUSE_RETURN: O.RETURN_REFUSED,
    Action.ASK_EXTENSION: O.EXTENSION_ASKED,
    Action.GRANT_EXTENSION: O.EXTENSION_GRANTED,
    Action.REFUSE_EXTENSION: O.EXTENSION_REFUSED,
    Action.SEND_BACK: O.SENT_BACK,
    Action.URGE: O.URGED,
    Action.ADD_FACTS: O.FACTS_ADDED,
    Action.REOPEN: O.REOPENED,
    Action.WITHDRAW: O.WITHDRAWN,
}


def recipient(audience: Audience, unit: str | None) -> str | None:
    """Return whom a notice is for, as `Notice.recipient` says it; None when there is no unit to tell."""
    if audience is Audience.UNIT:
        return f"unit:{unit}" if unit else None
    return f"role:{_ROLES[audience].value}"
