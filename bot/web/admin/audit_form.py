"""What the search form of the audit log asks for, checked; a day is meant in China."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from bot.business.audit import AuditQuery
from bot.business.china import CHINA
from bot.business.errors import Invalid
from bot.business.text import clean

_FIRST_YEAR = 2000


class Wanted(BaseModel):
    """The fields of the form, as they were typed."""

    actor: str = Field("", max_length=64)
    action: str = Field("", max_length=48)
    target: str = Field("", max_length=64)
    day: str = Field("", max_length=20)
    before: str = Field("", max_length=20)


Asked = Annotated[Wanted, Query()]


def query_of(wanted: Wanted) -> AuditQuery:
    """Return what to look for. Raises Invalid for a day or a page that is none."""
    since, until = _bounds(wanted.day)
    return AuditQuery(
        clean(wanted.actor), clean(wanted.action), clean(wanted.target), since, until, _page(wanted.before)
    )


def _bounds(typed: str) -> tuple[datetime | None, datetime | None]:
    if not typed.strip():
        return None, None
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        raise Invalid("day", "日期要写成 2026-11-26 这样。") from None
    if not _FIRST_YEAR <= day.year < 9999:
        raise Invalid("day", "日期要写成 2026-11-26 这样。")
    return _midnight(day), _midnight(day + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _page(typed: str) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 18):
        raise Invalid("before", "没有这一页。")
    return int(typed)
