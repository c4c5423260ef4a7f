"""Work orders for the staff: `/api/agent/orders…`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from bot.bootstrap import Services
from bot.business.errors import NotFound
from bot.business.orders.order import Draft
from bot.business.orders.states import Status
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.web.agent.views import event_view, order_view
from bot.web.context import Context, context
from bot.web.staff.guard import allowed
from bot.web.staff.unmask import Reason, unmask

router = APIRouter(prefix="/api/agent/orders", tags=["orders"])
Shared = Annotated[Context, Depends(context)]
Reader = Annotated[Staff, Depends(allowed(Permission.SEE_ORDERS))]
Registrar = Annotated[Staff, Depends(allowed(Permission.REGISTER_ORDERS))]
Dispatcher = Annotated[Staff, Depends(allowed(Permission.DISPATCH_ORDERS))]
Unmasker = Annotated[Staff, Depends(allowed(Permission.UNMASK_NUMBERS))]


class NewOrder(BaseModel):
    """An order that an agent writes down for a citizen."""

    matter: str
    place: str = ""
    occurred: str = ""
    callback_phone: str | None = None
    conversation_id: str | None = None
    client_id: str = Field(min_length=8, max_length=64, description="防重复：重发时用同一个")


class Move(BaseModel):
    """The state that an order goes to, and why."""

    to: Status
    note: str = Field("", max_length=500)


@router.get("", summary="工单列表")
async def listed(shared: Shared, agent: Reader, status: Status | None = None) -> dict[str, Any]:
    """Return the newest orders, or those in one state."""
    orders = await run_sync(lambda: shared.services.work_orders.search(status))
    return {"orders": [order_view(order) for order in orders]}


@router.post("", summary="新建工单")
async def create(new: NewOrder, shared: Shared, agent: Registrar) -> dict[str, Any]:
    """Open an order; the same `client_id` never makes two."""
    draft = Draft(new.matter, new.place, new.occurred, new.callback_phone or None)
    key = f"{agent.username}:{new.client_id}"
    order = await run_sync(
        lambda: shared.services.work_orders.open(draft, key, new.conversation_id, actor=agent.username)
    )
    return {"order": order_view(order)}


@router.get("/{number}", summary="一张工单和它的经过")
async def shown(number: str, shared: Shared, agent: Reader) -> dict[str, Any]:
    """Return an order and its log."""
    return await run_sync(lambda: _shown(shared.services, number))


def _shown(services: Services, number: str) -> dict[str, Any]:
    order = services.work_orders.find(number)
    if order is None:
        raise NotFound("order_unknown", "没有这张工单。")
    return {
        "order": order_view(order),
        "events": [event_view(event) for event in services.work_orders.events(number)],
    }


@router.post("/{number}/status", summary="改变工单状态")
async def move(number: str, to: Move, shared: Shared, agent: Dispatcher) -> dict[str, Any]:
    """Move an order along the allowed ways."""
    await run_sync(lambda: shared.services.work_orders.change_status(number, to.to, agent.username, to.note))
    return await run_sync(lambda: _shown(shared.services, number))


@router.post("/{number}/reveal-phone", summary="查看回电号码（写明原因，留记录）")
async def reveal(
    number: str, why: Reason, request: Request, shared: Shared, agent: Unmasker
) -> dict[str, Any]:
    """Return the whole telephone number; who saw it and why was noted before."""
    return {"phone": await unmask(request, shared, agent, number, why.reason)}
