"""When people are there; the robot always is. Days and times of day are China's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.business.china import CHINA

Hours = tuple[time, time]
IsWorkday = Callable[[date], bool]

_FURTHEST = 60  # days; the longest holidays are nine
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class OfficeHours:
    """The hours of working days, make-up days included, and of all others; None: closed."""

    workday: Hours | None
    other_day: Hours | None
    is_workday: IsWorkday

    def on(self, day: date) -> Hours | None:
        """Return the hours of a day."""
        return self.workday if self.is_workday(day) else self.other_day

    def span(self, day: date) -> tuple[datetime, datetime] | None:
        """Return when the office opens and closes on a day, as moments."""
        hours = self.on(day)
        if hours is None:
            return None
        return datetime.combine(day, hours[0], CHINA), datetime.combine(day, hours[1], CHINA)

    def is_open(self, now: datetime) -> bool:
        """Return whether people are there."""
        span = self.span(now.astimezone(CHINA).date())
        return span is not None and span[0] <= now < span[1]

    def opens_at(self, now: datetime) -> datetime | None:
        """Return when the office opens next, None when it is open or never opens."""
        if self.is_open(now):
            return None
        today = now.astimezone(CHINA).date()
        spans = (self.span(today + timedelta(days=ahead)) for ahead in range(_FURTHEST))
        return next((span[0] for span in spans if span and span[0] > now), None)

    def in_words(self) -> str:
        """Return the hours as citizens read them."""
        told = []
        if self.workday:
            told.append(f"工作日 {_hours(self.workday)}")
        if self.other_day:
            told.append(f"周末和节假日 {_hours(self.other_day)}")
        return "，".join(told) or "暂不开放"


def day_in_words(day: date, today: date) -> str:
    """Return a day as people say it: 今天, 明天, or the date with its weekday."""
    near = {0: "今天", 1: "明天", 2: "后天"}.get((day - today).days)
    return near or f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def moment_in_words(moment: datetime, now: datetime) -> str:
    """Return a moment as people say it: 明天 8:30."""
    local = moment.astimezone(CHINA)
    return f"{day_in_words(local.date(), now.astimezone(CHINA).date())} {clock(local)}"


def clock(moment: datetime | time) -> str:
    """Return the time of day as people write it: 8:30."""
    return f"{moment.hour}:{moment.minute:02}"


def _hours(hours: Hours) -> str:
    return f"{clock(hours[0])}—{clock(hours[1])}"
