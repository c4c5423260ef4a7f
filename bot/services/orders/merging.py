"""Merge an order into another one: every caller is kept, and the chain stays one step long."""

from dataclasses import replace
from datetime import datetime

from bot.business.errors import Invalid, NotAllowed
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor
from bot.business.orders.log import entry
from bot.business.orders.order import WorkOrder
from bot.business.orders.states import OPEN, Status
from bot.services.orders.families import root_number
from bot.services.orders.steps import Steps, check_fresh, found
from bot.services.ports import Conflict, UnitOfWork

_TAKES_OTHERS = OPEN | {Status.ANSWERED, Status.CLOSED}  # from these a caller's bad rating still leads on


def merge(
    work: UnitOfWork,
    steps: Steps,
    child: str,
    parent: str,
    actor: Actor,
    note: str,
    seen: datetime | None = None,
) -> WorkOrder:
    """Merge `child` into `parent`, or into what that was merged into; return the child.

    A closed parent stays closed. How often the child was urged counts for the parent. Raises Invalid, NotAllowed.
    """
    root = root_number(found(work.work_orders.get(parent)))
    if root == child:
        raise Invalid("parent", "不能并到自己，也不能并到已经并入它的工单。")
    orders = {number: found(work.work_orders.get(number, lock=True)) for number in sorted((child, root))}
    check_fresh(orders[child], seen)
    if root_number(orders[root]) != root:
        raise Conflict(root)
    if orders[root].status not in _TAKES_OTHERS:
        raise NotAllowed("parent_settled", f"“{orders[root].status.label}”的工单不能再并入别的工单。")
    merged = steps.take(work, orders[child], Action.MERGE, Details(note=note, parent=root), actor)
    _move_children(work, steps, merged, actor)
    _note_at_root(work, steps, orders[root], merged, actor)
    return merged


def _move_children(work: UnitOfWork, steps: Steps, merged: WorkOrder, actor: Actor) -> None:
    for number in [each.number for each in work.work_orders.children(merged.number)]:
        order = found(work.work_orders.get(number, lock=True))
        if order.parent != merged.number or order.status is not Status.MERGED:
            continue  # withdrawn a moment ago
        work.work_orders.update(replace(order, parent=merged.parent, updated_at=steps.now()))
        data = {"parent": [merged.number, merged.parent]}
        work.work_orders.add_event(entry(number, steps.now(), actor, "moved", data=data))


def _note_at_root(work: UnitOfWork, steps: Steps, root: WorkOrder, merged: WorkOrder, actor: Actor) -> None:
    if merged.urged:
        work.work_orders.update(replace(root, urged=root.urged + merged.urged, updated_at=steps.now()))
    data = {"child": merged.number, "urged": merged.urged}
    work.work_orders.add_event(entry(root.number, steps.now(), actor, "merged_in", merged.number, data=data))
