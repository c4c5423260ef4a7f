"""The days that a report is about, as they are in China."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from bot.business.china import CHINA
from bot.business.errors import Invalid

MOST_DAYS = 92  # a quarter: more bars than that can't be told apart
FIRST_YEAR = 2000
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class Span:
    """A stretch of time from `since` until just before `until`, and what it is called on an axis."""

    label: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Period:
    """Whole days, both included. Raises Invalid when they are in the wrong order or too many."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first.year < FIRST_YEAR or self.last.year >= date.max.year:
            raise Invalid("first", "日期要写成 2026-11-26 这样。")
        if self.last < self.first:
            raise Invalid("last", "结束日期不能早于开始日期。")
        if self.days > MOST_DAYS:
            raise Invalid("last", f"一次最多看 {MOST_DAYS} 天，请缩短日期范围。")

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.last - self.first).days + 1

    @property
    def since(self) -> datetime:
        """Return its beginning, UTC."""
        return _midnight(self.first)

    @property
    def until(self) -> datetime:
        """Return the moment after it, UTC."""
        return _midnight(self.last + _DAY)

    @property
    def label(self) -> str:
        """Return the days as people read them."""
        return str(self.first) if self.days == 1 else f"{self.first} 至 {self.last}"

    def spans(self) -> tuple[Span, ...]:
        """Return its days one by one, or the hours of a single day: what a chart shows."""
        step, form = (_HOUR, "%H 时") if self.days == 1 else (_DAY, "%m-%d")
        begins = [self.since + step * n for n in range((self.until - self.since) // step)]
        return tuple(Span(each.astimezone(CHINA).strftime(form), each, each + step) for each in begins)


def recent(days: int, today: date) -> Period:
    """Return the last `days` days, today included."""
    return Period(today - (days - 1) * _DAY, today)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA).astimezone(timezone.utc)
