"""The topics: `/admin/faq`, one of them: `/admin/faq/entries/{key}`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.studio.contents import Kind
from bot.conversations.calls.upload_check import MOST_BYTES
from bot.knowledge.topic_reader import MAX_SPEECH, MAX_TITLE, MIN_QUESTIONS
from bot.web.context import Context, context
from bot.web.staff.frame import templates, templates_in
from bot.web.staff.guard import Visit, allowed, page
from bot.web.studio.entries_search import Finder, listed
from bot.web.studio.entry_ground import ground

router = APIRouter()
studio_templates = templates_in(__file__)
Shared = Annotated[Context, Depends(context)]
Editor = Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))]
Visitor = Annotated[Visit, Depends(page(Permission.EDIT_KNOWLEDGE))]


@router.get("/admin/faq", response_class=HTMLResponse, include_in_schema=False)
async def shown(visit: Visitor) -> Response:
    """Show the list."""
    held = await run_sync(ground, visit.shared)
    return visit.show(
        studio_templates,
        "entries.html",
        tab="entries",
        departments=held.departments.values(),
        groups=held.groups(),
        max_title=MAX_TITLE,
        min_questions=MIN_QUESTIONS,
    )


@router.get("/admin/faq/entries/{key}", response_class=HTMLResponse, include_in_schema=False)
async def one(key: str, visit: Visitor) -> Response:
    """Show one topic; who edits is likely to publish: what that needs is prepared meanwhile."""
    visit.shared.studio.publisher.get_ready()
    held = await run_sync(ground, visit.shared)
    topic = held.known(Kind.TOPIC, key)
    if topic is None:
        message = "没有这个主题，可能已经删除。"
        return visit.show(templates, "refused.html", 404, message=message)
    return visit.show(
        studio_templates,
        "entry.html",
        tab="entries",
        key=key,
        title=topic.get("title") or key,
        departments=held.departments.values(),
        max_title=MAX_TITLE,
        max_speech=MAX_SPEECH,
        min_questions=MIN_QUESTIONS,
        most_bytes=MOST_BYTES,
    )


@router.get("/api/studio/entries", tags=["studio"], summary="主题列表，可以搜标题、问法和答案")
async def found(shared: Shared, staff: Editor, q: str = "") -> dict[str, Any]:
    """Return the topics that have all words of `q`."""
    return await run_sync(
        lambda: listed(ground(shared), shared.keep(Finder), q[:200], shared.services.today())
    )
