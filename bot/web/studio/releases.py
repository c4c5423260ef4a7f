"""One release: its page `/admin/faq/releases/{number}`, how far it is, and what may be done with it."""

from collections.abc import Mapping
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from bot.bootstrap import Services
from bot.business.errors import NotFound
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.studio.contents import Kind
from bot.business.studio.differences import changed_entry
from bot.business.studio.release import Release
from bot.web.context import Context, context
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, actor, allowed, page
from bot.web.studio.entry_ground import Ground
from bot.web.studio.publish import OVERRULERS
from bot.web.studio.publish_diff import entry_view, readable_ground
from bot.web.studio.releases_view import name_of, names_of, progress_view, release_view

templates = templates_in(__file__)
router = APIRouter()
_LARGEST = 2**31 - 1
Number = Annotated[int, InPath(ge=1, le=_LARGEST)]
Shared = Annotated[Context, Depends(context)]
Publishing = Annotated[Staff, Depends(allowed(Permission.PUBLISH_KNOWLEDGE))]


class Reason(BaseModel):
    """Why."""

    reason: str = Field(max_length=500)


@router.get("/admin/faq/releases/{number}", response_class=HTMLResponse, include_in_schema=False)
async def shown(number: str, visit: Annotated[Visit, Depends(page(Permission.EDIT_KNOWLEDGE))]) -> Response:
    """Show a release: what it brought, what the sentences said, what can be done with it."""
    try:
        values = await run_sync(_values, visit.shared, number)
    except NotFound as error:
        return visit.show(templates, "history-missing.html", 404, tab="history", message=error.message)
    return visit.show(templates, "releases.html", tab="history", overrulers=OVERRULERS, **values)


def _values(shared: Context, number: str) -> dict[str, Any]:
    services, held = shared.services, readable_ground(shared)
    release = known(services, number)
    names = names_of(services.staff)
    taken = [_taken(change, names, held) for change in release.changes]
    before = services.publishing.newest(1, release.number)
    return {
        "shown": release_view(release, names),
        "changes": taken,
        "before": before[0].number if before else None,
    }


def known(services: Services, number: str) -> Release:
    """Return the release that an address names. Raises NotFound."""
    if not (number.isascii() and number.isdigit() and 0 < int(number[:12]) <= _LARGEST):
        raise NotFound("no_release", "没有这个版本。")
    return services.publishing.get(int(number))


def _taken(change: Mapping[str, Any], names: Mapping[str, str], held: Ground | None) -> dict[str, Any]:
    entry = changed_entry(Kind(change["kind"]), change["key"], change["before"], change["after"])
    content = change["after"] or change["before"] or {}
    return entry_view(entry, held) | {
        "group": content.get("group_title"),
        "who": "、".join(name_of(names, each) for each in change["editors"]),
        "reviewer": name_of(names, change["reviewer"]),
        "note": change["note"],
    }


@router.get("/api/studio/releases/{number}", tags=["studio"], summary="一个版本做到哪里了")
async def progress(
    number: Number, shared: Shared, staff: Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))]
) -> dict[str, Any]:
    """Return the state of a release, how far it is, and what went wrong."""
    return progress_view(await run_sync(shared.services.publishing.get, number))


@router.post("/api/studio/releases/{number}/overrule", tags=["studio"], summary="强制发布")
async def overrule(
    number: Number,
    why: Reason,
    request: Request,
    shared: Shared,
    staff: Annotated[Staff, Depends(allowed(Permission.OVERRULE_RELEASE))],
) -> dict[str, Any]:
    """Let a release that was stopped go live all the same."""
    release = await shared.studio.publisher.overrule(number, why.reason, staff.username)
    await _did(request, shared, staff, "faq_overruled", number, why.reason)
    return progress_view(release)


@router.post("/api/studio/releases/{number}/abandon", tags=["studio"], summary="放弃没有过关的版本")
async def abandon(number: Number, request: Request, shared: Shared, staff: Publishing) -> dict[str, Any]:
    """Give up a release that was stopped; its drafts are free again."""
    release = await run_sync(shared.services.publishing.abandon, number)
    await _did(request, shared, staff, "faq_abandoned", number, "")
    return progress_view(release)


@router.post("/api/studio/releases/{number}/return", tags=["studio"], summary="回到以前的版本")
async def return_to(
    number: Number, why: Reason, request: Request, shared: Shared, staff: Publishing
) -> dict[str, Any]:
    """Go back to an earlier release; the answer is the new release with its content."""
    release = await shared.studio.publisher.return_to(number, why.reason, staff.username)
    await _did(request, shared, staff, "faq_returned", number, why.reason)
    return progress_view(release)


async def _did(
    request: Request, shared: Context, staff: Staff, action: str, number: int, reason: str
) -> None:
    by = actor(request, staff)
    await run_sync(shared.services.audit.did, by, action, "release", str(number), reason)
