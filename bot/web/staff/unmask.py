"""The one way to a whole telephone number: with a reason, noted before it is shown."""

from anyio.to_thread import run_sync
from fastapi import Request
from pydantic import BaseModel, Field

from bot.business.audit import checked_reason
from bot.business.errors import Invalid, NotFound
from bot.business.permissions import Permission, check_may
from bot.business.staff import Role, Staff
from bot.web.context import Context
from bot.web.staff.guard import actor, refuse


class Reason(BaseModel):
    """Why somebody needs the whole number."""

    reason: str = Field("", max_length=500)


async def unmask(request: Request, shared: Context, staff: Staff, number: str, reason: str) -> str:
    """Return the telephone number of an order, after it was noted who wanted it and why.

    Raises Invalid for a reason that says nothing or an order without a number, NotFound, also for an order of
    another unit, NotAllowed for a caller who asked to stay secret from the unit.
    """
    check_may(staff, Permission.UNMASK_NUMBERS)
    told = checked_reason(reason)
    order = await run_sync(shared.services.work_orders.find, number)
    if order is None:
        raise NotFound("order_unknown", "没有这张工单。")
    foreign = staff.role is Role.DEPARTMENT and (order.unit != staff.unit or order.keep_secret)
    if foreign:
        unknown = NotFound("order_unknown", "没有这张工单，或者不能查看它的号码。")
        await refuse(request, shared, staff, "foreign_order", "order", order.number, unknown)
    if order.callback_phone is None:
        raise Invalid("callback_phone", "这张工单没有留电话。")
    by = actor(request, staff)
    await run_sync(shared.services.audit.did, by, "phone_unmasked", "order", order.number, told)
    phone = await run_sync(shared.services.work_orders.reveal_phone, number, staff.username)
    return phone or ""
