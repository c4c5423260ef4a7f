"""Orders for agents and supervisors: `/api/orders…`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from bot.business.errors import BusinessError
from bot.business.orders.actor import actor_of
from bot.business.orders.order import Draft, Kind, Urgency
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.web.context import Context, context
from bot.web.orders.acts import Rating, rate
from bot.web.orders.dispatch_view import due_view
from bot.web.orders.parts import order_parts
from bot.web.orders.seeing import refused, seen_order
from bot.web.staff.guard import allowed

PREFIX = "/api/orders"
router = APIRouter(prefix=PREFIX, tags=["orders"])
Shared = Annotated[Context, Depends(context)]
Registrar = Annotated[Staff, Depends(allowed(Permission.REGISTER_ORDERS))]
Dispatcher = Annotated[Staff, Depends(allowed(Permission.DISPATCH_ORDERS))]
Caller = Annotated[Staff, Depends(allowed(Permission.CALL_BACK))]


class Registered(BaseModel):
    """An order that somebody writes down for a citizen."""

    kind: Kind
    matter: str
    place: str = ""
    occurred: str = ""
    callback_phone: str = ""
    keep_secret: bool = False
    client_id: str = Field(min_length=8, max_length=64, description="防重复：重发时用同一个")


@router.post("", status_code=201, summary="登记工单")
async def register(new: Registered, shared: Shared, staff: Registrar) -> dict[str, Any]:
    """Open an order; the same `client_id` never makes two."""
    phone = new.callback_phone.strip() or None
    draft = Draft(new.matter, new.place, new.occurred, phone, new.kind, new.keep_secret)
    key = f"{staff.username}:{new.client_id}"
    opened = shared.services.work_orders.open
    order = await run_sync(lambda: opened(draft, key, None, staff.username, "agent", staff.role))
    return {"number": order.number}


@router.get("/{number}/due", summary="现在派单的话，办理期限是哪一天")
async def due(
    number: str, request: Request, shared: Shared, staff: Dispatcher, kind: Kind, urgency: Urgency
) -> dict[str, Any]:
    """Return the deadline before anybody confirms it."""
    order = await seen_order(request, shared, staff, number)
    return due_view(await run_sync(shared.services.dispatching.preview, order.number, kind, urgency))


@router.post("/{number}/callback", summary="回访：是否有效、是否联系、是否解决、满意度")
async def callback(
    number: str, what: Rating, request: Request, shared: Shared, staff: Caller
) -> dict[str, Any]:
    """Write down what the citizen said; unsolved or dissatisfied reopens the order."""
    order = await seen_order(request, shared, staff, number)
    try:
        after = await run_sync(rate, shared.services, order.number, what, actor_of(staff))
    except BusinessError as error:
        await refused(request, shared, staff, order.number, error)
    return {
        "status": after.status.value,
        "status_label": after.status.label,
        "done": f"回访已记录。工单现在是“{after.status.label}”。",
    }


router.include_router(order_parts("", Permission.SEE_ORDERS, "orders"))
