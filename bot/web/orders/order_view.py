"""What a page shows of an order and of its log: numbers masked, states and times in words."""

from dataclasses import dataclass
from datetime import datetime

from bot.bootstrap import Services
from bot.business.order_number import grouped
from bot.business.orders.log import label
from bot.business.orders.order import WorkOrder, WorkOrderEvent
from bot.business.orders.states import Status
from bot.business.orders.time_left import TimeLeft, time_left
from bot.business.privacy import mask_phone, mask_text
from bot.web.orders.words import changes, channel, moment, who

_STATES = {status.value: status.label for status in Status}


@dataclass(frozen=True)
class OrderView:
    """An order as a template shows it; `seen` tells the server which version of it somebody looked at."""

    number: str
    grouped: str
    status: str
    status_label: str
    kind: str
    urgency: str
    matter: str
    place: str
    occurred: str
    phone: str | None
    keep_secret: bool
    channel: str
    unit: str
    category: str
    created: str
    due: str
    contact_due: str
    left: TimeLeft | None
    supervised: bool
    urged: int
    redone: int
    no_return: bool
    parent: str | None
    report: str
    closed_reason: str
    seen: str


def order_view(order: WorkOrder, services: Services, now: datetime) -> OrderView:
    """Return the order as a page shows it."""
    matter = services.catalogue().matters.get(order.category or "")
    return OrderView(
        number=order.number,
        grouped=grouped(order.number),
        status=order.status.value,
        status_label=order.status.label,
        kind=order.kind.label,
        urgency=order.urgency.label,
        matter=mask_text(order.matter),
        place=mask_text(order.place),
        occurred=mask_text(order.occurred),
        phone=mask_phone(order.callback_phone) if order.callback_phone else None,
        keep_secret=order.keep_secret,
        channel=channel(order.channel),
        unit=services.unit_name(order.unit) or order.unit or "",
        category=matter.path if matter else "",
        created=moment(order.created_at),
        due=moment(order.due_at),
        contact_due=moment(order.contact_due_at if order.contacted_at is None else None),
        left=time_left(order, now, services.calendar),
        supervised=order.supervised,
        urged=order.urged,
        redone=order.redone,
        no_return=order.no_return,
        parent=order.parent,
        report=mask_text(order.report),
        closed_reason=mask_text(order.closed_reason),
        seen=order.updated_at.isoformat(),
    )


@dataclass(frozen=True)
class EventView:
    """An entry of an order's log as a template shows it."""

    at: str
    who: str
    what: str
    to: str
    note: str
    changes: tuple[str, ...]


def event_view(event: WorkOrderEvent, services: Services) -> EventView:
    """Return an entry of the log as a page shows it."""
    return EventView(
        at=moment(event.at),
        who=who(event),
        what=label(event.action),
        to=_STATES.get(event.to_status or "", ""),
        note=mask_text(event.note),
        changes=tuple(changes(event, services.unit_name)),
    )
