"""Handing drafts in, from the editor and from the page of publishing: what stands in the way, and what is noted."""

from collections.abc import Sequence

from anyio.to_thread import run_sync
from fastapi import Request

from bot.business.errors import Invalid
from bot.business.staff import Staff
from bot.business.studio.draft import Draft
from bot.web.context import Context
from bot.web.staff.guard import actor
from bot.web.studio.checking_rules import remarks
from bot.web.studio.entry_ground import Ground


def check_content(shared: Context, held: Ground, draft: Draft) -> None:
    """Raise Invalid for a draft with an error that blocks publishing."""
    found = remarks(shared, held, draft.kind, draft.key, draft.content)
    errors = [each.message for each in found if each.blocks]
    if errors:
        known = (held.known(draft.kind, draft.key), held.live.get(draft.kind, draft.key))
        names = [each.get("title") or each.get("label") for each in known if each]
        name = next(filter(None, names), "还没有标题的主题")
        more = f"（一共 {len(errors)} 处）" if len(errors) > 1 else ""
        raise Invalid("content", f"“{name}”还有要改的：{errors[0]}{more}。")


async def hand_in(
    editing: Sequence[Draft], note: str, request: Request, shared: Context, staff: Staff
) -> dict[str, Draft]:
    """Hand drafts in, each with `note` or the one that it has, and return them by id."""
    handed = {}
    for draft in editing:
        why = note.strip() or draft.note
        handed[draft.id] = await run_sync(shared.services.drafts.submit, draft.id, why, staff.username)
        await did(request, shared, staff, "faq_submitted", draft, why)
    return handed


async def did(
    request: Request, shared: Context, staff: Staff, action: str, draft: Draft, reason: str
) -> None:
    """Note what somebody did with a draft."""
    await run_sync(shared.services.audit.did, actor(request, staff), action, "faq", draft.key, reason)
