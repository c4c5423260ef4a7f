"""Who may what: one table from permission to roles. An account that is not active may nothing."""

from enum import Enum

from bot.business.errors import NotAllowed
from bot.business.staff import Role, Staff

_AGENT, _UNIT, _LEAD, _ADMIN, _AUDITOR = (
    Role.AGENT,
    Role.DEPARTMENT,
    Role.SUPERVISOR,
    Role.ADMIN,
    Role.AUDITOR,
)


class Permission(Enum):
    """One thing to be allowed; the value is how people read it."""

    SEE_QUEUE = "看排队和会话"
    TALK = "接待市民"
    SEE_CALLS = "看正在进行的通话"
    HEAR_RECORDINGS = "看通话记录、听录音"
    MANAGE_PROMPTS = "管理提示音"
    SEE_ORDERS = "看全部工单"
    REGISTER_ORDERS = "登记工单"
    DISPATCH_ORDERS = "派单"
    MERGE_ORDERS = "并单"
    REVIEW_ORDERS = "审核工单、批退单和延期"
    CALL_BACK = "回访"
    ACT_AS_DEPARTMENT = "以承办单位办理工单"
    UNMASK_NUMBERS = "查看完整号码"
    MANAGE_CANNED_ANSWERS = "管理常用语"
    SUPERVISE = "值班管理"
    SEE_STATISTICS = "看统计"
    EXPORT = "导出数据"
    EDIT_KNOWLEDGE = "编辑知识库"
    PUBLISH_KNOWLEDGE = "发布知识库"
    OVERRULE_RELEASE = "强制发布"
    MANAGE_ACCOUNTS = "管理账号"
    READ_AUDIT = "看审计记录"


P = Permission
ALLOWED: dict[Permission, frozenset[Role]] = {
    P.SEE_QUEUE: frozenset({_AGENT, _LEAD, _ADMIN}),
    P.TALK: frozenset({_AGENT, _LEAD, _ADMIN}),
    P.SEE_CALLS: frozenset({_AGENT, _LEAD, _ADMIN}),
    P.HEAR_RECORDINGS: frozenset({_LEAD, _ADMIN}),
    P.MANAGE_PROMPTS: frozenset({_ADMIN}),
    P.SEE_ORDERS: frozenset({_AGENT, _LEAD, _ADMIN}),
    P.REGISTER_ORDERS: frozenset({_AGENT, _LEAD, _ADMIN}),
    P.DISPATCH_ORDERS: frozenset({_AGENT, _LEAD, _ADMIN}),
    P.MERGE_ORDERS: frozenset({_AGENT, _LEAD, _ADMIN}),
    P.REVIEW_ORDERS: frozenset({_LEAD, _ADMIN}),
    P.CALL_BACK: frozenset({_AGENT, _LEAD, _ADMIN}),
    P.ACT_AS_DEPARTMENT: frozenset({_UNIT}),
    P.UNMASK_NUMBERS: frozenset({_AGENT, _UNIT, _LEAD, _ADMIN}),
    P.MANAGE_CANNED_ANSWERS: frozenset({_LEAD, _ADMIN}),
    P.SUPERVISE: frozenset({_LEAD, _ADMIN}),
    P.SEE_STATISTICS: frozenset({_LEAD, _ADMIN}),
    P.EXPORT: frozenset({_LEAD, _ADMIN}),
    P.EDIT_KNOWLEDGE: frozenset({_LEAD, _ADMIN}),
    P.PUBLISH_KNOWLEDGE: frozenset({_LEAD, _ADMIN}),
    P.OVERRULE_RELEASE: frozenset({_LEAD}),
    P.MANAGE_ACCOUNTS: frozenset({_ADMIN}),
    P.READ_AUDIT: frozenset({_ADMIN, _AUDITOR}),
}


def may(staff: Staff, permission: Permission) -> bool:
    """Return whether this account is allowed a thing."""
    return staff.active and staff.role in ALLOWED[permission]


def check_may(staff: Staff, permission: Permission) -> None:
    """Raise NotAllowed, saying whose task it is, when this account isn't allowed a thing."""
    if not may(staff, permission):
        whose = "、".join(role.label for role in Role if role in ALLOWED[permission])
        raise NotAllowed("forbidden", f"您没有“{permission.value}”的权限，这项由{whose}来做。")
