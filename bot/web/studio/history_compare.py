"""Two releases side by side: `/admin/faq/history/compare?before=3&after=5`."""

from pathlib import Path
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response

from bot.business.errors import BusinessError, NotFound
from bot.business.permissions import Permission
from bot.business.studio.contents import Contents
from bot.business.studio.differences import compare
from bot.knowledge.contents_files import read_contents
from bot.knowledge.reader import KnowledgeError
from bot.web.context import Context
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, page
from bot.web.studio.publish_diff import entry_view, readable_ground
from bot.web.studio.releases import known
from bot.web.studio.releases_view import names_of, release_view

templates = templates_in(__file__)
router = APIRouter(include_in_schema=False)
Typed = Annotated[str, Query(max_length=12)]


@router.get("/admin/faq/history/compare", response_class=HTMLResponse)
async def shown(
    visit: Annotated[Visit, Depends(page(Permission.EDIT_KNOWLEDGE))], before: Typed = "", after: Typed = ""
) -> Response:
    """Show every topic and local value that differs between two releases, or why they can't be compared."""
    try:
        values = await run_sync(_values, visit.shared, before.strip(), after.strip())
    except BusinessError as error:
        return visit.show(templates, "history-missing.html", 404, tab="history", message=error.message)
    return visit.show(templates, "history-compare.html", tab="history", **values)


def _values(shared: Context, before: str, after: str) -> dict[str, Any]:
    names, held = names_of(shared.services.staff), readable_ground(shared)
    old, new = known(shared.services, before), known(shared.services, after)
    folder, region = shared.settings.var / "releases", shared.settings.region
    entries = compare(
        contents_of(folder, old.folder, old.number, region),
        contents_of(folder, new.folder, new.number, region),
    )
    return {
        "before": release_view(old, names),
        "after": release_view(new, names),
        "entries": [entry_view(each, held) for each in entries],
    }


def contents_of(releases: Path, name: str | None, number: int, region: str) -> Contents:
    """Return the contents of a release. Raises NotFound, in people's words, when its files are gone or broken."""
    if name is None:
        raise NotFound("no_folder", f"第 {number} 版没有做成，没有内容可以比较。")
    if not (releases / name).is_dir():
        raise NotFound("no_folder", f"第 {number} 版的文件夹（{name}）已经不在了，没法比较。")
    try:
        contents = read_contents(releases / name, region)
    except KnowledgeError as error:
        raise NotFound("broken_folder", f"第 {number} 版的文件（{name}）坏了，没法比较。") from error
    if not contents.topics:
        raise NotFound("broken_folder", f"第 {number} 版的文件（{name}）不全，没法比较。")
    return contents
