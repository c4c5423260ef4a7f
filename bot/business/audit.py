"""Who did what: the entries of a log that the application can only add to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.business.errors import Invalid
from bot.business.text import clean


@dataclass(frozen=True)
class AuditEntry:
    """One thing that a member of staff did or was refused. `reason` is what they gave for it, where one is asked for."""

    at: datetime
    actor: str
    role: str
    action: str
    target_kind: str  # order, conversation, staff, …
    target: str
    reason: str = ""
    allowed: bool = True
    data: dict[str, Any] | None = None
    address: str = ""  # of the browser
    id: int = 0


@dataclass(frozen=True)
class Actor:
    """Who does something, and from where."""

    username: str
    role: str
    address: str = ""

    def did(
        self,
        at: datetime,
        action: str,
        target_kind: str,
        target: str,
        reason: str = "",
        data: dict[str, Any] | None = None,
        allowed: bool = True,
    ) -> AuditEntry:
        """Return the entry for what this person did, or was refused when not `allowed`."""
        return AuditEntry(
            at,
            self.username[:64],
            self.role,
            action,
            target_kind,
            target[:64],
            reason,
            allowed,
            data,
            self.address[:64],
        )


OPERATOR = Actor("operator", "system")  # who works at the machine itself, by commands


@dataclass(frozen=True)
class AuditQuery:
    """What to look for: empty is everything. `since` and `before` bound the time, `older_than` is an entry's id."""

    actor: str = ""
    action: str = ""
    target: str = ""
    since: datetime | None = None
    before: datetime | None = None
    older_than: int | None = None


ACTIONS = {
    "login": "登录",
    "login_failed": "登录失败",
    "locked_out": "登录被锁定",
    "password_changed": "修改密码",
    "password_reset": "重置密码",
    "account_added": "新建账号",
    "account_changed": "改动账号",
    "account_disabled": "停用账号",
    "account_enabled": "启用账号",
    "phone_unmasked": "查看完整号码",
    "recording_opened": "打开录音",
    "audit_exported": "导出审计记录",
    "statistics_exported": "导出统计",
    "permission": "越权操作",
    "foreign_order": "访问别人的工单",
    "foreign_talk": "查看别人的会话",
    "csrf": "请求来源不对",
    "open311_report": "Open311 提交",
    "api_key_added": "发放接口密钥",
    "api_key_off": "停用接口密钥",
    "faq_submitted": "提交知识草稿",
    "faq_approved": "审核通过草稿",
    "faq_rejected": "退回草稿",
    "faq_discarded": "放弃草稿",
    "faq_scheduled": "定时发布",
    "faq_published": "发布知识库",
    "faq_returned": "回到以前的版本",
    "faq_overruled": "强制发布",
    "faq_abandoned": "放弃版本",
    "faq_imported": "导入知识库",
    "faq_exported": "导出知识库",
    "faq_treated": "处理市民问法",
    "faq_tested": "改动测试句",
    "faq_question_added": "在试一试里加问法",
}
TARGETS = {
    "order": "工单",
    "file": "附件",
    "staff": "账号",
    "call": "通话",
    "conversation": "会话",
    "callback": "回电",
    "audit": "审计",
    "statistics": "统计",
    "address": "地址",
    "api_key": "接口密钥",
    "faq": "知识条目",
    "release": "知识库版本",
}

MIN_REASON = 4
MAX_REASON = 200


def checked_reason(reason: str) -> str:
    """Return a reason without what doesn't belong there. Raises Invalid for one that says nothing."""
    told = " ".join(clean(reason).split())
    if len(told) < MIN_REASON or len(set(told)) < 2:
        raise Invalid("reason", f"请写明原因，至少 {MIN_REASON} 个字。")
    if len(told) > MAX_REASON:
        raise Invalid("reason", f"原因最多 {MAX_REASON} 个字。")
    return told
