"""What each action changes of an order, besides its state."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.business.orders.actions import Action, Details
from bot.business.orders.order import WorkOrder
from bot.business.orders.states import SETTLED, Status

A = Action
Changes = dict[str, Any]
_ASKED = (Status.RETURN_ASKED, Status.EXTENSION_ASKED)
_NOT_AT_UNIT: Changes = dict.fromkeys(("dispatched_at", "signed_at", "contacted_at", "reported_at"))


def changes(order: WorkOrder, action: Action, given: Details, to: Status, now: datetime) -> Changes:
    """Return the fields that `action` changes on the way to the state `to`, with their new values."""
    return {**_left_behind(order, to, now), **_effects(order, action, given, now, to)}


def _left_behind(order: WorkOrder, to: Status, now: datetime) -> Changes:
    """Return what follows from the new state alone."""
    asked = to in _ASKED
    return {
        "closed_at": (order.closed_at or now) if to in SETTLED else None,
        "closed_reason": order.closed_reason if to in SETTLED else "",
        "resume": (order.resume or order.status) if asked else None,
        "review_at": order.review_at if to is Status.HELD else None,
    }


def _effects(order: WorkOrder, action: Action, given: Details, now: datetime, to: Status) -> Changes:
    if action is A.REOPEN:
        return _redo(order, given, to)
    effect = _EFFECTS.get(action)
    return effect(order, given, now) if effect else {}


def classified(given: Details) -> Changes:
    """Return the fields that put an order into the catalogue, those that were given."""
    named = {"kind": given.kind, "category": given.category, "urgency": given.urgency}
    return {name: value for name, value in named.items() if value is not None}


def _dispatched(order: WorkOrder, given: Details, now: datetime) -> Changes:
    return {
        **classified(given),
        **_NOT_AT_UNIT,
        "unit": given.unit,
        "dispatched_at": now,
        "due_at": given.due_at,
        "contact_due_at": given.contact_due_at,
    }


def _escalated(order: WorkOrder, given: Details, now: datetime) -> Changes:
    """The new unit may ask for a return of its own; the citizen doesn't wait longer for it."""
    return {**_dispatched(order, given, now), "due_at": order.due_at or given.due_at, "no_return": False}


def _returned(order: WorkOrder, given: Details, now: datetime) -> Changes:
    nowhere = {**_NOT_AT_UNIT, "unit": None, "due_at": None, "contact_due_at": None}
    return {**nowhere, "returned": order.returned + 1}


def _redo(order: WorkOrder, given: Details, to: Status) -> Changes:
    due = given.due_at if to is Status.REOPENED else None
    return {"redone": order.redone + 1, "due_at": due, "contact_due_at": None, "reported_at": None}


_EFFECTS: dict[Action, Callable[[WorkOrder, Details, datetime], Changes]] = {
    A.ANSWER: lambda order, given, now: {"report": given.report},
    A.INFORM: lambda order, given, now: {"parent": given.parent},
    A.MERGE: lambda order, given, now: {"parent": given.parent},
    A.PREPARE: lambda order, given, now: classified(given),
    A.DISPATCH: _dispatched,
    A.ESCALATE: _escalated,
    A.GRANT_RETURN: _returned,
    A.REFUSE_RETURN: lambda order, given, now: {"no_return": True},
    A.SIGN: lambda order, given, now: {"signed_at": now},
    A.CONTACT: lambda order, given, now: {"contacted_at": now},
    A.GRANT_EXTENSION: lambda order, given, now: {"due_at": given.due_at, "extended": order.extended + 1},
    A.HOLD: lambda order, given, now: {"review_at": given.review_at},
    A.REPORT: lambda order, given, now: {"report": given.report, "reported_at": now},
    A.SEND_BACK: lambda order, given, now: {"reported_at": None},
    A.URGE: lambda order, given, now: {"urged": order.urged + 1},
    A.SUPERVISE: lambda order, given, now: {"supervised": True},
    A.END_SUPERVISION: lambda order, given, now: {"supervised": False},
}
