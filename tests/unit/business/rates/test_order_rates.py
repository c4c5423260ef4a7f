"""What orders came to, worked by hand."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.orders.states import Status
from bot.business.rates.orders import (
    OrderFact,
    direct_answer_rate,
    duplicate_rate,
    extended_on_time_rate,
    first_dispatch_error_rate,
    on_time_rate,
    redo_rate,
    return_rate,
)
from bot.business.rates.rate import Rate

NOW = datetime(2026, 3, 20, 4, tzinfo=timezone.utc)
DAY = timedelta(days=1)
DUE = NOW - DAY
SENT = OrderFact(Status.IN_PROGRESS, dispatched=True, due_at=DUE)
IN_TIME = replace(SENT, status=Status.CLOSED, closed_at=DUE)  # the last moment counts
LATE = replace(IN_TIME, closed_at=DUE + timedelta(seconds=1))
OPEN = replace(SENT, due_at=NOW)
ALL: tuple[tuple[Callable[[Sequence[OrderFact]], Rate], OrderFact], ...] = (  # and a row that each leaves out
    (lambda rows: on_time_rate(rows, NOW), OPEN),
    (lambda rows: extended_on_time_rate(rows, NOW), IN_TIME),
    (return_rate, OrderFact(Status.PENDING)),
    (first_dispatch_error_rate, OrderFact(Status.PENDING)),
    (redo_rate, OPEN),
    (duplicate_rate, OrderFact(Status.REDIRECTED)),
    (direct_answer_rate, OrderFact(Status.TRANSFERRED)),
)
TIMES = st.none() | st.integers(-5, 5).map(lambda days: NOW + days * DAY)
FACTS = st.builds(OrderFact, st.sampled_from(Status), st.booleans(), TIMES, TIMES, *[st.booleans()] * 5)


def test_on_time_with_extensions_apart() -> None:
    extended = replace(IN_TIME, extended=True)
    rows = [IN_TIME, IN_TIME, IN_TIME, LATE, SENT, OPEN, extended, replace(LATE, extended=True), extended]
    rate = on_time_rate(rows, NOW)
    assert (rate.part, rate.whole, rate.value) == (3, 5, 0.6)
    assert rate.excluded == (("已批准延期，另列", 3), ("未到期，还在办理", 1))
    assert rate.notes == (("已过期限，还没有办结，按逾期计", 1),)
    apart = extended_on_time_rate(rows, NOW)
    assert (apart.part, apart.whole) == (2, 3)
    assert apart.excluded == (("没有延期，另列", 5), ("未到期，还在办理", 1))


def test_held_orders_stay_in_and_what_is_not_the_units_work_goes_out() -> None:
    rows = [
        replace(SENT, status=Status.HELD),
        replace(SENT, status=Status.WITHDRAWN),
        replace(SENT, status=Status.TERMINATED),
        replace(IN_TIME, duplicate=True),
        replace(IN_TIME, closed_at=None),
        OrderFact(Status.ANSWERED, closed_at=DUE),
    ]
    rate = on_time_rate(rows, NOW)
    assert (rate.part, rate.whole) == (0, 1)
    assert rate.notes == (("挂账，已过期限，按逾期计", 1),)
    assert dict(rate.excluded) == {
        "市民撤回": 1,
        "经批准终止": 1,
        "重复诉求，由原单统计": 1,
        "缺办结时间": 1,
        "没有办理时限": 1,
    }


def test_an_order_that_was_reopened_is_not_in_time_because_it_once_was_closed() -> None:
    again = replace(IN_TIME, status=Status.REOPENED, redone=True)
    assert on_time_rate([again], NOW).value == 0


def test_returns_asked_and_returns_granted() -> None:
    refused = replace(SENT, return_asked=True)
    granted = replace(OrderFact(Status.PENDING, dispatched=True), return_asked=True, return_granted=True)
    rows = [refused, granted, *[SENT] * 6, OrderFact(Status.ANSWERED), OrderFact(Status.PENDING)]
    assert return_rate(rows).value == 0.25
    assert first_dispatch_error_rate(rows).value == 0.125
    assert first_dispatch_error_rate(rows).excluded == (("没有派单", 2),)


def test_redo() -> None:
    reopened = replace(SENT, status=Status.REOPENED, redone=True)
    closed_again = replace(IN_TIME, redone=True)
    rows = [reopened, closed_again, IN_TIME, IN_TIME, OPEN, OrderFact(Status.ANSWERED)]
    rate = redo_rate(rows)
    assert (rate.part, rate.whole) == (2, 4)
    assert dict(rate.excluded) == {"还没有办结过": 1, "没有派单": 1}


def test_answered_at_once_and_duplicates() -> None:
    rows = [
        *[OrderFact(Status.ANSWERED)] * 3,
        OrderFact(Status.CLOSED),  # closed at the desk, never dispatched
        IN_TIME,
        OPEN,
        OrderFact(Status.INFORMED, duplicate=True),
        OrderFact(Status.ARCHIVED, duplicate=True),
        OrderFact(Status.REDIRECTED),
        OrderFact(Status.TRANSFERRED),
        OrderFact(Status.REGISTERED),
        OrderFact(Status.ARCHIVED),
    ]
    left_out = {
        "不受理，已告知其他途径": 1,
        "已转紧急热线": 1,
        "刚登记，还没有处理": 1,
        "已归档，看不出怎样办结": 1,
    }
    direct, duplicate = direct_answer_rate(rows), duplicate_rate(rows)
    assert (direct.part, direct.whole, direct.value) == (4, 8, 0.5)
    assert (duplicate.part, duplicate.whole, duplicate.value) == (2, 8, 0.25)
    assert dict(direct.excluded) == dict(duplicate.excluded) == left_out


@pytest.mark.parametrize(("rate", "left_out"), ALL)
@given(rows=st.lists(FACTS), more=st.integers(1, 5))
def test_bounds_and_rows_left_out(
    rate: Callable[[Sequence[OrderFact]], Rate], left_out: OrderFact, rows: list[OrderFact], more: int
) -> None:
    before, after = rate(rows), rate([*rows, *[left_out] * more])
    assert 0 <= before.part <= before.whole
    assert before.value is None or 0 <= before.value <= 1
    assert (after.part, after.whole, after.value) == (before.part, before.whole, before.value)
    assert sum(count for _, count in after.excluded) == len(rows) + more - after.whole


@given(st.lists(FACTS))
def test_no_order_is_in_both_on_time_rates(rows: list[OrderFact]) -> None:
    assert on_time_rate(rows, NOW).whole + extended_on_time_rate(rows, NOW).whole <= len(rows)
    assert first_dispatch_error_rate(rows).part <= return_rate(rows).part
