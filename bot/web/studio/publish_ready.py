"""Drafts as somebody saw them when they decided, ready to be published."""

from collections.abc import Sequence

from anyio.to_thread import run_sync
from fastapi import Request
from pydantic import BaseModel, Field

from bot.business.errors import Invalid, NotAllowed
from bot.business.staff import Staff
from bot.business.studio.draft import Draft, DraftState
from bot.services.studio.drafts import DraftService
from bot.web.context import Context
from bot.web.staff.guard import actor
from bot.web.studio.checking_rules import remarks
from bot.web.studio.entry_ground import Ground, ground


class Seen(BaseModel):
    """A draft as it was when somebody decided about it."""

    id: str = Field(max_length=32)
    version: int


def seen(drafts: DraftService, wanted: Seen) -> Draft:
    """Return the draft as it was seen. Raises NotAllowed when it has changed since, NotFound."""
    draft = drafts.get(wanted.id)
    if draft.version != wanted.version:
        raise NotAllowed("edited_meanwhile", "这份草稿刚刚又有变动，请刷新页面，看过再决定。")
    return draft


async def ready(
    chosen: Sequence[Seen], note: str, request: Request, shared: Context, staff: Staff
) -> list[Draft]:
    """Return the chosen drafts; without reviews those in editing are handed in here, none when one has an error."""
    drafts = shared.services.drafts
    if not chosen:
        raise Invalid("drafts", "请先选要发布的改动。")
    found = [await run_sync(seen, drafts, each) for each in chosen]
    editing = [draft for draft in found if draft.state is DraftState.EDITING and not drafts.review]
    if editing:
        await run_sync(_check, shared, editing, note)
    handed = {}
    for draft in editing:
        why = note.strip() or draft.note
        handed[draft.id] = await run_sync(drafts.submit, draft.id, why, staff.username)
        await did(request, shared, staff, "faq_submitted", draft, why)
    return [handed.get(draft.id, draft) for draft in found]


async def did(
    request: Request, shared: Context, staff: Staff, action: str, draft: Draft, reason: str
) -> None:
    """Note what somebody did with a draft."""
    await run_sync(shared.services.audit.did, actor(request, staff), action, "faq", draft.key, reason)


def _check(shared: Context, drafts: Sequence[Draft], note: str) -> None:
    held = ground(shared)
    for draft in drafts:
        if not (note.strip() or draft.note):
            raise Invalid("note", "请写一句为什么改。")
        errors = [each for each in remarks(shared, held, draft.kind, draft.key, draft.content) if each.blocks]
        if errors:
            raise Invalid("drafts", f"“{_name(held, draft)}”还有要改的：{errors[0].message}")


def _name(held: Ground, draft: Draft) -> str:
    known = held.known(draft.kind, draft.key) or {}
    return str(known.get("title") or known.get("label") or draft.key)
