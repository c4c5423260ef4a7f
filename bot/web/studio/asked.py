"""What people asked: `/admin/faq/asked` and `/api/studio/asked…`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.studio.asked import Treated, Treatment, Trouble
from bot.business.studio.mining import LONGEST_KEY
from bot.services.studio.asked import MOST_AT_ONCE, MOST_DAYS, Words
from bot.web.context import Context, context
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, actor, allowed, page
from bot.web.studio.asked_clusters import clusters_of, reserved
from bot.web.studio.asked_memory import AskedMemory
from bot.web.studio.asked_view import cluster_view, done_view, topics_view

templates = templates_in(__file__)
router = APIRouter()
Shared = Annotated[Context, Depends(context)]
Editor = Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))]


class AskedWords(BaseModel):
    """A sentence of the list; `text` as it shall be learnt, empty: only remembered as done."""

    key: str = Field(max_length=LONGEST_KEY)
    text: str = Field("", max_length=500)
    channel: str = Field("web", max_length=16)


class Treating(BaseModel):
    """What to do with sentences."""

    words: list[AskedWords] = Field(max_length=MOST_AT_ONCE)
    treatment: Treatment
    topic: str | None = Field(None, max_length=64)


class Undoing(BaseModel):
    """Which sentences nothing shall have been done with."""

    keys: list[str] = Field(max_length=MOST_AT_ONCE)


@router.get("/admin/faq/asked", response_class=HTMLResponse, include_in_schema=False)
async def shown(visit: Annotated[Visit, Depends(page(Permission.EDIT_KNOWLEDGE))]) -> Response:
    """Show the page; its script asks for the sentences."""
    return visit.show(templates, "asked.html", tab="asked", troubles=list(Trouble), most=MOST_DAYS)


@router.get("/api/studio/asked", tags=["studio"], summary="市民问了什么：没有处理过的，相近的放在一起")
async def listed(response: Response, shared: Shared, staff: Editor, days: int = 7) -> dict[str, Any]:
    """Return the sentences of the last `days`, masked and put together, and the topics that they can be added to."""
    response.headers["Cache-Control"] = "no-store"  # who comes back to the page sees what is left
    found = await run_sync(shared.services.asked.gather, days)
    clusters, guesses, tried = await clusters_of(shared, shared.keep(AskedMemory), found.sentences)
    topics = await run_sync(topics_view, shared)
    tests = await run_sync(reserved, shared)
    return {
        "clusters": [
            cluster_view(each, guess, topics, tests) for each, guess in zip(clusters, guesses, strict=True)
        ],
        "more": found.more,
        "tried": tried,
        "topics": list(topics.values()),
        "done": await run_sync(done_view, shared, staff, topics),
    }


@router.post("/api/studio/asked/treat", tags=["studio"], summary="处理市民的问法")
async def treat(asked: Treating, request: Request, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Do with sentences what was decided; a topic's live answer doesn't change."""
    words = [Words(each.key, each.text, each.channel) for each in asked.words]
    tests = await run_sync(reserved, shared)
    done = await run_sync(
        lambda: shared.services.asked.treat(words, asked.treatment, asked.topic, staff.username, tests)
    )
    await _noted(request, shared, staff, done, asked.treatment.label)
    return await _done(shared, staff)


@router.post("/api/studio/asked/undo", tags=["studio"], summary="撤销处理")
async def undo(asked: Undoing, request: Request, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Take back what was done with sentences; they come again."""
    held = await run_sync(shared.services.asked.undo, asked.keys, staff.username)
    await _noted(request, shared, staff, held, f"撤销“{held[0].treatment.label}”")
    return await _done(shared, staff)


async def _done(shared: Context, staff: Staff) -> dict[str, Any]:
    topics = await run_sync(topics_view, shared)
    return {"done": await run_sync(done_view, shared, staff, topics)}


async def _noted(request: Request, shared: Context, staff: Staff, done: list[Treated], what: str) -> None:
    told = f"{what}：{done[0].text or done[0].key}" + (f" 等 {len(done)} 句" if len(done) > 1 else "")
    topic = done[0].topic or "asked"
    await run_sync(shared.services.audit.did, actor(request, staff), "faq_treated", "faq", topic, told[:200])
