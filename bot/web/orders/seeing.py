"""Which order somebody may see: a foreign one is refused as if there were none, and that is noted."""

from typing import NoReturn

from anyio.to_thread import run_sync
from fastapi import Request

from bot.business.errors import BusinessError, NotFound
from bot.business.orders.actor import actor_of
from bot.business.orders.order import WorkOrder
from bot.business.staff import Staff
from bot.business.text import clean
from bot.web.context import Context
from bot.web.staff.guard import refuse

_OVERSTEPPED = {"forbidden": "permission", "foreign_order": "foreign_order"}


async def seen_order(request: Request, shared: Context, staff: Staff, number: str) -> WorkOrder:
    """Return the order as `staff` may see it. Raises NotFound, noted when it is another unit's order."""
    wanted = clean(number)
    orders = shared.services.work_orders
    try:
        return await run_sync(orders.find_for, wanted, actor_of(staff))
    except NotFound as unknown:
        if await run_sync(orders.find, wanted) is None:
            raise
        await refuse(request, shared, staff, "foreign_order", "order", wanted, unknown)


async def refused(
    request: Request, shared: Context, staff: Staff, number: str, error: BusinessError
) -> NoReturn:
    """Raise `error`; note it first when somebody overstepped what they may do."""
    overstepped = _OVERSTEPPED.get(error.code)
    if overstepped:
        await refuse(request, shared, staff, overstepped, "order", number, error)
    raise error
