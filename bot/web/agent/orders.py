"""Work orders for the staff: `/api/agent/orders…`."""

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from bot.bootstrap import Services
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor, actor_of
from bot.business.orders.order import Draft, Kind
from bot.business.orders.search import Filters
from bot.business.orders.states import Status
from bot.business.permissions import Permission
from bot.business.staff import Staff
from bot.web.agent.reading import readable
from bot.web.agent.talk_context import number_of
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
    """An order that an agent writes down for a citizen; with `talk_number` the number of the talk is called back."""

    matter: str
    place: str = ""
    occurred: str = ""
    callback_phone: str | None = None
    talk_number: bool = False
    kind: Kind = Kind.HELP
    keep_secret: bool = False
    conversation_id: str | None = None
    client_id: str = Field(min_length=8, max_length=64, description="防重复：重发时用同一个")


class Act(BaseModel):
    """What is done to an order, and what is given with it."""

    action: Action
    note: str = Field("", max_length=2000)


@router.get("", summary="工单列表")
async def listed(shared: Shared, agent: Reader, status: Status | None = None) -> dict[str, Any]:
    """Return the newest orders, or those in one state."""
    filters = Filters(statuses=frozenset({status} if status else ()))
    page = await run_sync(lambda: shared.services.work_orders.search(filters, by=actor_of(agent)))
    return {"orders": [order_view(order, agent.role) for order in page.orders]}


@router.post("", summary="新建工单")
async def create(new: NewOrder, request: Request, shared: Shared, agent: Registrar) -> dict[str, Any]:
    """Open an order; the same `client_id` never makes two."""
    number = new.callback_phone or None
    if new.conversation_id is not None:
        talk = await readable(request, shared, agent, new.conversation_id)
        if new.talk_number and number is None:
            number = await run_sync(number_of, shared.services, talk)
    draft = Draft(new.matter, new.place, new.occurred, number, new.kind, new.keep_secret)
    key = f"{agent.username}:{new.client_id}"
    order = await run_sync(
        lambda: shared.services.work_orders.open(
            draft, key, new.conversation_id, agent.username, "agent", agent.role
        )
    )
    return {"order": order_view(order, agent.role)}


@router.get("/{number}", summary="一张工单和它的经过")
async def shown(number: str, shared: Shared, agent: Reader) -> dict[str, Any]:
    """Return an order and its log."""
    return await run_sync(lambda: _shown(shared.services, number, actor_of(agent)))


def _shown(services: Services, number: str, actor: Actor) -> dict[str, Any]:
    order = services.work_orders.find_for(number, actor)
    events = services.work_orders.events_for(number, actor)
    return {"order": order_view(order, actor.role), "events": [event_view(event) for event in events]}


@router.post("/{number}/act", summary="办理工单的一步")
async def act(number: str, what: Act, shared: Shared, agent: Dispatcher) -> dict[str, Any]:
    """Do what the table of an order's life allows."""
    actor, details = actor_of(agent), Details(note=what.note)
    await run_sync(lambda: shared.services.work_orders.act(number, what.action, actor, details))
    return await run_sync(lambda: _shown(shared.services, number, actor))


@router.post("/{number}/reveal-phone", summary="查看回电号码（写明原因，留记录）")
async def reveal(
    number: str, why: Reason, request: Request, shared: Shared, agent: Unmasker
) -> dict[str, Any]:
    """Return the whole telephone number; who saw it and why was noted before."""
    return {"phone": await unmask(request, shared, agent, number, why.reason)}
