"""What the page of review and publishing does: approve, give back, publish now or at a moment."""

from datetime import datetime
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from bot.business.china import CHINA
from bot.business.errors import Invalid
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.studio.draft import Draft
from bot.web.context import Context, context
from bot.web.staff.guard import actor, allowed
from bot.web.studio.handing_in import did
from bot.web.studio.publish_ready import Seen, ready, seen
from bot.web.studio.releases_view import clock, progress_view

router = APIRouter(prefix="/api/studio", tags=["studio"])
Shared = Annotated[Context, Depends(context)]
Publishing = Annotated[Staff, Depends(allowed(Permission.PUBLISH_KNOWLEDGE))]


class Review(Seen):
    """What a reviewer says."""

    note: str = Field("", max_length=500)


class Chosen(BaseModel):
    """Drafts to publish, and what for."""

    drafts: list[Seen] = Field(max_length=5000)
    note: str = Field("", max_length=500)


class Timed(Chosen):
    """Drafts to publish at a moment in China, such as 2026-11-27T08:00; none: not by themselves."""

    at: str | None = Field(None, max_length=32)


@router.post("/review/approve", summary="审核通过")
async def approve(asked: Review, request: Request, shared: Shared, staff: Publishing) -> dict[str, Any]:
    """Approve somebody else's draft."""
    drafts = shared.services.drafts
    await run_sync(seen, drafts, asked)
    draft = await run_sync(drafts.approve, asked.id, asked.note, staff.username)
    await did(request, shared, staff, "faq_approved", draft, asked.note)
    return _shown(draft)


@router.post("/review/reject", summary="退回草稿")
async def reject(asked: Review, request: Request, shared: Shared, staff: Publishing) -> dict[str, Any]:
    """Give a draft back with the reason."""
    drafts = shared.services.drafts
    await run_sync(seen, drafts, asked)
    draft = await run_sync(drafts.reject, asked.id, asked.note, staff.username)
    await did(request, shared, staff, "faq_rejected", draft, asked.note)
    return _shown(draft)


@router.post("/publish", summary="发布改动")
async def publish(asked: Chosen, request: Request, shared: Shared, staff: Publishing) -> dict[str, Any]:
    """Publish drafts now and return the release, finished or being made."""
    drafts = await ready(asked.drafts, asked.note, request, shared, staff)
    note = asked.note.strip() or "；".join(dict.fromkeys(draft.note for draft in drafts if draft.note))
    release = await shared.studio.publisher.publish(
        [draft.id for draft in drafts], note[:500], staff.username
    )
    by = actor(request, staff)
    await run_sync(
        shared.services.audit.did, by, "faq_published", "release", str(release.number), release.note
    )
    return progress_view(release)


@router.post("/publish/time", summary="定时发布，或取消定时")
async def schedule(asked: Timed, request: Request, shared: Shared, staff: Publishing) -> dict[str, Any]:
    """Let drafts be published at a moment to come, or take the moment back."""
    at = None if asked.at is None else _moment(asked.at, shared.services.now())
    for draft in await ready(asked.drafts, asked.note, request, shared, staff):
        await run_sync(shared.services.drafts.schedule, draft.id, at)
        await did(request, shared, staff, "faq_scheduled", draft, clock(at) or "取消定时")
    return {"at": clock(at)}


def _moment(told: str, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(told.strip())
    except ValueError:
        raise Invalid("at", "请填发布的日期和时间。") from None
    at = at if at.tzinfo else at.replace(tzinfo=CHINA)
    if at <= now:
        raise Invalid("at", "发布时间要在现在以后。")
    return at


def _shown(draft: Draft) -> dict[str, Any]:
    return {"id": draft.id, "state": draft.state.value, "version": draft.version}
