"""Lists of orders: what an address asks for, as filters and a page."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import Query
from pydantic import BaseModel, ConfigDict

from bot.bootstrap import Services
from bot.business.china import CHINA, local_day
from bot.business.errors import Invalid
from bot.business.orders.actor import Actor
from bot.business.orders.search import Filters, OrderPage, Page, Place, Sorting
from bot.business.orders.states import AT_UNIT, OPEN, SETTLED, Status
from bot.business.text import clean
from bot.web.orders.order_view import OrderView, order_view

SIZE = 25
_RUNNING = AT_UNIT - {Status.HELD}  # what can be overdue
_FIRST_NUMBER = "000000000000"  # before every order of that moment

GROUPS: dict[str, tuple[str, frozenset[Status]]] = {
    "open": ("没有办结的", OPEN),
    "to_dispatch": ("待派单", frozenset({Status.REGISTERED, Status.PENDING})),
    "to_decide": ("退单、延期待批", frozenset({Status.RETURN_ASKED, Status.EXTENSION_ASKED})),
    "at_unit": ("承办单位在办", AT_UNIT),
    "to_review": ("待审核", frozenset({Status.REPORTED, Status.REVIEW})),
    "to_call": ("待回访", frozenset({Status.CALLBACK})),
    "settled": ("已经了结的", SETTLED),
}
UNIT_GROUPS: dict[str, tuple[str, frozenset[Status]]] = {
    "at_unit": ("在办的", AT_UNIT),
    "new": ("待签收", frozenset({Status.DISPATCHED})),
    "reopened": ("退回重办", frozenset({Status.REOPENED})),
    "asked": ("退单、延期待批", frozenset({Status.RETURN_ASKED, Status.EXTENSION_ASKED})),
    "held": ("挂账", frozenset({Status.HELD})),
    "reported": ("已反馈，等审核或回访", frozenset({Status.REPORTED, Status.REVIEW, Status.CALLBACK})),
    "settled": ("已经了结的", SETTLED),
}


class Asked(BaseModel):
    """What a list's address says; what it doesn't know is no error, an old bookmark still works."""

    model_config = ConfigDict(extra="ignore")
    state: str = ""
    due: str = ""  # today, overdue
    q: str = ""
    unit: str = ""
    supervised: str = ""
    sort: str = ""
    after: str = ""


Wanted = Annotated[Asked, Query()]


@dataclass(frozen=True)
class Listed:
    """A list as a template shows it; `error` says what can't be looked for."""

    rows: list[OrderView]
    next: str | None
    error: str = ""


async def listed(
    services: Services, asked: Asked, groups: dict[str, tuple[str, frozenset[Status]]], by: Actor
) -> Listed:
    """Return the page of orders that the address asks for."""
    now = services.now()
    try:
        filters, page = _filters(asked, groups, now), _page(asked, now)
        found: OrderPage = await run_sync(lambda: services.work_orders.search(filters, page, by))
    except Invalid as refused:
        return Listed([], None, refused.message)
    return Listed([order_view(order, services, now) for order in found.orders], found.next)


def _filters(asked: Asked, groups: dict[str, tuple[str, frozenset[Status]]], now: datetime) -> Filters:
    statuses = groups[asked.state][1] if asked.state in groups else _one(asked.state)
    if asked.due in ("today", "overdue"):
        statuses = (statuses & _RUNNING) or _RUNNING
    return Filters(
        statuses=statuses,
        unit=clean(asked.unit) or None,
        text=clean(asked.q),
        due_before={"today": _tomorrow(now), "overdue": now}.get(asked.due),
        supervised=True if asked.supervised else None,
    )


def _page(asked: Asked, now: datetime) -> Page:
    after = clean(asked.after) or (Place(now, _FIRST_NUMBER).written() if asked.due == "today" else None)
    by_deadline = asked.sort == Sorting.DEADLINE.value or bool(asked.due)
    return Page(SIZE, Sorting.DEADLINE if by_deadline else Sorting.NEWEST, after)


def _one(state: str) -> frozenset[Status]:
    return frozenset(each for each in Status if each.value == state)


def _tomorrow(now: datetime) -> datetime:
    return datetime.combine(local_day(now) + timedelta(days=1), time.min, CHINA)
