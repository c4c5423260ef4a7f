"""Batches as files: the empty sheet to fill in, and the results."""

from typing import Annotated, Any
from urllib.parse import quote

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query
from fastapi import Path as InPath
from fastapi.responses import Response

from bot.web.context import Context
from bot.web.studio.asked_view import topics_view
from bot.web.studio.bench import Editor, Shared
from bot.web.studio.bench_releases import Bases, Tried
from bot.web.studio.bench_sheet import BATCH, sheet_file
from bot.web.studio.bench_shelf import Batch, Batches
from bot.web.studio.bench_table import result_sheet

router = APIRouter(tags=["studio"])
Token = Annotated[str, InPath(max_length=32)]
Release = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def batches_of(shared: Context) -> Batches:
    """Return where batches are kept."""
    return Batches(shared.settings.var / "batches")


def excel(content: bytes, name: str) -> Response:
    """Return a workbook to download."""
    named = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return Response(
        content, media_type=_EXCEL, headers={"Content-Disposition": named, "Cache-Control": "no-store"}
    )


@router.get("/api/studio/bench/template.xlsx", summary="批量测试的空表", response_class=Response)
async def template(shared: Shared, staff: Editor) -> Response:
    """Return an empty sheet with the topics to choose from."""
    topics = list((await run_sync(topics_view, shared)).values())
    return excel(await run_sync(sheet_file, BATCH, [], topics), "小政批量测试")


@router.get(
    "/api/studio/bench/batches/{token}/result.xlsx", summary="下载结果（Excel）", response_class=Response
)
async def result(token: Token, shared: Shared, staff: Editor, release: Release = None) -> Response:
    """Return the results as a workbook."""
    batch, live, other, topics = await run_sync(looked_at, shared, token, staff.username, release)
    sheet, rows = await run_sync(result_sheet, batch, live, other, topics)
    content = await run_sync(sheet_file, sheet, rows, list(topics.values()))
    return excel(content, f"小政批量测试结果-{shared.services.today()}")


def looked_at(
    shared: Context, token: str, owner: str, release: int | None
) -> tuple[Batch, Tried, Tried | None, dict[str, Any]]:
    """Return a batch, the live release, the other one to compare with, and the topics. Raises NotFound, NotAllowed."""
    batch = batches_of(shared).get(token, owner, shared.services.now())
    other = shared.keep(Bases).of(shared, release) if release is not None else None
    return batch, shared.keep(Bases).of(shared, None), other, topics_view(shared)
