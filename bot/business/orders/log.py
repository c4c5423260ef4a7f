"""The entries of an order's log: their names for people, and those that no action of the table writes."""

from datetime import datetime
from typing import Any

from bot.business.orders.actions import Action
from bot.business.orders.actor import Actor
from bot.business.orders.order import WorkOrderEvent
from bot.business.orders.states import Status

_OTHERS = {
    "registered": "登记",
    "phone_revealed": "查看号码",
    "merged_in": "并入一张工单",
    "moved": "改并到另一张工单",
    "rated": "评价",
    "file_added": "上传附件",
    "status_changed": "改变状态",  # of orders from before there were actions
}


def label(action: str) -> str:
    """Return what an event's `action` is called for people."""
    return _OTHERS.get(action) or next((each.label for each in Action if each.value == action), action)


def entry(
    number: str,
    now: datetime,
    actor: Actor,
    action: str,
    note: str = "",
    to: Status | None = None,
    data: dict[str, Any] | None = None,
) -> WorkOrderEvent:
    """Return an entry that isn't a move of the table."""
    role = actor.role.value
    return WorkOrderEvent(number, now, actor.username, action, None, to and to.value, note, role, data)


def revealed(number: str, now: datetime, username: str) -> WorkOrderEvent:
    """Return the entry that `username` saw the number to call back."""
    return WorkOrderEvent(number, now, username, "phone_revealed", None, None, "")
