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
from bot.web.studio.entry_ground import ground
from bot.web.studio.handing_in import check_content, hand_in


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
    handed = await hand_in(editing, note, request, shared, staff)
    return [handed.get(draft.id, draft) for draft in found]


def _check(shared: Context, drafts: Sequence[Draft], note: str) -> None:
    held = ground(shared)
    for draft in drafts:
        if not (note.strip() or draft.note):
            raise Invalid("note", "请写一句为什么改。")
        check_content(shared, held, draft)
