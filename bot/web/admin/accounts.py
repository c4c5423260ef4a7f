"""Accounts: `/admin/staff` and `/api/admin/staff…`, for administrators."""

from dataclasses import replace
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from bot.business.errors import Invalid, NotFound
from bot.business.permissions import Permission
from bot.business.queueing.groups import Group
from bot.business.staff import MAX_CAPACITY, Role, Staff
from bot.business.text import clean
from bot.services.staff_passwords import new_password
from bot.web.admin.account_view import account_view
from bot.web.context import Context, context
from bot.web.staff.frame import templates_in
from bot.web.staff.guard import Visit, actor, allowed, page

templates = templates_in(__file__)
pages = APIRouter(prefix="/admin/staff", include_in_schema=False)
api = APIRouter(prefix="/api/admin/staff", tags=["admin"])
Shared = Annotated[Context, Depends(context)]
Admin = Annotated[Staff, Depends(allowed(Permission.MANAGE_ACCOUNTS))]


class Place(BaseModel):
    """What an account is there for."""

    display_name: str = Field(max_length=64)
    role: Role
    unit: str | None = Field(None, max_length=32)
    groups: list[Group] = Field(max_length=len(Group))
    capacity: int


class NewAccount(Place):
    """An account to add; its password is made here."""

    username: str = Field(max_length=64)


@pages.get("", response_class=HTMLResponse)
async def shown(visit: Annotated[Visit, Depends(page(Permission.MANAGE_ACCOUNTS))]) -> Response:
    """Show the page."""
    units = await run_sync(_units, visit.shared)
    return visit.show(
        templates, "accounts.html", roles=list(Role), groups=list(Group), units=units, most=MAX_CAPACITY
    )


@api.get("", summary="全部账号")
async def listed(shared: Shared, admin: Admin) -> dict[str, Any]:
    """Return all accounts; passwords are never shown again."""
    everybody = await run_sync(shared.services.staff.list)
    units = await run_sync(_units, shared)
    return {"accounts": [account_view(staff, units, admin) for staff in everybody]}


@api.post("", status_code=201, summary="新建账号，初始密码只给一次")
async def add(new: NewAccount, request: Request, shared: Shared, admin: Admin) -> dict[str, Any]:
    """Add an account and return it with its first password."""
    unit, name, username = await _checked_unit(shared, new), clean(new.display_name), clean(new.username)
    password = new_password(username, name)
    by, groups = actor(request, admin), _ordered(new.groups)
    staff = await run_sync(
        lambda: shared.services.staff.add(
            username, password, name, new.role, unit, groups, new.capacity, by=by
        )
    )
    return {"account": await _shown(shared, staff, admin), "password": password}


@api.put("/{id}", summary="改角色、单位、技能组、接待人数、显示名")
async def change(id: str, place: Place, request: Request, shared: Shared, admin: Admin) -> dict[str, Any]:
    """Change an account."""
    was = await run_sync(shared.services.staff.get, clean(id))
    if was is None:
        raise NotFound("account_unknown", "没有这个账号。")
    wanted = replace(
        was,
        display_name=clean(place.display_name),
        role=place.role,
        unit=await _checked_unit(shared, place),
        groups=_ordered(place.groups),
        capacity=place.capacity,
    )
    staff = await run_sync(shared.services.staff.change, wanted, actor(request, admin))
    return {"account": await _shown(shared, staff, admin)}


@api.post("/{id}/disable", summary="停用账号")
async def disable(id: str, request: Request, shared: Shared, admin: Admin) -> dict[str, Any]:
    """Close an account; who is logged in with it is out."""
    staff = await run_sync(shared.services.staff.disable, clean(id), actor(request, admin))
    return {"account": await _shown(shared, staff, admin)}


@api.post("/{id}/enable", summary="重新启用账号，新的初始密码只给一次")
async def enable(id: str, request: Request, shared: Shared, admin: Admin) -> dict[str, Any]:
    """Open a closed account again, with a new password."""
    return {"password": await run_sync(shared.services.staff.enable, clean(id), actor(request, admin))}


@api.post("/{id}/password", summary="重置密码，新的初始密码只给一次")
async def reset(id: str, request: Request, shared: Shared, admin: Admin) -> dict[str, Any]:
    """Give an account a new password, to be changed at the next login."""
    by = actor(request, admin)
    return {"password": await run_sync(shared.services.staff.reset_password, clean(id), by)}


def _units(shared: Context) -> dict[str, str]:
    """Return the units that orders go to: code and name."""
    return {code: unit.name for code, unit in shared.services.catalogue().units.items()}


async def _checked_unit(shared: Context, place: Place) -> str | None:
    unit = clean(place.unit or "") or None
    if unit is not None and unit not in await run_sync(_units, shared):
        raise Invalid("unit", "没有这个单位，请从列表里选。")
    return unit


def _ordered(groups: list[Group]) -> tuple[Group, ...]:
    return tuple(group for group in Group if group in groups)


async def _shown(shared: Context, staff: Staff, admin: Staff) -> dict[str, Any]:
    return account_view(staff, await run_sync(_units, shared), admin)


router = APIRouter()
router.include_router(pages)
router.include_router(api)
