"""The region's local values: `/admin/faq/values`."""

from datetime import date
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field
from pypinyin import lazy_pinyin

from bot.business.errors import Invalid
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.business.studio.checks_in_time import SOON
from bot.business.studio.contents import Content, Kind
from bot.business.studio.words import key_from, whole_value
from bot.business.text import clean
from bot.services.studio.drafts import EditedMeanwhile
from bot.web.context import Context, context
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, allowed, page
from bot.web.studio.entry_ground import Ground, ground
from bot.web.studio.entry_views import entry_view

router = APIRouter()
templates = templates_in(__file__)
Shared = Annotated[Context, Depends(context)]
Editor = Annotated[Staff, Depends(allowed(Permission.EDIT_KNOWLEDGE))]
_LONGEST_LABEL = 40


class NewValue(BaseModel):
    """A local value that there wasn't yet."""

    label: str = Field(max_length=200)


@router.get("/admin/faq/values", response_class=HTMLResponse, include_in_schema=False)
async def shown(visit: Annotated[Visit, Depends(page(Permission.EDIT_KNOWLEDGE))]) -> Response:
    """Show the table."""
    held = await run_sync(ground, visit.shared)
    review = visit.shared.services.drafts.review
    return visit.show(templates, "values.html", tab="values", region=held.region_name, review=review)


@router.get("/api/studio/values", tags=["studio"], summary="本地值，没填的在前")
async def listed(shared: Shared, staff: Editor) -> dict[str, Any]:
    """Return the values, those that are missing or have expired first."""
    return {"values": await run_sync(_listed, shared)}


@router.post("/api/studio/values", status_code=201, tags=["studio"], summary="新增本地值（只是草稿）")
async def begin(new: NewValue, shared: Shared, staff: Editor) -> dict[str, Any]:
    """Begin a draft and return its row. Raises Invalid."""
    return await run_sync(lambda: _begun(shared, new, staff.username))


def _listed(shared: Context) -> list[dict[str, Any]]:
    held, today = ground(shared), shared.services.today()
    keys = dict.fromkeys([*held.live.values, *held.planned.values])
    rows = [_row(shared, held, key, today) for key in keys]
    order = ("missing", "expired", "soon", "")
    return sorted(rows, key=lambda row: order.index(row["standing"]))


def _row(shared: Context, held: Ground, key: str, today: date) -> dict[str, Any]:
    used = [{"key": each, "title": held.title(each)} for each in held.using(key)]
    known = held.known(Kind.VALUE, key) or {}
    view = entry_view(held, Kind.VALUE, key, shared.services.drafts.review)
    return view | {"shown": known, "used": used, "standing": _standing(known, today)}


def _standing(value: Content, today: date) -> str:
    if value.get("value") in (None, ""):
        return "missing"
    try:
        ends = date.fromisoformat(str(value.get("expires")))
    except ValueError:
        return ""
    return "expired" if ends < today else "soon" if ends - today <= SOON else ""


def _begun(shared: Context, new: NewValue, by: str) -> dict[str, Any]:
    label = " ".join(clean(new.label).split())
    if not 1 <= len(label) <= _LONGEST_LABEL:
        raise Invalid("label", f"名称要写 1 到 {_LONGEST_LABEL} 个字，例如“失业金每月标准”。")
    held = ground(shared)
    everything = dict(held.live.values) | dict(held.planned.values)
    if any(each.get("label") == label for each in everything.values()):
        raise Invalid("label", f"已经有“{label}”了。")
    key = key_from(label, everything, lazy_pinyin, "value")
    try:
        shared.services.drafts.save(Kind.VALUE, key, whole_value({"label": label}), None, by)
    except EditedMeanwhile as error:
        raise Invalid("label", f"已经有“{label}”了，请刷新页面。") from error
    return _row(shared, ground(shared), key, shared.services.today())
