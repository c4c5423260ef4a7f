"""The audit log: `/admin/audit`. It can be searched and read, nothing else."""

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bot.business.audit import ACTIONS, TARGETS, AuditEntry, AuditQuery
from bot.business.china import CHINA
from bot.business.errors import Invalid
from bot.business.permissions import Permission
from bot.business.queueing.groups import Group
from bot.business.staff import Role
from bot.web.admin.audit_form import Asked, query_of
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, page

templates = templates_in(__file__)
router = APIRouter(include_in_schema=False)
Reader = Annotated[Visit, Depends(page(Permission.READ_AUDIT))]
_PAGE = 50


@router.get("/admin/audit", response_class=HTMLResponse)
async def shown(visit: Reader, wanted: Asked) -> Response:
    """Show the newest entries that match, or what is wrong with the question."""
    error = ""
    try:
        query = query_of(wanted)
    except Invalid as refused:
        query, error = AuditQuery(), refused.message
    search = visit.shared.services.audit.search
    found = [] if error else await run_sync(search, query, _PAGE + 1)
    rows, more = found[:_PAGE], len(found) > _PAGE
    asked = wanted.model_dump(exclude={"before"})
    return visit.show(
        templates,
        "audit.html",
        422 if error else 200,
        error=error,
        rows=[row(entry) for entry in rows],
        older=rows[-1].id if more else None,
        asked=asked,
        filters={name: value for name, value in asked.items() if value},
        actions=ACTIONS,
    )


HEAD = ("时间", "谁", "角色", "做了什么", "结果", "对象", "编号", "原因", "详情", "地址")


def row(entry: AuditEntry) -> tuple[str, ...]:
    """Return an entry as people read it, in the order of `HEAD`."""
    role = next(
        (role.label for role in Role if role.value == entry.role), "系统" if entry.role == "system" else ""
    )
    details = "；".join(
        _detail(name, value) for name, value in (entry.data or {}).items() if value is not None
    )
    return (
        entry.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
        entry.actor,
        role,
        ACTIONS.get(entry.action, entry.action),
        "完成" if entry.allowed else "拒绝",
        TARGETS.get(entry.target_kind, entry.target_kind),
        entry.target,
        entry.reason,
        details,
        entry.address,
    )


_NAMES = {
    "role": "角色",
    "unit": "单位",
    "groups": "技能组",
    "capacity": "同时接待",
    "display_name": "显示名",
}


def _detail(name: str, value: object) -> str:
    """Return one detail in words; a pair is what was and what is now."""
    pair = isinstance(value, list) and len(value) == 2
    told = " → ".join(map(_word, value)) if pair and isinstance(value, list) else _word(value)
    return f"{_NAMES.get(name, name)} {told}"


def _word(value: object) -> str:
    if isinstance(value, list):
        return "、".join(map(_word, value))
    return "无" if value is None else _LABELS.get(str(value), str(value))


_LABELS = {each.value: each.label for each in (*Role, *Group)}
