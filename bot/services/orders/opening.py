"""A new order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.business import order_number
from bot.business.china import local_day
from bot.business.orders.actor import Actor
from bot.business.orders.log import entry
from bot.business.orders.order import Draft, WorkOrder
from bot.business.orders.states import Status
from bot.services.ports import UnitOfWork


@dataclass(frozen=True)
class Opening:
    """A draft, and all else that is known when an order is opened."""

    draft: Draft
    key: str
    conversation_id: str | None
    actor: Actor
    channel: str
    caller_hash: str | None


def opened(work: UnitOfWork, new: Opening, now: datetime, below: Callable[[int], int]) -> WorkOrder:
    """Return the order that was written under the key, now or earlier. Raises Conflict when the number is taken."""
    earlier = work.work_orders.by_key(new.key)
    if earlier is not None:
        return earlier
    draft = new.draft
    order = WorkOrder(
        number=order_number.new(local_day(now), below),
        conversation_id=new.conversation_id,
        matter=draft.matter,
        place=draft.place,
        occurred=draft.occurred,
        callback_phone=draft.callback_phone,
        status=Status.REGISTERED,
        created_at=now,
        updated_at=now,
        channel=new.channel,
        kind=draft.kind,
        category=draft.category,
        keep_secret=draft.keep_secret,
        lat=draft.lat,
        lon=draft.lon,
        caller_hash=new.caller_hash,
    )
    work.work_orders.add(order, new.key)
    work.work_orders.add_event(entry(order.number, now, new.actor, "registered", to=Status.REGISTERED))
    return order
