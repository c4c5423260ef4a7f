"""How far an order is, as the citizen hears it."""

from dataclasses import dataclass
from datetime import datetime

from bot.business.orders.actions import Action
from bot.business.orders.actor import Outside
from bot.business.orders.order import WorkOrder
from bot.business.orders.states import Status
from bot.business.orders.table import allowed

_REPORT_TOLD = (Status.ANSWERED, Status.CALLBACK, Status.CLOSED, Status.ARCHIVED)
_REASON_TOLD = (Status.TRANSFERRED, Status.REDIRECTED, Status.INFORMED, Status.TERMINATED)
RATEABLE = (Status.ANSWERED, Status.CALLBACK, Status.CLOSED)


@dataclass(frozen=True)
class Progress:
    """How far a citizen's order is. When it was merged, state, unit, deadline and report are those of the other one.

    `report` is empty until it was reviewed; `may` is what the citizen can do now, `rateable` whether that is to rate.
    """

    number: str
    status: Status
    created_at: datetime
    unit: str | None
    due_at: datetime | None
    report: str
    reason: str
    merged: bool
    may: tuple[Action, ...]
    rateable: bool


def progress_of(order: WorkOrder, root: WorkOrder | None) -> Progress:
    """Return how far `order` is; `root` is the order that it was merged into."""
    shown = root or order
    return Progress(
        number=order.number,
        status=shown.status,
        created_at=order.created_at,
        unit=shown.unit,
        due_at=shown.due_at,
        report=shown.report if shown.status in _REPORT_TOLD else "",
        reason=shown.closed_reason if shown.status in _REASON_TOLD else "",
        merged=root is not None,
        may=tuple(
            each for each in (Action.URGE, Action.ADD_FACTS, Action.WITHDRAW) if _may(each, order, root)
        ),
        rateable=shown.status in RATEABLE,
    )


def _may(action: Action, order: WorkOrder, root: WorkOrder | None) -> bool:
    own = action in allowed(order, Outside.CITIZEN)
    return own and (root is None or action is Action.WITHDRAW or action in allowed(root, Outside.CITIZEN))
