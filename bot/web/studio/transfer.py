"""The knowledge base out and in: the page of both, and the files to download."""

from typing import Annotated
from urllib.parse import quote

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from bot.business.errors import NotAllowed, NotFound
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.knowledge.excel_out import workbook_of
from bot.knowledge.import_reference import Reference, reference_of
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.yaml_zip import zip_of
from bot.web.context import Context, context
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, actor, allowed, page
from bot.web.studio.transfer_shelf import Shelf
from bot.web.studio.transfer_view import upload_view

router = APIRouter(tags=["studio"])
templates = templates_in(__file__)
Shared = Annotated[Context, Depends(context)]
Editor = Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))]
Visitor = Annotated[Visit, Depends(page(Permission.EDIT_KNOWLEDGE))]
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNREADABLE = "正在使用的知识库读不出来。请到“审核和发布”里回到一个能用的版本，再来导入导出。"


def shelf_of(shared: Context) -> Shelf:
    """Return where uploads wait."""
    return Shelf(shared.settings.var / "imports")


def live_reference(shared: Context) -> Reference:
    """Return the live release. Raises NotAllowed when its files can't be read."""
    services, settings = shared.services, shared.settings
    try:
        live = services.live_contents
        return reference_of(live.folder(), settings.var / "releases", settings.region, live())
    except (KnowledgeError, OSError):
        raise NotAllowed("no_knowledge", UNREADABLE) from None


@router.get("/admin/faq/transfer", response_class=HTMLResponse, include_in_schema=False)
async def begin(visit: Visitor) -> Response:
    """Show what can be downloaded and uploaded."""
    return visit.show(templates, "transfer.html", tab="transfer")


@router.get("/admin/faq/transfer/{token}", response_class=HTMLResponse, include_in_schema=False)
async def uploaded(token: str, visit: Visitor) -> Response:
    """Show what an upload would change and what is wrong with it."""
    shared, now = visit.shared, visit.shared.services.now()
    try:
        shelved = await run_sync(shelf_of(shared).get, token, visit.staff.username, now)
    except NotFound as gone:
        return visit.show(templates, "transfer.html", 404, tab="transfer", gone=gone.message)
    upload = await run_sync(upload_view, shared, shelved)
    return visit.show(
        templates, "transfer-upload.html", tab="transfer", upload=upload, review=shared.services.drafts.review
    )


@router.get(
    "/api/studio/transfer/live.xlsx", summary="导出正在使用的知识库（Excel）", response_class=Response
)
async def as_excel(request: Request, shared: Shared, staff: Editor) -> Response:
    """Return the live knowledge base as a workbook."""
    return await _download(request, shared, staff, "xlsx", _EXCEL)


@router.get("/api/studio/transfer/live.zip", summary="导出正在使用的知识库（YAML）", response_class=Response)
async def as_yaml(request: Request, shared: Shared, staff: Editor) -> Response:
    """Return the files of the live release, byte for byte, as an archive."""
    return await _download(request, shared, staff, "zip", "application/zip")


async def _download(request: Request, shared: Context, staff: Staff, form: str, media_type: str) -> Response:
    reference = await run_sync(live_reference, shared)
    day = shared.services.today()
    if form == "xlsx":
        names = reference.department_names()
        content = await run_sync(workbook_of, reference.live, names, reference.stamp, day)
    else:
        content = await run_sync(zip_of, reference.folder, reference.stamp)
    audit, by = shared.services.audit, actor(request, staff)
    await run_sync(audit.did, by, "faq_exported", "release", reference.stamp, "", {"form": form})
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'小政知识库-{day}.{form}')}",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
