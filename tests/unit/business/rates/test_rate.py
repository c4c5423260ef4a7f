"""A share, its interval and what was left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.rates.rate import Rate, counted, share, wilson


def test_a_rate_carries_its_parts() -> None:
    rate = Rate("solved", "解决率", 81, 263)
    assert rate.value == pytest.approx(81 / 263)
    assert rate.interval == pytest.approx((0.2553, 0.3662), abs=5e-5)  # Newcombe 1998, method 3


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],  # Newcombe 1998, table I
)
def test_wilson_as_published(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


def test_nothing_of_nothing_has_no_value() -> None:
    rate = Rate("solved", "解决率", 0, 0, excluded=(("不是有效回访", 3),))
    assert (rate.value, rate.interval, rate.excluded) == (None, None, (("不是有效回访", 3),))


@pytest.mark.parametrize(("part", "whole"), [(3, 2), (-1, 2), (1, 0), (float("nan"), 2)])
def test_a_part_that_does_not_fit_is_a_mistake(part: float, whole: int) -> None:
    with pytest.raises(ValueError, match="solved"):
        Rate("solved", "解决率", part, whole)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_the_interval_holds_the_value_and_stays_within_0_and_1(part: int, more: int) -> None:
    rate = Rate("any", "任意", part, part + more)
    assert rate.value is not None
    assert rate.interval is not None
    assert 0 <= rate.interval[0] <= rate.value <= rate.interval[1] <= 1


@given(st.integers(1, 1000))
def test_all_and_none_are_within_their_intervals(whole: int) -> None:
    assert wilson(whole, whole)[1] == 1
    assert wilson(0, whole)[0] == 0


def test_reasons_are_counted_the_most_frequent_first() -> None:
    assert counted(["乙", None, "甲", "甲", "丙"]) == (("甲", 2), ("丙", 1), ("乙", 1))


@given(st.lists(st.floats(0, 1)))
def test_many_fractions_never_exceed_the_whole(scores: list[float]) -> None:
    rate = share("any", "任意", [*scores, *[0.1 + 0.5 + 0.4 + 1e-16] * 50], lambda score: score)
    assert rate.part <= rate.whole
