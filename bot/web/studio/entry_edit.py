"""One topic or local value being edited: `/api/studio/edit/{topic|value}/{key}`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from bot.business.errors import NotFound
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.studio.contents import Content, Kind, digest
from bot.business.studio.draft import Draft
from bot.services.studio.drafts import EditedMeanwhile
from bot.web.context import Context, context
from bot.web.errors import error_body
from bot.web.staff.guard import actor, allowed
from bot.web.studio.entry_ground import Ground, ground
from bot.web.studio.entry_shape import shaped
from bot.web.studio.entry_views import between, draft_view, entry_view

router = APIRouter(prefix="/api/studio/edit", tags=["studio"])
Shared = Annotated[Context, Depends(context)]
Editor = Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))]
_GONE = "刚刚有人发布了这一条的改动，请先看看两边的不同。"


class Saved(BaseModel):
    """An entry as it shall be, and what its editor saw: the draft's `version`, and the `base` that the draft has."""

    content: dict[str, Any] | None
    version: int | None = None
    base: str | None = Field(None, max_length=16)


@router.get("/{kind}/{key}", summary="一个主题或本地值：现在用的和草稿")
async def shown(kind: Kind, key: str, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Return the entry with its draft. Raises NotFound."""
    return await run_sync(lambda: _shown(shared, kind, key))


@router.put("/{kind}/{key}", summary="保存草稿；content 为空表示要删除")
async def save(kind: Kind, key: str, body: Saved, shared: Shared, staff: Editor) -> Response:
    """Write the draft; 409 with the difference when somebody else was quicker."""
    return await run_sync(lambda: _save(shared, kind, key, body, staff.username))


@router.post("/{kind}/{key}/discard", summary="放弃草稿")
async def discard(kind: Kind, key: str, request: Request, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Give the draft up; what is live stays."""
    draft = await run_sync(lambda: _draft(shared, kind, key))
    await run_sync(shared.services.drafts.discard, draft.id, staff.username)
    await run_sync(shared.services.audit.did, actor(request, staff), "faq_discarded", "faq", key)
    return {"discarded": key}


@router.post("/{kind}/{key}/rebase", summary="看过线上的变化，草稿照旧")
async def rebase(kind: Kind, key: str, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Let the draft stand over what is live now."""
    draft = await run_sync(lambda: _draft(shared, kind, key))
    await run_sync(shared.services.drafts.rebase, draft.id, staff.username)
    return await run_sync(lambda: _shown(shared, kind, key))


def _shown(shared: Context, kind: Kind, key: str) -> dict[str, Any]:
    held = ground(shared)
    if held.draft(kind, key) is None and held.live.get(kind, key) is None:
        raise NotFound("no_entry", "没有这一条，可能已经删除。")
    return entry_view(held, kind, key, shared.services.drafts.review)


def _save(shared: Context, kind: Kind, key: str, body: Saved, by: str) -> Response:
    content = shaped(kind, key, body.content)
    held = ground(shared)
    draft, live = held.draft(kind, key), held.live.get(kind, key)
    if draft is None and digest(live) != body.base:  # published meanwhile: nobody's draft stands in the way
        return _overtaken(held, _GONE, None, live, content)
    try:
        draft = shared.services.drafts.save(kind, key, content, body.version, by)
    except EditedMeanwhile as error:
        if digest(error.theirs.content) != digest(content):
            return _overtaken(held, error.message, error.theirs, error.theirs.content, content)
        draft = error.theirs  # the same was saved already, only its answer got lost
    return JSONResponse(entry_view(ground(shared), kind, key, shared.services.drafts.review))


def _overtaken(
    held: Ground, message: str, draft: Draft | None, theirs: Content | None, mine: Content | None
) -> Response:
    told = error_body("edited_meanwhile", message) | {
        "theirs": theirs,
        "draft": draft_view(draft) if draft else None,
        "base": draft.base if draft else digest(theirs),
        "differences": between(held, theirs, mine),
    }
    return JSONResponse(told, 409)


def _draft(shared: Context, kind: Kind, key: str) -> Draft:
    draft = shared.services.drafts.open_for(kind, key)
    if draft is None:
        raise NotFound("no_draft", "这一条没有草稿，可能已经发布或放弃。")
    return draft
