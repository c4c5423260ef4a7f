"""What is left until the deadline, in words."""

from datetime import date, datetime, time, timezone

import pytest

from bot.business.china import CHINA
from bot.business.orders.calendar import WorkCalendar
from bot.business.orders.order import WorkOrder
from bot.business.orders.states import Status
from bot.business.orders.time_left import time_left

HOLIDAY = date(2026, 12, 1)
CALENDAR = WorkCalendar(frozenset({HOLIDAY}), frozenset(), frozenset({2026}), time(8, 30), time(17, 30))


def at(day: int, hour: int = 17, minute: int = 30, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA).astimezone(timezone.utc)


def order(due: datetime | None, status: Status = Status.SIGNED, review: datetime | None = None) -> WorkOrder:
    then = at(1)
    return WorkOrder(
        "261126000000", None, "路灯", "", "", None, status, then, then, due_at=due, review_at=review
    )


NOW = at(26, 12, 0)  # a Thursday


@pytest.mark.parametrize(
    ("due", "words", "overdue", "soon"),
    [
        (at(26, 17, 30), "还有 5 小时", False, True),
        (at(26, 12, 20), "还有不到 1 小时", False, True),
        (at(27), "还有 1 个工作日", False, True),
        (at(30), "还有 2 个工作日", False, False),  # Saturday and Sunday don't count
        (at(2, month=12), "还有 3 个工作日", False, False),  # nor does a holiday
        (at(26, 12, 0), "已超期", True, True),
        (at(24), "已超期 2 个工作日", True, True),
    ],
)
def test_time_left(due: datetime, words: str, overdue: bool, soon: bool) -> None:
    left = time_left(order(due), NOW, CALENDAR)
    assert left is not None
    assert (left.words, left.overdue, left.soon) == (words, overdue, soon)


def test_on_a_day_off_hours_are_told_until_the_same_days_end() -> None:
    left = time_left(order(at(29, 14, 0)), at(28, 12, 0), CALENDAR)  # Saturday to Sunday
    assert left is not None
    assert left.words == "还有 26 小时"


def test_nothing_is_left_where_no_time_runs() -> None:
    assert time_left(order(None), NOW, CALENDAR) is None
    assert time_left(order(at(24), Status.CALLBACK), NOW, CALENDAR) is None


def test_a_held_order_is_looked_at_again() -> None:
    left = time_left(order(at(24), Status.HELD, at(15, month=12)), NOW, CALENDAR)
    assert left is not None
    assert (left.words, left.overdue) == ("挂账，12月15日复查", False)
