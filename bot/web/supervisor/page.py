"""The supervisor's page: `/supervisor`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bot.bootstrap import Services
from bot.business.china import CHINA
from bot.business.errors import Invalid
from bot.business.permissions import Permission, may
from bot.business.privacy import mask_text
from bot.business.queueing.groups import Group
from bot.business.statistics.live import Risk
from bot.business.statistics.period import Period, recent
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, page
from bot.web.supervisor import words
from bot.web.supervisor.figures import figures
from bot.web.supervisor.live import live_view
from bot.web.supervisor.period_form import CHOICES, Asked, Wanted, period_of

templates = templates_in(__file__)
router = APIRouter(include_in_schema=False)
Lead = Annotated[Visit, Depends(page(Permission.SUPERVISE))]
_SHOWN = 40  # characters of a matter


@router.get("/supervisor", response_class=HTMLResponse)
async def shown(visit: Lead, wanted: Asked) -> Response:
    """Show what goes on, the orders at risk, and the numbers of the days asked for."""
    services, error = visit.shared.services, ""
    try:
        period = period_of(wanted, services.today())
    except Invalid as refused:
        period, error = recent(1, services.today()), refused.message
    now = await run_sync(services.statistics.live)
    risk = await run_sync(services.statistics.at_risk)
    return visit.show(
        templates,
        "supervisor.html",
        422 if error else 200,
        error=error,
        live=live_view(now, visit.shared),
        groups=list(Group),
        risk=_risk(risk, services),
        **await run_sync(_numbers, visit, period),
        **_asked(wanted, period),
    )


def _numbers(visit: Visit, period: Period) -> dict[str, Any]:
    if not may(visit.staff, Permission.SEE_STATISTICS):
        return {"report": None}
    services = visit.shared.services
    report = services.statistics.report(period)
    keep = visit.shared.settings.retention_days
    gone = (services.today() - period.first).days >= keep
    made = report.made_at.astimezone(CHINA)
    return {
        "report": report,
        "made_at": f"{made:%m-%d %H:%M}",
        "figures": figures(report),
        "words": words,
        "gone": keep if gone else None,
        "caveat": services.calendar.caveat(report.made_at),
    }


def _asked(wanted: Wanted, period: Period) -> dict[str, Any]:
    chosen = wanted.period if any(name == wanted.period for name, _, _ in CHOICES) else ""
    if not (chosen or wanted.first or wanted.last):
        chosen = "today"
    query = f"first={period.first}&last={period.last}"
    return {"choices": CHOICES, "chosen": chosen, "period": period, "query": query}


def _risk(risk: Risk, services: Services) -> dict[str, Any]:
    units = [(services.unit_name(each.unit) or "没有单位", each.overdue, each.soon) for each in risk.units]
    orders = [
        {
            "number": each.number,
            "matter": mask_text(each.matter)[:_SHOWN],
            "unit": services.unit_name(each.unit) or "没有单位",
            "status": each.status.label,
            "due": f"{each.due_at.astimezone(CHINA):%m-%d %H:%M}",
            "late": each.due_at < risk.now,
        }
        for each in risk.orders
    ]
    return {
        "overdue": risk.overdue,
        "soon": risk.soon,
        "before": f"{risk.before.astimezone(CHINA):%m-%d %H:%M}",
        "units": sorted(units, key=lambda unit: unit[0].encode("gb18030", "replace")),
        "orders": orders,
        "more": risk.overdue + risk.soon - len(orders),
    }
