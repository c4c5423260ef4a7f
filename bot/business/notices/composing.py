"""Notices for an occasion: whom they are for, what they say, and the key under which each is told once."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from bot.business.china import local_day
from bot.business.notices.moments import Moment
from bot.business.notices.notice import Notice
from bot.business.notices.occasions import OF_ACTION, Occasion, recipient
from bot.business.notices.wording import calendar_text, callback_text, knowledge_text, order_text
from bot.business.orders.actions import Action
from bot.business.orders.calendar import WorkCalendar
from bot.business.orders.order import WorkOrder
from bot.business.orders.states import AT_UNIT
from bot.business.queueing.callback_request import CallbackRequest
from bot.business.studio.health_endings import Ending


def of_action(
    action: Action, before: WorkOrder, after: WorkOrder, matter: str, now: datetime
) -> list[Notice]:
    """Return what is told when `action` was done to an order; nothing while no unit works on it.

    After a return the order has no unit any more: who had it is told.
    """
    occasion = OF_ACTION.get(action)
    if occasion is None or AT_UNIT.isdisjoint((before.status, after.status)):
        return []
    return _of_order(
        occasion, after, matter, after.due_at, f"{now.isoformat()}", after.unit or before.unit, now
    )


def of_moment(moment: Moment, order: WorkOrder, matter: str, now: datetime) -> list[Notice]:
    """Return what is told at a moment of an order. A reminder is one for each of its moments, the rest one a deadline."""
    about = moment.deadline.isoformat()
    if moment.occasion is Occasion.REMINDER:
        about = f"{about}:{moment.at.isoformat()}"
    return _of_order(moment.occasion, order, matter, moment.deadline, about, order.unit, now)


def of_callback(request: CallbackRequest, now: datetime) -> Notice:
    """Return what is told when a promised call is due: to who took it, else to all agents."""
    occasion = Occasion.CALLBACK_DUE
    to = f"staff:{request.agent}" if request.agent else recipient(occasion.audiences[0], None)
    assert to is not None
    key = callback_key(request.id, request.tries)
    return _notice(occasion, to, callback_text(request), key, now)


def callback_key(id: str, tries: int) -> str:
    """Return the key of a promised call's notice: told once for each time that was promised."""
    return f"{Occasion.CALLBACK_DUE.value}:{id}:{tries}"


def of_calendar(order: WorkOrder, calendar: WorkCalendar, now: datetime) -> Notice | None:
    """Return what administrators are told when the order is due in a year without holidays: once for the year."""
    if order.due_at is None or calendar.is_known(local_day(order.due_at)):
        return None
    year = local_day(order.due_at).year
    occasion = Occasion.CALENDAR_UNKNOWN
    to = recipient(occasion.audiences[0], None)
    assert to is not None
    return _notice(occasion, to, calendar_text(year), f"{occasion.value}:{year}", now)


def of_knowledge(about: str, found: Sequence[Ending], today: date, now: datetime) -> Notice:
    """Return what administrators are told of what expires in the knowledge base; once for each `about`: a week, a day."""
    occasion = Occasion.KNOWLEDGE_EXPIRES
    to = recipient(occasion.audiences[0], None)
    assert to is not None
    return _notice(occasion, to, knowledge_text(found, today), f"{occasion.value}:{about}", now)


def _of_order(
    occasion: Occasion,
    order: WorkOrder,
    matter: str,
    deadline: datetime | None,
    about: str,
    unit: str | None,
    now: datetime,
) -> list[Notice]:
    text = order_text(occasion, order, matter, deadline)
    found = (recipient(audience, unit) for audience in occasion.audiences)
    key = f"{occasion.value}:{order.number}:{about}"
    return [_notice(occasion, to, text, f"{key}:{to}", now, order.number) for to in found if to]


def _notice(
    occasion: Occasion, to: str, text: str, key: str, now: datetime, order_number: str | None = None
) -> Notice:
    return Notice(
        id=secrets.token_hex(16),
        key=key,
        kind=occasion.value,
        recipient=to,
        subject=occasion.label,
        text=text,
        created_at=now,
        next_try_at=now,
        order_number=order_number,
    )
