"""Test sentences out as a sheet, and in from one."""

from typing import Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.business.errors import BusinessError, Invalid
from bot.services.studio.importing_upload import UnreadableFile
from bot.web.context import Context
from bot.web.studio.asked_view import topics_view
from bot.web.studio.bench import Editor, Shared, noted
from bot.web.studio.bench_files import excel
from bot.web.studio.bench_sheet import CHANNELS, SENTENCES, read_sentences, sheet_file
from bot.web.studio.bench_words import check_test, learnt, tidy

router = APIRouter(tags=["studio"])
_one_at_a_time = CapacityLimiter(1)
_TOLD = 200


@router.get("/api/studio/sentences.xlsx", summary="导出测试句（Excel）", response_class=Response)
async def export(shared: Shared, staff: Editor) -> Response:
    """Return all sentences as a sheet that can be imported again."""
    content = await run_sync(_exported, shared)
    return excel(content, f"小政测试句-{shared.services.today()}")


@router.put("/api/studio/sentences/upload", summary="导入测试句（请求体就是 Excel 文件，最多 10 MB）")
async def upload(request: Request, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Add the sentences of a file; with mistakes in it nothing is added, and they are told by cell."""
    content = await request.body()
    found = await run_sync(_imported, shared, content, staff.username, limiter=_one_at_a_time)
    if not found["mistakes"]:
        told = f"导入：新加 {found['new']} 句，原来就有 {found['known']} 句"
        await noted(request, shared, staff, "faq_tested", "none", told)
    return found


def _exported(shared: Context) -> bytes:
    topics = topics_view(shared)
    rows = [
        {
            "text": each.text,
            "topic": topics.get(each.topic or "", {}).get("title", each.topic),
            "channel": CHANNELS.get(each.channel, each.channel),
        }
        for each in shared.services.test_sentences.all()
    ]
    return sheet_file(SENTENCES, rows, list(topics.values()))


def _imported(shared: Context, content: bytes, by: str) -> dict[str, Any]:
    titles = {key: each["title"] for key, each in topics_view(shared).items()}
    try:
        read = read_sentences(content, titles)
    except UnreadableFile as error:
        raise Invalid("file", str(error)) from None
    known, mistakes = learnt(shared), list(read.mistakes)
    for row in read.rows if not mistakes else ():
        try:
            check_test(tidy(row.text), known)
        except BusinessError as error:
            mistakes.append({"where": f"第 {row.line} 行", "message": error.message})
    if mistakes:
        return {"new": 0, "known": 0, "mistakes": mistakes[:_TOLD], "more": max(0, len(mistakes) - _TOLD)}
    rows = [(row.text, row.topic, row.channel) for row in read.rows]
    new = shared.services.test_sentences.add_all(rows, by)
    return {"new": new, "known": len(rows) - new, "mistakes": [], "more": 0}
