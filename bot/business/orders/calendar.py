"""Working days and office hours, as China's holiday arrangements make them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from bot.business.china import CHINA, local_day

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked, and when offices are open. Moments are aware UTC; days and hours are those of Shanghai.

    `opens` and `closes` are the hours of the departments; when agents are at their desks is `queueing.office_hours`.

    `known_years` are those whose official arrangement is loaded; in any other year only Saturdays and Sundays are off.
    """

    holidays: frozenset[date]  # days off by arrangement, weekends within a holiday may be among them
    make_up_days: frozenset[date]  # Saturdays and Sundays that are worked
    known_years: frozenset[int]
    opens: time
    closes: time

    def is_workday(self, day: date) -> bool:
        """Return whether offices work on `day`."""
        if day in self.make_up_days:
            return True
        return day not in self.holidays and day.weekday() < 5

    def is_known(self, day: date) -> bool:
        """Return whether the official arrangement of that year is loaded."""
        return day.year in self.known_years

    def caveat(self, *moments: datetime) -> str | None:
        """Return what to tell people when one of `moments` lies in a year whose arrangement isn't loaded, else None."""
        unknown = sorted({day.year for day in map(local_day, moments) if not self.is_known(day)})
        if not unknown:
            return None
        years = "、".join(map(str, unknown))
        return f"{years} 年的放假安排还没有录入，工作日暂时只按周六、周日休息来算。"

    def is_open(self, moment: datetime) -> bool:
        """Return whether offices are open at `moment`; the closing time itself is not."""
        local = _local(moment)
        return self.is_workday(local.date()) and self.opens <= local.time() < self.closes

    def next_open(self, moment: datetime) -> datetime:
        """Return `moment` itself when offices are open, else the next time that they open."""
        if self.is_open(moment):
            return moment
        local = _local(moment)
        passed = local.time() >= self.opens
        return _utc(self._workday_from(local.date() + _DAY if passed else local.date()), self.opens)

    def add_workdays(self, moment: datetime, days: int) -> datetime:
        """Return the end of office hours on the last of `days` working days after the day of `moment`.

        民法典 art. 201: the day on which a period begins isn't counted, at whatever hour; art. 203: where there are
        business hours, the last day ends with them. Raises ValueError when `days` is less than 1.
        """
        _check(days)
        day = local_day(moment)
        for _ in range(days):
            day = self._workday_from(day + _DAY)
        return _utc(day, self.closes)

    def add_days(self, moment: datetime, days: int) -> datetime:
        """Return the end of office hours on the last of `days` calendar days after the day of `moment`.

        民法典 art. 203: when the last day is off, the next working day is the last one. Raises ValueError when `days` is
        less than 1.
        """
        _check(days)
        return _utc(self._workday_from(local_day(moment) + days * _DAY), self.closes)

    def opening_before(self, moment: datetime, days: int) -> datetime:
        """Return when offices open on the `days`-th working day before the day of `moment`.

        Raises ValueError when `days` is less than 1.
        """
        _check(days)
        day = local_day(moment)
        for _ in range(days):
            day = self._workday_until(day - _DAY)
        return _utc(day, self.opens)

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """Return how many working days lie after the day of `start`, that of `end` included; negative when it is earlier."""
        first, last = local_day(start), local_day(end)
        if last < first:
            return -self.working_days_between(end, start)
        return sum(self.is_workday(first + n * _DAY) for n in range(1, (last - first).days + 1))

    def _workday_from(self, day: date) -> date:
        while not self.is_workday(day):
            day += _DAY
        return day

    def _workday_until(self, day: date) -> date:
        while not self.is_workday(day):
            day -= _DAY
        return day


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(CHINA)


def _utc(day: date, at: time) -> datetime:
    return datetime.combine(day, at, CHINA).astimezone(timezone.utc)


def _check(days: int) -> None:
    if days < 1:
        raise ValueError("at least one day")
