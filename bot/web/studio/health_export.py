"""The health of the knowledge base as a workbook."""

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.web.context import Context, context
from bot.web.staff.guard import actor, allowed
from bot.web.studio.bench_files import excel
from bot.web.studio.health import Health, health_of
from bot.web.studio.health_charts import accuracy_figure, coverage_figure
from bot.web.supervisor.excel_file import Row, workbook

router = APIRouter(tags=["studio"])


@router.get("/api/studio/health.xlsx", summary="导出知识库体检（Excel）", response_class=Response)
async def export(
    request: Request,
    shared: Annotated[Context, Depends(context)],
    staff: Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))],
) -> Response:
    """Return a workbook with a sheet for each list."""
    health = await run_sync(health_of, shared)
    by = actor(request, staff)
    await run_sync(shared.services.audit.did, by, "faq_exported", "faq", "health", "体检")
    return excel(await run_sync(workbook, sheets(health)), f"小政知识库体检-{health.today}")


def sheets(health: Health) -> dict[str, list[Row]]:
    """Return the lists as rows under their heads."""
    title, group = "主题", "分组"
    found: dict[str, list[Row]] = {
        "回答次数": [(group, title, "最近 30 天", "最近 90 天")],
        "没人问到": [(group, title)],
        "要失效的": [("种类", "哪一条", "内容", "最后一天", "有没有接上的")],
        "该核对的": [("种类", "哪一条", "内容", "哪天（年）的")],
        "缺的本地值": [("名称", "为什么", "几个主题要用", "哪些主题")],
        "问法少的": [(title, "问法")],
    }
    found["回答次数"] += [(each["group_title"], each["title"], *counts) for _, each, *counts in health.topics]
    found["没人问到"] += [(each["group_title"], each["title"]) for _, each in health.never]
    found["要失效的"] += [
        (each.part.value, each.title, each.name, str(each.day), "有" if each.followed else "没有")
        for each in health.endings
    ]
    found["该核对的"] += [(each.part.value, each.title, each.name, each.since) for each in health.aged]
    found["缺的本地值"] += [
        (each.label, each.why, len(each.topics), "；".join(each.topics)) for each in health.missing
    ]
    found["问法少的"] += [(name, count) for _, name, count in health.few]
    for figure in (coverage_figure(health.weeks), *accuracy_figure(health.accuracy)):
        found[figure.title] = [figure.head, *figure.rows]
    return found
