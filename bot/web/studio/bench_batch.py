"""Batches from Excel: upload, try piece by piece, look at, download."""

from typing import Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from bot.business.errors import Invalid, NotFound
from bot.business.studio.batch import AT_ONCE, MOST_ROWS, Got, Row, got
from bot.business.text import clean
from bot.services.studio.importing_upload import UnreadableFile
from bot.web.context import Context
from bot.web.studio.asked_view import topics_view
from bot.web.studio.bench import Editor, Number, Shared, Visitor, templates
from bot.web.studio.bench_files import Release, Token, batches_of, looked_at
from bot.web.studio.bench_releases import Bases, Tried, choices
from bot.web.studio.bench_sheet import read_sentences
from bot.web.studio.bench_shelf import Batch
from bot.web.studio.bench_table import batch_view

router = APIRouter(tags=["studio"])


_one_at_a_time = CapacityLimiter(1)  # a large file takes a second


class Next(BaseModel):
    """On which release to go on; None: the live one."""

    release: Number = None


@router.get("/admin/faq/bench/batch", response_class=HTMLResponse, include_in_schema=False)
async def begin(visit: Visitor) -> Response:
    """Show where to upload, and the batches of the last days."""
    held = await run_sync(batches_of(visit.shared).of, visit.staff.username, visit.shared.services.now())
    return visit.show(templates, "bench-batches.html", tab="bench", part="batch", held=held, most=MOST_ROWS)


@router.get("/admin/faq/bench/batch/{token}", response_class=HTMLResponse, include_in_schema=False)
async def shown(token: Token, visit: Visitor) -> Response:
    """Show a batch; its script tries what wasn't tried yet."""
    shared = visit.shared
    try:
        batch = await run_sync(batches_of(shared).get, token, visit.staff.username, shared.services.now())
    except NotFound as gone:
        values = {"held": [], "most": MOST_ROWS, "gone": gone.message}
        return visit.show(templates, "bench-batches.html", 404, tab="bench", part="batch", **values)
    releases = await run_sync(choices, shared)
    return visit.show(
        templates, "bench-batch.html", tab="bench", part="batch", batch=batch, releases=releases
    )


@router.put("/api/studio/bench/upload", summary="上传一批句子（请求体就是 Excel 文件，最多 10 MB）")
async def upload(request: Request, shared: Shared, staff: Editor, name: str = "") -> dict[str, Any]:
    """Keep the sentences of a file for three days; with mistakes in it nothing is kept, and they are told by cell."""
    content, file = await request.body(), clean(name)[:100] or "没有名字的文件"
    return await run_sync(_kept, shared, staff.username, file, content, limiter=_one_at_a_time)


@router.post("/api/studio/bench/batches", summary="拿全部测试句来试")
async def from_tests(shared: Shared, staff: Editor) -> dict[str, Any]:
    """Make a batch of the site's own test sentences."""
    own = await run_sync(shared.services.test_sentences.all)
    if not own:
        raise Invalid("tests", "还没有自己的测试句。请先在“测试句”里加几句。")
    rows = [Row(n, each.text, each.topic, each.channel) for n, each in enumerate(own[:MOST_ROWS], 1)]
    held = await run_sync(batches_of(shared).put, staff.username, "测试句", rows, shared.services.now())
    return {"token": held.token}


@router.get("/api/studio/bench/batches/{token}", summary="一批句子和它们的结果")
async def listed(token: Token, shared: Shared, staff: Editor, release: Release = None) -> dict[str, Any]:
    """Return all rows, beside what another release makes of them if one is named."""
    return await run_sync(lambda: batch_view(*looked_at(shared, token, staff.username, release)))


@router.post("/api/studio/bench/batches/{token}/try", summary="再试 200 句")
async def go_on(token: Token, asked: Next, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Try the next sentences that a release wasn't tried on; the answer says how many are done."""
    tried = await run_sync(shared.keep(Bases).of, shared, asked.release)
    held, now = batches_of(shared), shared.services.now()
    batch = await run_sync(held.get, token, staff.username, now)
    left = [n for n, each in enumerate(batch.got(tried.name)) if each is None][:AT_ONCE]
    texts = [batch.rows[n].text for n in left]
    found = await shared.studio.bench.understand(texts, folder=tried.folder) if texts else []
    today = shared.services.today()
    judged = {n: got(each, tried.base, today) for n, each in zip(left, found, strict=True)}
    batch = await run_sync(lambda: held.change(token, staff.username, now, _with(tried, judged)))
    return {"done": sum(each is not None for each in batch.got(tried.name)), "total": len(batch.rows)}


def _kept(shared: Context, owner: str, file: str, content: bytes) -> dict[str, Any]:
    titles = {key: each["title"] for key, each in topics_view(shared).items()}
    try:
        read = read_sentences(content, titles)
    except UnreadableFile as error:
        raise Invalid("file", str(error)) from None
    if read.mistakes:
        return {"token": None, "mistakes": read.mistakes[:200], "more": max(0, len(read.mistakes) - 200)}
    batch = batches_of(shared).put(owner, file, read.rows, shared.services.now())
    return {"token": batch.token, "mistakes": [], "more": 0}


def _with(tried: Tried, judged: dict[int, Got]) -> Any:
    def how(batch: Batch) -> None:
        found = batch.got(tried.name)
        for n, each in judged.items():
            found[n] = each
        batch.results[tried.name] = found

    return how
