"""Handing drafts in, and publishing what needs no training at once: `/api/studio/edit/submit` and `…/publish`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from bot.business.errors import Invalid, NotAllowed, NotFound
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.studio.contents import Kind
from bot.business.studio.draft import Draft, DraftState
from bot.business.studio.release import BUSY, Release, ReleaseState
from bot.web.context import Context, context
from bot.web.staff.guard import actor, allowed
from bot.web.studio.entry_ground import Ground, ground
from bot.web.studio.entry_training import needs_training
from bot.web.studio.handing_in import check_content, hand_in

router = APIRouter(prefix="/api/studio/edit", tags=["studio"])
PUBLISH_PAGE = "/admin/faq/publish"
Shared = Annotated[Context, Depends(context)]


class Named(BaseModel):
    """A draft, and its version that the editor saw."""

    kind: Kind
    key: str = Field(max_length=64)
    version: int


class HandedIn(BaseModel):
    """Drafts, and why they are made."""

    entries: list[Named] = Field(min_length=1, max_length=500)
    note: str = Field("", max_length=500)


@router.post("/submit", summary="提交草稿")
async def submit(
    body: HandedIn,
    request: Request,
    shared: Shared,
    staff: Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))],
) -> dict[str, Any]:
    """Hand the drafts in. Raises Invalid for errors and without a note, NotAllowed when somebody edited meanwhile."""
    drafts = await _submitted(body, request, shared, staff)
    review = any(draft.state is DraftState.IN_REVIEW for draft in drafts)
    said = "已提交，等同事审核。" if review else "已提交，可以发布了。"
    return {"outcome": "review" if review else "ready", "message": said, "go": None}


@router.post("/publish", summary="提交并发布；要训练的到发布页去")
async def publish(
    body: HandedIn,
    request: Request,
    shared: Shared,
    staff: Annotated[Staff, Depends(allowed(Permission.PUBLISH_KNOWLEDGE))],
) -> dict[str, Any]:
    """Hand the drafts in and let them go live when nothing has to be learnt and nobody has to review them."""
    drafts = await _submitted(body, request, shared, staff)
    if any(draft.state is DraftState.IN_REVIEW for draft in drafts):
        return {"outcome": "review", "message": "已提交，同事审核通过以后就能发布。", "go": None}
    held = await run_sync(ground, shared)
    if needs_training(held.live, [draft.change for draft in drafts]):
        said = "已提交。问法、标题或主题有变化，小政要先学习，请在发布页发布。"
        return {"outcome": "training", "message": said, "go": PUBLISH_PAGE}
    note = body.note.strip() or drafts[0].note
    release = await shared.studio.publisher.publish([each.id for each in drafts], note, staff.username)
    by, number = actor(request, staff), str(release.number)
    await run_sync(shared.services.audit.did, by, "faq_published", "release", number, note)
    return _told(release)


def _told(release: Release) -> dict[str, Any]:
    if release.state is ReleaseState.LIVE:
        said = f"已发布（第 {release.number} 版），现在就是新的答案。"
        return {"outcome": "live", "message": said, "go": None}
    if release.state in BUSY:
        return {"outcome": "making", "message": f"第 {release.number} 版正在发布。", "go": PUBLISH_PAGE}
    said = f"没有发布成：{release.problem or '请到发布页看原因。'}现在用的没有变，草稿还在。"
    return {"outcome": "failed", "message": said, "go": None}


async def _submitted(body: HandedIn, request: Request, shared: Context, staff: Staff) -> list[Draft]:
    held = await run_sync(ground, shared)
    drafts = [_draft(held, each) for each in body.entries]
    for draft in drafts:
        await run_sync(check_content, shared, held, draft)
    editing = [draft for draft in drafts if draft.state is DraftState.EDITING]
    if editing and not body.note.strip():  # before the first is handed in
        raise Invalid("note", "请写一句为什么改。")
    handed = await hand_in(editing, body.note, request, shared, staff)
    return [handed.get(draft.id, draft) for draft in drafts]


def _draft(held: Ground, named: Named) -> Draft:
    draft = held.draft(named.kind, named.key)
    if draft is None:
        raise NotFound("no_draft", "这一条没有草稿，可能已经发布或放弃，请刷新页面。")
    if draft.version != named.version:
        raise NotAllowed("edited_meanwhile", f"{draft.updated_by} 刚刚也改了这一条，请刷新页面再看一遍。")
    return draft
