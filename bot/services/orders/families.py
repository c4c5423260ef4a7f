"""Orders that were merged: which one counts, and how all of them are locked without waiting for each other.

The order that others are merged into is always locked before them; two that are merged, by number.
"""

from collections.abc import Callable
from typing import TypeVar

from bot.business.errors import NotAllowed
from bot.business.orders.order import WorkOrder
from bot.business.orders.states import Status
from bot.services.orders.steps import found
from bot.services.ports import Conflict, UnitOfWork, UnitOfWorkFactory

T = TypeVar("T")
_TRIES = 5


def in_one(unit_of_work: UnitOfWorkFactory, do: Callable[[UnitOfWork], T]) -> T:
    """Return what `do` returns, in one transaction; tried again when an order was merged meanwhile.

    Raises NotAllowed when others are quicker each time.
    """
    for _ in range(_TRIES):
        try:
            with unit_of_work() as work:
                result = do(work)
                work.commit()
                return result
        except Conflict:
            continue
    raise NotAllowed("busy", "这张工单正有别人在操作，请稍后再试。")


def root_number(order: WorkOrder) -> str:
    """Return the number of the order that counts: the one it was merged into, or its own."""
    return order.parent if order.status is Status.MERGED and order.parent else order.number


def locked_with_root(work: UnitOfWork, number: str) -> tuple[WorkOrder, WorkOrder | None]:
    """Return an order and the one that it was merged into, both locked.

    Raises NotFound, and Conflict when it was merged while they were being locked.
    """
    root = root_number(found(work.work_orders.get(number)))
    if root == number:
        own = found(work.work_orders.get(number, lock=True))
        if root_number(own) != number:
            raise Conflict(number)
        return own, None
    above = found(work.work_orders.get(root, lock=True))
    own = found(work.work_orders.get(number, lock=True))
    if root_number(own) != root:
        raise Conflict(number)
    return own, above
