"""Deadlines that act: looks at what has come due and writes the notices; all of it follows from the database."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.business.notices.composing import of_calendar, of_callback, of_moment
from bot.business.notices.moments import Moment, Rules, due_now, moments, next_after
from bot.business.notices.occasions import Occasion
from bot.business.orders.order import WorkOrder
from bot.services.notices import NameOf, NoticeService
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

log = logging.getLogger(__name__)
Supervise = Callable[[UnitOfWork, WorkOrder], object]  # puts a locked order on the supervision list
_PAGE = 50  # orders in a transaction: others write in between
_BREATH_S = 0.02  # between full pages: who waits for SQLite's one writer gets its turn
_AFTER_FAILURE = timedelta(hours=1)


@dataclass(frozen=True)
class Swept:
    """How many orders a sweep looked at, and how many notices it wrote."""

    orders: int = 0
    notices: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(self.orders + other.orders, self.notices + other.notices)


class DeadlineService:
    """The sweep. Killed anywhere, the next one does what is missing; two at once tell everything once."""

    def __init__(
        self,
        unit_of_work: UnitOfWorkFactory,
        now: Clock,
        rules: Rules,
        notices: NoticeService,
        supervise: Supervise,
        name_of: NameOf,
    ) -> None:
        self._work = unit_of_work
        self._now = now
        self._rules = rules
        self._notices = notices
        self._supervise = supervise
        self._name_of = name_of

    def sweep(self, now: datetime | None = None) -> Swept:
        """Tell what is due by `now`, page by page, each in a transaction of its own."""
        moment = now or self._now()
        swept = Swept(notices=self._callbacks(moment))
        while (page := self._page(moment)).orders:
            swept += page
            if page.orders == _PAGE:
                time.sleep(_BREATH_S)
        return swept

    def _page(self, now: datetime) -> Swept:
        with self._work() as work:
            orders = work.deadlines.orders(now, _PAGE)
            told = sum([self._look(work, order, now) for order in orders])
            work.commit()
            return Swept(len(orders), told)

    def _look(self, work: UnitOfWork, order: WorkOrder, now: datetime) -> int:
        """Tell what is due of an order and put down when to look again: later than `now`, so that a sweep ends."""
        try:
            found = moments(order, work.work_orders.events(order.number), self._rules)
        except Exception:  # a rule that fails for one order must not hold up the others
            log.exception("deadlines of order %s", order.number)
            work.deadlines.look_again(order.number, now + _AFTER_FAILURE)
            return 0
        told = sum([self._tell(work, order, moment, now) for moment in due_now(found, now)])
        warning = of_calendar(order, self._rules.calendar, now) if found else None
        told += warning is not None and self._notices.tell(work, warning)
        work.deadlines.look_again(order.number, next_after(found, now))
        return told

    def _tell(self, work: UnitOfWork, order: WorkOrder, moment: Moment, now: datetime) -> int:
        written = of_moment(moment, order, self._name_of(order.category), now)
        new = sum([self._notices.tell(work, notice) for notice in written])
        if new and moment.occasion is Occasion.OVERDUE and not order.supervised:
            self._supervise(work, order)
        return new

    def _callbacks(self, now: datetime) -> int:
        with self._work() as work:
            due = work.deadlines.callbacks(now, _PAGE)
            told = sum([self._notices.tell(work, of_callback(request, now)) for request in due])
            work.commit()
            return told
