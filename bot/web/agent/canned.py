"""Answers ready to send: `/api/agent/canned…`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from bot.bootstrap import Services
from bot.business.permissions import Permission
from bot.business.queueing.canned import filled, values_for
from bot.business.queueing.groups import Group
from bot.business.staff import Staff
from bot.web.agent.reading import readable
from bot.web.context import Context, context
from bot.web.staff.guard import allowed

router = APIRouter(prefix="/api/agent/canned", tags=["agent"])
Shared = Annotated[Context, Depends(context)]
Reader = Annotated[Staff, Depends(allowed(Permission.SEE_QUEUE))]
Keeper = Annotated[Staff, Depends(allowed(Permission.MANAGE_CANNED_ANSWERS))]


class Canned(BaseModel):
    """An answer ready to send; `group` empty: for all."""

    title: str = Field("", max_length=200)
    text: str = Field("", max_length=4000)
    group: Group | None = None


@router.get("", summary="我能用的常用语，变量已经填好")
async def listed(
    request: Request, shared: Shared, staff: Reader, conversation_id: str | None = None
) -> dict[str, Any]:
    """Return the answers for this agent's groups, filled in for a talk; `missing` are the variables nothing is known for."""
    if conversation_id is not None:
        await readable(request, shared, staff, conversation_id)
    return {"canned": await run_sync(lambda: _filled(shared.services, staff, conversation_id))}


def _filled(services: Services, staff: Staff, conversation_id: str | None) -> list[dict[str, Any]]:
    orders = services.work_orders.for_conversation(conversation_id) if conversation_id else []
    number = orders[0].number if orders else None
    values = values_for(staff.display_name, services.today(), number)
    found = []
    for each in services.desk_things.canned(staff.groups):
        text, missing = filled(each.text, values)
        group = {"group": each.group.value if each.group else None, "pattern": each.text}
        found.append({"id": each.id, "title": each.title, "text": text, "missing": missing, **group})
    return found


@router.post("", status_code=201, summary="新增常用语")
async def add(canned: Canned, shared: Shared, staff: Keeper) -> dict[str, str]:
    """Add an answer."""
    return await _saved(shared, staff, canned, None)


@router.put("/{id}", summary="改常用语")
async def change(id: str, canned: Canned, shared: Shared, staff: Keeper) -> dict[str, str]:
    """Write over an answer."""
    return await _saved(shared, staff, canned, id)


@router.delete("/{id}", summary="删常用语")
async def drop(id: str, shared: Shared, staff: Keeper) -> dict[str, bool]:
    """Delete an answer."""
    await run_sync(shared.services.desk_things.drop_canned, staff, id)
    return {"dropped": True}


async def _saved(shared: Context, staff: Staff, canned: Canned, id: str | None) -> dict[str, str]:
    save = shared.services.desk_things.save_canned
    written = await run_sync(lambda: save(staff, canned.title, canned.text, canned.group, id))
    return {"id": written.id}
