"""What was changed and when: `/admin/faq/history`, all releases; the history of one entry."""

from collections.abc import Mapping
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response

from bot.bootstrap import Services
from bot.business.errors import NotFound
from bot.business.permissions import Permission
from bot.business.studio.contents import Kind
from bot.business.studio.differences import changed_entry
from bot.business.studio.draft import Draft
from bot.business.studio.release import Release
from bot.web.context import Context
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, page
from bot.web.studio import history_compare
from bot.web.studio.entry_ground import Ground
from bot.web.studio.publish_diff import entry_view, readable_ground
from bot.web.studio.releases_view import clock, name_of, names_of, release_view

templates = templates_in(__file__)
pages = APIRouter(include_in_schema=False)
Editor = Annotated[Visit, Depends(page(Permission.EDIT_KNOWLEDGE))]
_PAGE = 30


@pages.get("/admin/faq/history", response_class=HTMLResponse)
async def shown(
    visit: Editor,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    content: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """Show the releases, newest first; those with one content when it is named."""
    values = await run_sync(_releases, visit.shared.services, before, content.strip().lower())
    return visit.show(templates, "history.html", tab="history", **values)


def _releases(services: Services, before: int | None, content: str) -> dict[str, Any]:
    names = names_of(services.staff)
    if content:
        found, more = services.publishing.of_folder(content), False
    else:
        found = services.publishing.newest(_PAGE + 1, before)
        more = len(found) > _PAGE
    rows = [release_view(each, names) for each in found[:_PAGE]]
    return {"releases": rows, "older": rows[-1]["number"] if more else None, "content": content}


@pages.get("/admin/faq/history/{kind}/{key}", response_class=HTMLResponse)
async def of_entry(kind: str, key: str, visit: Editor) -> Response:
    """Show who changed a topic or local value, when, why, and with which release."""
    try:
        values = await run_sync(_entry, visit.shared, kind, key)
    except NotFound as error:
        return visit.show(templates, "history-missing.html", 404, tab="history", message=error.message)
    return visit.show(templates, "history-entry.html", tab="history", **values)


def _entry(shared: Context, kind_name: str, key: str) -> dict[str, Any]:
    kind = next((each for each in Kind if each.value == kind_name), None)
    if kind is None:
        raise NotFound("no_entry", "没有这一条。")
    services, held = shared.services, readable_ground(shared)
    drafts = services.drafts.history(kind, key)
    live = held.live.get(kind, key) if held else None
    if not drafts and live is None:
        raise NotFound("no_entry", "没有这一条。")
    numbers = {draft.release for draft in drafts if draft.release is not None}
    releases = {number: services.publishing.get(number) for number in numbers}
    names = names_of(services.staff)
    newest = live or next((draft.content for draft in drafts if draft.content), None) or {}
    return {
        "title": str(newest.get("title") or newest.get("label") or key),
        "kind": kind,
        "removed": held is not None and live is None,
        "rows": [_row(draft, releases, held, names) for draft in drafts],
    }


def _row(
    draft: Draft, releases: Mapping[int, Release], held: Ground | None, names: Mapping[str, str]
) -> dict[str, Any]:
    release = releases.get(draft.release or 0)
    taken = _taken(draft, release)
    live = held.live.get(draft.kind, draft.key) if held else None
    before = taken["before"] if taken else live
    return entry_view(changed_entry(draft.kind, draft.key, before, draft.content), held) | {
        "draft": draft,
        "who": "、".join(name_of(names, each) for each in draft.editors),
        "when": clock(draft.updated_at),
        "reviewer": name_of(names, draft.reviewer),
        "release": release_view(release, names) if release else None,
        "against_live": taken is None,
    }


def _taken(draft: Draft, release: Release | None) -> Mapping[str, Any] | None:
    changes = release.changes if release else ()
    return next(
        (each for each in changes if (each["kind"], each["key"]) == (draft.kind.value, draft.key)), None
    )


router = APIRouter()
router.include_router(pages)
router.include_router(history_compare.router)
