"""The numbers taken out: `/supervisor/statistics.csv` and `.xlsx`."""

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.statistics.period import Period
from bot.web.context import Context, context
from bot.web.staff.csv_file import BOM, csv_lines
from bot.web.staff.guard import actor, allowed
from bot.web.supervisor.excel_file import MEDIA_TYPE, workbook
from bot.web.supervisor.export_rows import Row, sheets
from bot.web.supervisor.period_form import Asked, Wanted, period_of

router = APIRouter(prefix="/supervisor", tags=["supervisor"])
Shared = Annotated[Context, Depends(context)]
Exporter = Annotated[Staff, Depends(allowed(Permission.EXPORT))]


@router.get("/statistics.csv", summary="导出统计（CSV）", response_class=Response)
async def as_csv(request: Request, shared: Shared, staff: Exporter, wanted: Asked) -> Response:
    """Return all tables below each other, each with its name above it."""
    period, tables = await _taken(request, shared, staff, wanted, "csv")
    rows = [row for name, table in tables.items() for row in ((f"【{name}】",), *table, ())]
    return _file(BOM + csv_lines(rows), "text/csv; charset=utf-8", period, "csv")


@router.get("/statistics.xlsx", summary="导出统计（Excel）", response_class=Response)
async def as_excel(request: Request, shared: Shared, staff: Exporter, wanted: Asked) -> Response:
    """Return a workbook with a sheet for each table."""
    period, tables = await _taken(request, shared, staff, wanted, "xlsx")
    return _file(workbook(tables), MEDIA_TYPE, period, "xlsx")


async def _taken(
    request: Request, shared: Context, staff: Staff, wanted: Wanted, kind: str
) -> tuple[Period, dict[str, list[Row]]]:
    period = period_of(wanted, shared.services.today())
    report = await run_sync(shared.services.statistics.report, period)
    asked = {"first": str(period.first), "last": str(period.last)}
    by = actor(request, staff)
    await run_sync(shared.services.audit.did, by, "statistics_exported", "statistics", kind, "", asked)
    return period, sheets(report)


def _file(content: str | bytes, media_type: str, period: Period, kind: str) -> Response:
    name = f"statistics-{period.first}-{period.last}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
