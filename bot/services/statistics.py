"""The numbers of the hotline: a period's report, what goes on now, orders at risk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from bot.business.orders.calendar import WorkCalendar
from bot.business.queueing.groups import Group
from bot.business.queueing.rules import QueueRules
from bot.business.rates import contacts, talks
from bot.business.rates.contacts import ContactFact
from bot.business.rates.grouping import Member
from bot.business.rates.talks import TalkFact
from bot.business.statistics.facts import Facts
from bot.business.statistics.live import GroupQueue, Live, Risk, agents_now
from bot.business.statistics.period import Period, slices
from bot.business.statistics.report import Report, build
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

_LISTED = 30  # orders at risk by name; the rest is counted
_NEVER_CAME = timedelta(minutes=1)  # an announced call that isn't up by then won't come
T = TypeVar("T")
Read = Callable[[UnitOfWork, datetime, datetime], list[T]]


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
        since, until = period.since, min(period.until, now + timedelta(seconds=1))
        lost = now - _NEVER_CAME
        return Facts(
            orders=tuple(self._read(lambda work, a, b: work.statistics.orders(a, b), since, until)),
            callbacks=tuple(self._read(lambda work, a, b: work.statistics.callbacks(a, b), since, until)),
            talks=self._talks(since, until),
            contacts=self._contacts(since, until),
            calls=tuple(self._read(lambda work, a, b: work.statistics.calls(a, b, lost), since, until)),
            waits=tuple(self._read(lambda work, a, b: work.statistics.waits(a, b), since, until)),
        )

    def _talks(self, since: datetime, until: datetime) -> tuple[TalkFact, ...]:
        """Return the period's talks, linked as far after it as anybody's return still counts."""

        def read(work: UnitOfWork, first: datetime, last: datetime) -> list[TalkFact]:
            return work.statistics.talks(first, last)

        found = self._read(read, since, until)
        last = max((talk.ended_at for talk in found), default=until) + talks.WITHIN
        linked = talks.linked([*found, *self._read(read, until, last)])
        return linked[: len(found)]

    def _contacts(self, since: datetime, until: datetime) -> tuple[ContactFact, ...]:
        """Return the period's contacts, linked to those of the days around it that count."""
        first, last = since - contacts.WITHIN, until + contacts.WITHIN + timedelta(seconds=1)
        found = self._read(lambda work, a, b: work.statistics.contacts(a, b), first, last)
        return tuple(each for each in contacts.linked(found) if since <= each.at < until)

    def _read(self, read: Read[T], since: datetime, until: datetime) -> list[T]:
        found: list[T] = []
        for first, last in slices(since, min(until, self._now() + timedelta(seconds=1))):
            with self._work() as work:
                found += read(work, first, last)
        return found
