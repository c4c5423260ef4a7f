"""Which orders an Open311 client asks for: the parameters of `GET requests`, checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.business import order_number
from bot.business.errors import Invalid, NotFound
from bot.business.orders.catalogue import Catalogue
from bot.business.orders.open311 import STATUSES, public_categories
from bot.business.orders.states import Status

LONGEST = timedelta(days=90)
MOST = 1000  # rows
_MOST_IDS = 100
_YEARS = range(2000, 2101)
_COUNT = re.compile(r"[1-9]\d{0,5}", re.ASCII)
_ZONE = re.compile(r" (\d\d:?\d\d)$")  # a plus sign that nobody encoded arrives as a blank


@dataclass(frozen=True)
class Search:
    """A page of the public orders of some categories, opened from `start` to `end`, newest first.

    With `numbers` nothing else counts: the standard says that they override all other arguments.
    """

    categories: tuple[str, ...]
    start: datetime
    end: datetime
    statuses: frozenset[Status] = frozenset()  # none: all
    numbers: tuple[str, ...] | None = None
    page: int = 1
    page_size: int = MOST


def search_from(given: Mapping[str, str], catalogue: Catalogue, now: datetime) -> Search:
    """Return what is asked for. Raises Invalid, and NotFound for a service code that isn't in the catalogue."""
    public = public_categories(catalogue)
    numbers = _numbers(given.get("service_request_id", ""))
    if numbers is not None:
        return Search(public, now - LONGEST, now, numbers=numbers)
    start, end = _window(given, now)
    return Search(
        _categories(given.get("service_code", ""), catalogue, public),
        start,
        end,
        _statuses(given.get("status", "")),
        page=_count(given, "page", 1, 100_000),
        page_size=_count(given, "page_size", MOST, MOST),
    )


def _numbers(written: str) -> tuple[str, ...] | None:
    asked = _several(written)
    if len(asked) > _MOST_IDS:
        raise Invalid("service_request_id", f"service_request_id 一次最多 {_MOST_IDS} 个。")
    return tuple(filter(order_number.valid, asked)) if asked else None


def _categories(written: str, catalogue: Catalogue, public: tuple[str, ...]) -> tuple[str, ...]:
    asked = _several(written)
    if any(code not in catalogue.matters for code in asked):
        raise NotFound("service_unknown", "没有这个 service_code，请先查 services。")
    return tuple(code for code in public if code in asked) if asked else public


def _statuses(written: str) -> frozenset[Status]:
    asked = _several(written)
    if any(each not in STATUSES for each in asked):
        raise Invalid("status", "status 只能是 open 或 closed，两个都要就用逗号隔开。")
    return frozenset().union(*(STATUSES[each] for each in asked))


def _window(given: Mapping[str, str], now: datetime) -> tuple[datetime, datetime]:
    """Return from when to when; an end that is left out is 90 days away, or now."""
    start, end = _moment(given, "start_date"), _moment(given, "end_date")
    if start is None:
        end = end or now
        return end - LONGEST, end
    end = end or max(start, min(now, start + LONGEST))
    if end < start:
        raise Invalid("end_date", "end_date 不能早于 start_date。")
    if end - start > LONGEST:
        raise Invalid("start_date", f"start_date 到 end_date 最多 {LONGEST.days} 天，请分几次查。")
    return start, end


def _moment(given: Mapping[str, str], name: str) -> datetime | None:
    written = given.get(name, "").strip()
    if not written:
        return None
    wrong = Invalid(name, f"{name} 要写成带时区的时间，例如 2026-11-26T00:00:00+08:00。")
    try:
        moment = datetime.fromisoformat(_ZONE.sub(r"+\1", written).replace("Z", "+00:00"))
    except ValueError:
        raise wrong from None
    if moment.tzinfo is None or moment.year not in _YEARS:
        raise wrong
    return moment


def _count(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    written = given.get(name, "").strip()
    if not written:
        return default
    if not _COUNT.fullmatch(written) or int(written) > most:
        raise Invalid(name, f"{name} 要是 1 到 {most} 的整数。")
    return int(written)


def _several(written: str) -> list[str]:
    return [each for each in (part.strip() for part in written.split(",")) if each]
