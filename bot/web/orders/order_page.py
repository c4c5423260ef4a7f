"""Everything that an order's page shows, as far as this person may see it."""

from typing import Any

from bot.bootstrap import Services
from bot.business.orders.actions import Action
from bot.business.orders.actor import Actor
from bot.business.orders.order import Kind, Satisfaction, Urgency, WorkOrder
from bot.business.orders.progress import RATEABLE
from bot.business.orders.secrecy import for_unit
from bot.business.orders.states import Status
from bot.business.orders.table import allowed
from bot.business.permissions import ALLOWED, Permission
from bot.business.staff import Role
from bot.web.orders.dispatch_view import dispatch_view, near_view
from bot.web.orders.forms import forms
from bot.web.orders.order_view import event_view, order_view
from bot.web.orders.words import asked_due, moment


def page_values(services: Services, order: WorkOrder, by: Actor) -> dict[str, Any]:
    """Return the values of the template; `order` is the one that `by` may see."""
    events = services.work_orders.events_for(order.number, by)
    asked = asked_due(events) if order.status is Status.EXTENSION_ASKED else None
    units = {code: unit.name for code, unit in services.catalogue().units.items()}
    may = allowed(order, by.role)
    return {
        "order": order_view(order, services, services.now()),
        "events": [event_view(event, services) for event in reversed(events)],
        "forms": forms(order, by.role, units, asked),
        "files": services.attachments.listed(order.number, by),
        "children": _children(services, order, by),
        "callbacks": _callbacks(services, order),
        "calls_back": _calls_back(services, order, by),
        "satisfactions": list(Satisfaction),
        **(_dispatching(services, order, may) if by.role is not Role.DEPARTMENT else {}),
    }


def _dispatching(services: Services, order: WorkOrder, may: tuple[Action, ...]) -> dict[str, Any]:
    dispatches = Action.DISPATCH in may or Action.PREPARE in may
    return {
        "dispatch": dispatch_view(services, order) if dispatches else None,
        "near": near_view(services, order) if Action.MERGE in may else None,
        "informs": Action.INFORM in may,
        "kinds": list(Kind),
        "urgencies": list(Urgency),
    }


def _children(services: Services, order: WorkOrder, by: Actor) -> list[Any]:
    children = services.work_orders.children(order.number)
    seen = map(for_unit, children) if by.role is Role.DEPARTMENT else children
    return [order_view(child, services, services.now()) for child in seen]


def _callbacks(services: Services, order: WorkOrder) -> list[dict[str, Any]]:
    return [
        {
            "at": moment(each.at),
            "valid": each.valid,
            "contacted": each.contacted,
            "solved": each.solved,
            "satisfied": each.satisfied.label if each.satisfied else None,
            "note": each.note,
        }
        for each in services.work_orders.callbacks(order.number)
    ]


def _calls_back(services: Services, order: WorkOrder, by: Actor) -> bool:
    """Return whether the citizen can be asked now: of a merged order, when the other one is settled."""
    if by.role not in ALLOWED[Permission.CALL_BACK]:
        return False
    root = services.work_orders.find(order.parent or "") if order.status is Status.MERGED else None
    return (root or order).status in RATEABLE
