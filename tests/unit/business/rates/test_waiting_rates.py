"""Waiting, connecting and leaving, worked by hand."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.rates.rate import Rate
from bot.business.rates.waiting import (
    WaitEnd,
    WaitFact,
    abandoned_rate,
    answered_within_of_answered,
    answered_within_of_offered,
    connection_rate,
    waiting_time,
)

NOW = datetime(2026, 3, 20, 4, tzinfo=timezone.utc)


def wait(seconds: float, end: WaitEnd = WaitEnd.ANSWERED) -> WaitFact:
    return WaitFact(NOW, NOW + timedelta(seconds=seconds), end)


STILL = WaitFact(NOW, None, None)
ROWS = [
    *[wait(seconds) for seconds in (15, 2, 4, 9, 16, 40, 5, 11)],
    wait(90, WaitEnd.LEFT),
    wait(120, WaitEnd.OTHER_WAY),
    STILL,
]
OFFERED: tuple[Callable[[Sequence[WaitFact]], Rate], ...] = (
    connection_rate,
    abandoned_rate,
    answered_within_of_offered,
)


def test_the_15_second_rate_has_two_denominators() -> None:
    offered, answered = answered_within_of_offered(ROWS), answered_within_of_answered(ROWS)
    assert (offered.part, offered.whole, offered.value) == (6, 10, 0.6)
    assert (answered.part, answered.whole, answered.value) == (6, 8, 0.75)
    assert ("占呼入" in offered.label, "占接通" in answered.label) == (True, True)
    assert dict(answered.excluded) == {"排队时离开": 1, "改为回电、工单或回到机器人": 1, "还在等待": 1}


def test_another_limit() -> None:
    assert answered_within_of_offered(ROWS, 180).part == 8
    assert "180 秒" in answered_within_of_offered(ROWS, 180).label


def test_connected_and_abandoned() -> None:
    connected, left = connection_rate(ROWS), abandoned_rate(ROWS)
    assert (connected.part, connected.whole, connected.value) == (8, 10, 0.8)
    assert (left.part, left.whole, left.value) == (1, 10, 0.1)
    assert connected.excluded == left.excluded == (("还在等待", 1),)
    assert connected.notes == (("改为回电、工单或回到机器人，按未接通计", 1),)


def test_waiting_time_is_of_the_answered() -> None:
    found = waiting_time(ROWS)  # 2 4 5 9 11 15 16 40
    assert (found.answered, found.p50, found.p90) == (8, 9, 40)
    assert sum(count for _, count in found.excluded) == 3


def test_nearest_rank_over_ten() -> None:
    found = waiting_time([wait(seconds) for seconds in range(1, 11)])
    assert (found.p50, found.p90) == (5, 9)


def test_nobody_answered() -> None:
    assert (waiting_time([STILL]).p50, waiting_time([]).p90) == (None, None)
    assert connection_rate([STILL]).value is None
    assert answered_within_of_answered([wait(9, WaitEnd.LEFT)]).value is None


FACTS = st.just(STILL) | st.builds(wait, st.integers(0, 300), st.sampled_from(WaitEnd))


@pytest.mark.parametrize("rate", [*OFFERED, answered_within_of_answered])
@given(rows=st.lists(FACTS), more=st.integers(1, 5))
def test_bounds_and_who_still_waits(
    rate: Callable[[Sequence[WaitFact]], Rate], rows: list[WaitFact], more: int
) -> None:
    before, after = rate(rows), rate([*rows, *[STILL] * more])
    assert 0 <= before.part <= before.whole
    assert (after.part, after.whole, after.value) == (before.part, before.whole, before.value)
    assert sum(count for _, count in after.excluded) == len(rows) + more - after.whole


@given(st.lists(FACTS))
def test_all_who_were_offered_end_in_one_way(rows: list[WaitFact]) -> None:
    other = sum(count for _, count in connection_rate(rows).notes)
    assert connection_rate(rows).part + abandoned_rate(rows).part + other == connection_rate(rows).whole
    found = waiting_time(rows)
    assert found.p50 is None or found.p90 is None or found.p50 <= found.p90
