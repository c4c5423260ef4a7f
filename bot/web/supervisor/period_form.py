"""Which days are asked for: today, the last 7 or 30 days, or chosen ones."""

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from bot.business.errors import Invalid
from bot.business.statistics.period import Period, recent

CHOICES = (("today", "今天", 1), ("7", "近 7 天", 7), ("30", "近 30 天", 30))


class Wanted(BaseModel):
    """The fields of the form, as they were typed."""

    period: str = Field("", max_length=10)
    first: str = Field("", max_length=20)
    last: str = Field("", max_length=20)


Asked = Annotated[Wanted, Query()]


def period_of(wanted: Wanted, today: date) -> Period:
    """Return the days asked for, today when none are. Raises Invalid for days that are none or not yet."""
    days = next((days for name, _, days in CHOICES if name == wanted.period), None)
    if days is not None:
        return recent(days, today)
    if wanted.period not in ("", "chosen"):
        raise Invalid("period", "没有这个时间范围。")
    if not (wanted.first.strip() or wanted.last.strip()):
        return recent(1, today)
    first = _day(wanted.first or wanted.last)
    last = _day(wanted.last or wanted.first)
    if last > today:
        raise Invalid("last", "日期不能晚于今天。")
    return Period(first, last)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Invalid("first", "日期要写成 2026-11-26 这样。") from None
