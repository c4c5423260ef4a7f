"""How handoffs, words and orders look to the staff's page: telephone numbers masked, states in words."""

from typing import Any

from bot.business.handoff import Handoff
from bot.business.orders.log import label
from bot.business.orders.order import WorkOrder, WorkOrderEvent
from bot.business.orders.table import allowed, simple
from bot.business.privacy import mask_phone, mask_text
from bot.business.staff import Role


def handoff_view(handoff: Handoff) -> dict[str, Any]:
    """Return a handoff as JSON-ready values."""
    return {
        "id": handoff.id,
        "conversation_id": handoff.conversation_id,
        "status": handoff.status.value,
        "agent": handoff.agent,
        "group": handoff.group.value,
        "by_phone": handoff.by_phone,
    }


def staff_turn_view(turn: dict[str, Any]) -> dict[str, Any]:
    """Return a turn (as `turn_view` gives it) as staff may see it: numbers masked, without what only programs need."""
    payload = turn["payload"] or {}
    kept = {name: turn[name] for name in ("seq", "speaker", "kind", "at")}
    told = {name: payload.get(name) for name in ("title", "release")}
    return {**kept, **told, "text": mask_text(turn["text"])}


def order_view(order: WorkOrder, role: Role = Role.AGENT) -> dict[str, Any]:
    """Return an order as JSON-ready values; `next` is what `role` can do with no more than a note."""
    return {
        "number": order.number,
        "status": order.status.value,
        "status_label": order.status.label,
        "matter": mask_text(order.matter),
        "place": mask_text(order.place),
        "occurred": order.occurred,
        "callback_phone_masked": mask_phone(order.callback_phone) if order.callback_phone else None,
        "created_at": order.created_at.isoformat(),
        "updated_at": order.updated_at.isoformat(),
        "conversation_id": order.conversation_id,
        "next": [
            {"action": each.value, "label": each.label}
            for each in allowed(order, role)
            if simple(order, each)
        ],
    }


def event_view(event: WorkOrderEvent) -> dict[str, Any]:
    """Return an entry of an order's log as JSON-ready values."""
    return {
        "at": event.at.isoformat(),
        "actor": event.actor,
        "action": event.action,
        "action_label": label(event.action),
        "from": event.from_status,
        "to": event.to_status,
        "note": mask_text(event.note),
    }
