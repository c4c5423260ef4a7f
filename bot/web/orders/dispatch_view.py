"""The panel for dispatching: suggestions with their certainty, the deadline, orders that may be the same."""

from typing import Any

from bot.bootstrap import Services
from bot.business.orders.catalogue import Matter
from bot.business.orders.order import WorkOrder
from bot.business.privacy import mask_text
from bot.services.orders.dispatching import DuePreview, Suggestions
from bot.web.orders.order_view import order_view
from bot.web.orders.words import moment


def dispatch_view(services: Services, order: WorkOrder) -> dict[str, Any]:
    """Return the panel. Only what is sure, or was chosen before, stands in the form already."""
    found = services.dispatching.suggest(order.number)
    chosen = _chosen(services, order, found)
    unit = chosen.unit if chosen else found.units[0].unit.code if found.units and found.units[0].sure else ""
    kind, urgency = order.kind, chosen.urgency if chosen else order.urgency
    return {
        "category": chosen.code if chosen else "",
        "unit": unit,
        "kind": kind.value,
        "urgency": urgency.value,
        "suggestions": [
            {
                "matter": each.matter,
                "unit": services.unit_name(each.matter.unit),
                "percent": _percent(each.certainty),
            }
            for each in found.matters
        ],
        "sure": bool(found.matters and found.matters[0].sure),
        "unit_suggestion": _unit(found),
        "due": due_view(services.dispatching.preview(order.number, kind, urgency)),
        "groups": _grouped(services),
        "units": services.catalogue().units.values(),
    }


def due_view(due: DuePreview) -> dict[str, Any]:
    """Return the deadline as JSON-ready values."""
    return {
        "due": moment(due.due_at),
        "contact_due": moment(due.contact_due_at),
        "limit": due.limit.label,
        "origin": f"{due.limit.origin}（{due.limit.grade.label}）",
        "caveat": due.caveat,
    }


def near_view(services: Services, order: WorkOrder) -> list[dict[str, Any]]:
    """Return the orders that may be the same matter."""
    return [
        {
            "order": order_view(each.order, services, services.now()),
            "why": mask_text(each.near.why),
            "advice": each.near.advice.label,
            "percent": _percent(each.near.score),
        }
        for each in services.dispatching.near(order.number)
    ]


def _chosen(services: Services, order: WorkOrder, found: Suggestions) -> Matter | None:
    """Return the matter that somebody chose before, else the one that is sure."""
    before = services.catalogue().matters.get(order.category or "")
    best = found.matters[0] if found.matters else None
    return before or (best.matter if best and best.sure else None)


def _unit(found: Suggestions) -> dict[str, Any] | None:
    best = found.units[0] if found.units else None
    return {"name": best.unit.name, "percent": _percent(best.certainty), "sure": best.sure} if best else None


def _grouped(services: Services) -> dict[str, list[Matter]]:
    grouped: dict[str, list[Matter]] = {}
    for matter in services.catalogue().matters.values():
        grouped.setdefault(f"{matter.group.name} / {matter.subgroup.name}", []).append(matter)
    return grouped


def _percent(certainty: float) -> int:
    return min(99, round(certainty * 100))  # nothing is quite certain
