"""An order in any state, and the people around it."""

from dataclasses import replace
from datetime import datetime, timezone

from bot.business.orders.actor import Actor
from bot.business.orders.order import WorkOrder
from bot.business.orders.states import Status
from bot.business.staff import Role

NOW = datetime(2026, 11, 26, 4, tzinfo=timezone.utc)
AGENT, LEAD = Actor("li", Role.AGENT), Actor("wang", Role.SUPERVISOR)
UNIT, OTHER = Actor("hr", Role.DEPARTMENT, "hrss"), Actor("yb", Role.DEPARTMENT, "ybj")


def order_in(status: Status, **other: object) -> WorkOrder:
    """Return an order of the unit "hrss" in `status`, whose caller left no number."""
    resume = Status.SIGNED if status in (Status.RETURN_ASKED, Status.EXTENSION_ASKED) else None
    order = WorkOrder(
        "261126000008", None, "路灯坏了", "人民路", "昨天", None, status, NOW, NOW, unit="hrss", resume=resume
    )
    return replace(order, **other)  # type: ignore[arg-type]
