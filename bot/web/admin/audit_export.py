"""The audit log as a CSV file: `/admin/audit.csv`, everything that matches the search."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from bot.business.audit import AuditQuery
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.services.audit import AuditService
from bot.web.admin.audit import HEAD, row
from bot.web.admin.audit_form import Asked, query_of
from bot.web.context import Context, context
from bot.web.staff.csv_file import BOM, csv_lines
from bot.web.staff.guard import actor, allowed

router = APIRouter(tags=["admin"])
Shared = Annotated[Context, Depends(context)]
Reader = Annotated[Staff, Depends(allowed(Permission.READ_AUDIT))]
_AT_ONCE = 1000


@router.get("/admin/audit.csv", summary="导出审计记录（CSV）", response_class=StreamingResponse)
async def export(request: Request, shared: Shared, reader: Reader, wanted: Asked) -> StreamingResponse:
    """Return all that matches, read in parts; that it was taken out is noted too."""
    query, audit = query_of(wanted), shared.services.audit
    asked = {name: value for name, value in wanted.model_dump().items() if value}
    await run_sync(audit.did, actor(request, reader), "audit_exported", "audit", "csv", "", asked or None)
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "no-store"}
    return StreamingResponse(_parts(audit, query), media_type="text/csv; charset=utf-8", headers=headers)


def _parts(audit: AuditService, query: AuditQuery) -> Iterator[str]:
    yield BOM + csv_lines([HEAD])
    while entries := audit.search(query, _AT_ONCE):
        yield csv_lines(row(entry) for entry in entries)
        query = replace(query, older_than=entries[-1].id)
