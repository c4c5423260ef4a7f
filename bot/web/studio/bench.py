"""The test bench: `/admin/faq/bench`, one sentence tried, and what is done when it goes wrong."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.text import MAX_CHARACTERS, clean
from bot.services.studio.asked_questions import AskedQuestions
from bot.web.context import Context, context
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, actor, allowed, page
from bot.web.studio.asked_view import topics_view
from bot.web.studio.bench_releases import Bases, choices
from bot.web.studio.bench_view import REASONS, try_view
from bot.web.studio.bench_words import check_question, tests, tidy

templates = templates_in(__file__)
router = APIRouter()
Shared = Annotated[Context, Depends(context)]
Editor = Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))]
Visitor = Annotated[Visit, Depends(page(Permission.EDIT_KNOWLEDGE))]
_LARGEST = 2**31 - 1
Number = Annotated[int | None, Field(ge=1, le=_LARGEST)]


class Trying(BaseModel):
    """A sentence, and the release to try it on; None: the live one."""

    text: str = Field(min_length=1, max_length=MAX_CHARACTERS)
    release: Number = None


class Question(BaseModel):
    """A sentence that a topic shall learn."""

    text: str = Field(max_length=MAX_CHARACTERS)
    topic: str = Field(max_length=64)


@router.get("/admin/faq/bench", response_class=HTMLResponse, include_in_schema=False)
async def shown(visit: Visitor) -> Response:
    """Show the bench for one sentence."""
    releases = await run_sync(choices, visit.shared)
    hears = visit.shared.voice.model is not None
    return visit.show(templates, "bench.html", tab="bench", part="one", releases=releases, hears=hears)


@router.get("/api/studio/bench/topics", tags=["studio"], summary="可以选的主题")
async def topics(shared: Shared, staff: Editor) -> dict[str, Any]:
    """Return the topics, live ones and those of drafts."""
    return {"topics": list((await run_sync(topics_view, shared)).values())}


@router.post("/api/studio/bench/try", tags=["studio"], summary="试一句话")
async def tried(asked: Trying, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Return what would be answered and why; nothing is done or written."""
    release = await run_sync(shared.keep(Bases).of, shared, asked.release)
    text = clean(asked.text)
    (taken,) = await shared.studio.bench.understand([text], folder=release.folder, reasons=REASONS)
    known = await run_sync(topics_view, shared)
    return await run_sync(try_view, taken, release, shared, known)


@router.post("/api/studio/bench/question", tags=["studio"], summary="把一句话加成主题的问法（进草稿）")
async def learn(asked: Question, request: Request, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Write it into the topic's open draft or a new one; what callers hear doesn't change."""
    text = tidy(asked.text)
    check_question(text, await run_sync(tests, shared))
    await run_sync(questions_of(shared).add, asked.topic, [text], staff.username)
    await noted(request, shared, staff, "faq_question_added", asked.topic, text)
    return await _answered(shared, asked.topic, text)


@router.post("/api/studio/bench/question/undo", tags=["studio"], summary="把刚加的问法拿掉")
async def unlearn(asked: Question, request: Request, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Take it out of the draft again; a draft that changes nothing else is given up."""
    text = tidy(asked.text)
    await run_sync(questions_of(shared).take_back, asked.topic, [text], staff.username)
    await noted(request, shared, staff, "faq_question_added", asked.topic, f"撤销：{text}")
    return await _answered(shared, asked.topic, text)


def questions_of(shared: Context) -> AskedQuestions:
    """Return what writes questions into drafts."""
    return AskedQuestions(shared.services.drafts, shared.services.live_contents)


async def noted(
    request: Request, shared: Context, staff: Staff, action: str, target: str, reason: str
) -> None:
    """Note in the audit log what was done."""
    by = actor(request, staff)
    await run_sync(shared.services.audit.did, by, action, "faq", target, reason[:200])


async def _answered(shared: Context, topic: str, text: str) -> dict[str, Any]:
    known = await run_sync(topics_view, shared)
    title = known.get(topic, {}).get("title", topic)
    return {"topic": topic, "title": title, "text": text, "edit": f"/admin/faq/entries/{topic}"}
