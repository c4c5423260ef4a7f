"""One step in an order's life: the order afterwards, and the entry for its log."""

from dataclasses import fields, replace
from datetime import datetime
from enum import Enum
from typing import Any

from bot.business.errors import NotAllowed
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor, is_foreign
from bot.business.orders.details_check import checked
from bot.business.orders.effects import changes
from bot.business.orders.order import WorkOrder, WorkOrderEvent
from bot.business.orders.reasons import REASONS
from bot.business.orders.states import SETTLED
from bot.business.orders.table import MOVES, Move, hindrance, target

A = Action


def apply(
    order: WorkOrder, action: Action, details: Details, actor: Actor, now: datetime
) -> tuple[WorkOrder, WorkOrderEvent]:
    """Return the order after `action`, and the event that tells it.

    Raises NotAllowed when the table, the order or the actor's role doesn't permit it, Invalid for what is missing.
    """
    move = check(order, action, actor)
    given = checked(order, action, move.needs, details, now)
    to = target(order, move)
    changed = changes(order, action, given, to, now)
    if to in SETTLED and action not in (A.ARCHIVE, A.URGE, A.ADD_FACTS):
        changed["closed_reason"] = _told(action, given)
    after = replace(order, status=to, updated_at=now, **changed)
    return after, _event(order, after, action, given, actor, now)


def check(order: WorkOrder, action: Action, actor: Actor) -> Move:
    """Return the table's move. Raises NotAllowed, saying why, when there is none for this actor."""
    if is_foreign(order.unit, actor):
        raise NotAllowed("foreign_order", "这张工单不是派给您单位的，不能操作。")
    move = MOVES.get((order.status, action))
    if move is None:
        raise NotAllowed("status_move", f"“{order.status.label}”的工单不能{action.label}。")
    if actor.role not in move.by:
        whose = "、".join(sorted(party.label for party in move.by))
        raise NotAllowed("forbidden", f"“{action.label}”由{whose}来做。")
    hindered = hindrance(order, action)
    if hindered:
        raise NotAllowed("hindered", hindered)
    return move


def _told(action: Action, given: Details) -> str:
    sentence = REASONS.get(action, {}).get(given.reason or "", "")
    return " ".join(part for part in (sentence, given.note) if part)


def _event(
    was: WorkOrder, after: WorkOrder, action: Action, given: Details, actor: Actor, now: datetime
) -> WorkOrderEvent:
    moved = was.status is not after.status
    data = _changed(was, after)
    if given.reason:
        data["reason"] = given.reason
    if action is A.ASK_EXTENSION and given.due_at:
        data["asked_due_at"] = given.due_at.isoformat()
    return WorkOrderEvent(
        order_number=was.number,
        at=now,
        actor=actor.username,
        action=action.value,
        from_status=was.status.value if moved else None,
        to_status=after.status.value if moved else None,
        note=_told(action, given),
        role=actor.role.value,
        data=data or None,
    )


def _changed(was: WorkOrder, after: WorkOrder) -> dict[str, Any]:
    """Return the fields that differ, each with its old and new value."""
    names = (field.name for field in fields(was) if field.name not in ("status", "updated_at"))
    pairs = {name: (getattr(was, name), getattr(after, name)) for name in names}
    return {name: [_plain(old), _plain(new)] for name, (old, new) in pairs.items() if old != new}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime) else value
