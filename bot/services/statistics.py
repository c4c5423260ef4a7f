"""The numbers of the hotline: a period's report, what goes on now, orders at risk."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.business.orders.calendar import WorkCalendar
from bot.business.queueing.groups import Group
from bot.business.queueing.rules import QueueRules
from bot.business.rates import contacts, talks
from bot.business.rates.contacts import ContactFact
from bot.business.rates.grouping import Member
from bot.business.statistics.facts import Facts, SpanFacts
from bot.business.statistics.live import GroupQueue, Live, Risk, agents_now
from bot.business.statistics.period import Period, Span
from bot.business.statistics.report import Report, build
from bot.services.ports import Clock, UnitOfWorkFactory

_LISTED = 30  # orders at risk by name; the rest is counted
_NEVER_CAME = timedelta(minutes=1)  # an announced call that isn't up by then won't come


@dataclass(frozen=True)
class Members:
    """Units and categories of the catalogue, by code."""

    units: Mapping[str, Member]
    categories: Mapping[str, Member]


class StatisticsService:
    """Reads a report day by day, each in a transaction of its own: SQLite's one writer never waits long for it."""

    def __init__(
        self,
        unit_of_work: UnitOfWorkFactory,
        now: Clock,
        calendar: WorkCalendar,
        rules: QueueRules,
        members: Callable[[], Members],
    ) -> None:
        self._work = unit_of_work
        self._now = now
        self._calendar = calendar
        self._rules = rules
        self._members = members

    def report(self, period: Period) -> Report:
        """Return all figures of a period."""
        now, members = self._now(), self._members()
        return build(self._facts(period, now), period, now, members.units, members.categories)

    def live(self) -> Live:
        """Return the queue and the agents as they are now."""
        now = self._now()
        with self._work() as work:
            waiting = {each.group: each for each in work.statistics.queue()}
            presences, accounts = work.agents.all(), work.agents.accounts()
            active = work.statistics.talks_by_agent()
        queue = tuple(waiting.get(group, GroupQueue(group, 0, None)) for group in Group)
        return Live(now, queue, agents_now(presences, accounts, active, now, self._rules))

    def at_risk(self) -> Risk:
        """Return the orders at units that are overdue or due by the end of the next working day."""
        now = self._now()
        before = self._calendar.add_workdays(now, 1)
        with self._work() as work:
            orders = work.statistics.at_risk(before, _LISTED)
            units = work.statistics.risk_by_unit(now, before)
        return Risk(now, before, tuple(orders), tuple(units))

    def _facts(self, period: Period, now: datetime) -> Facts:
        since, until = period.since, period.until
        with self._work() as work:
            callbacks = work.statistics.callbacks(since, until)
        spans = tuple(self._span(span, now) for span in period.spans())
        return Facts(spans, callbacks, self._contacts(since, until, now - contacts.WITHIN))

    def _span(self, span: Span, now: datetime) -> SpanFacts:
        since, until, lost = span.since, span.until, now - _NEVER_CAME
        if since > now:
            return SpanFacts(span, Counter(), Counter(), (), ())
        with self._work() as work:
            read = work.statistics
            return SpanFacts(
                span,
                read.orders(since, until, now),
                read.talks(since, until, talks.WITHIN, now - talks.WITHIN),
                tuple(read.calls(since, until, lost)),
                tuple(read.waits(since, until)),
            )

    def _contacts(self, since: datetime, until: datetime, edge: datetime) -> Counter[ContactFact]:
        with self._work() as work:
            by_order = work.statistics.contacts(since, until, contacts.WITHIN, edge)
        with self._work() as work:
            return by_order + work.statistics.talked(since, until, contacts.WITHIN, edge)
