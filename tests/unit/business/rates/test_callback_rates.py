"""响应率, 解决率, 满意率 and 综合, worked by hand."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.errors import Invalid
from bot.business.orders.order import Satisfaction
from bot.business.rates.callback import (
    CallbackFact,
    Weights,
    overall_rate,
    response_rate,
    satisfied_rate,
    solved_rate,
)
from bot.business.rates.rate import Rate

GOOD, FAIR, BAD = Satisfaction.SATISFIED, Satisfaction.BASICALLY, Satisfaction.DISSATISFIED
UNREACHED = CallbackFact(False, None, None, None)
ROWS = [
    *[CallbackFact(True, True, True, GOOD)] * 6,
    *[CallbackFact(True, True, True, FAIR)] * 2,
    CallbackFact(True, True, False, BAD),
    CallbackFact(True, False, None, None),
    *[UNREACHED] * 3,
]
ALL: tuple[Callable[[Sequence[CallbackFact]], Rate], ...] = (
    response_rate,
    solved_rate,
    satisfied_rate,
    overall_rate,
)
FACTS = st.builds(
    CallbackFact, st.booleans(), *[st.none() | st.booleans()] * 2, st.none() | st.sampled_from(Satisfaction)
)


@pytest.mark.parametrize(
    ("rate", "part", "value"),
    [
        (response_rate, 9, 0.9),
        (solved_rate, 8, 0.8),
        (satisfied_rate, 6 + 0.9 * 2, 0.78),
        (overall_rate, 8.02, 0.1 * 0.9 + 0.5 * 0.8 + 0.4 * 0.78),
    ],
)
def test_worked_by_hand(rate: Callable[[Sequence[CallbackFact]], Rate], part: float, value: float) -> None:
    found = rate(ROWS)
    assert found.whole == 10
    assert found.part == pytest.approx(part)
    assert found.value == pytest.approx(value)
    assert found.excluded == (("不是有效回访", 3),)


def test_a_question_without_answer_counts_as_no_and_is_said() -> None:
    assert response_rate(ROWS).notes == ()
    assert solved_rate(ROWS).notes == (("没有回答这一问，按“否”计", 1),)
    assert overall_rate(ROWS).notes == (("三问没有答全，缺的按“否”计", 1),)


def test_the_label_says_that_the_weights_are_unofficial() -> None:
    assert "非官方" in overall_rate(ROWS).label
    assert "0.1×响应 + 0.5×解决 + 0.4×满意" in overall_rate(ROWS).label
    assert "非官方" in satisfied_rate(ROWS).label


def test_a_city_may_have_weights_of_its_own() -> None:
    own = Weights(basically=0.5, contacted=0, solved=0, satisfied=1, origin="本市办法")
    assert satisfied_rate(ROWS, own).value == pytest.approx(0.7)
    assert overall_rate(ROWS, own).value == pytest.approx(0.7)
    assert "本市办法" in overall_rate(ROWS, own).label


@pytest.mark.parametrize(
    "weights",
    [{"solved": 0.6}, {"solved": -0.5, "satisfied": 1.4}, {"basically": 1.1}, {"solved": float("nan")}],
)
def test_weights_that_make_no_sense(weights: dict[str, float]) -> None:
    with pytest.raises(Invalid):
        Weights(**weights)


@pytest.mark.parametrize("rate", ALL)
def test_no_callback_no_value(rate: Callable[[Sequence[CallbackFact]], Rate]) -> None:
    assert rate([]).value is None
    assert rate([UNREACHED]).value is None


@given(st.lists(FACTS), st.integers(1, 5))
def test_bounds_and_invalid_callbacks(rows: list[CallbackFact], more: int) -> None:
    for rate in ALL:
        before, after = rate(rows), rate([*rows, *[UNREACHED] * more])
        assert 0 <= before.part <= before.whole == sum(row.valid for row in rows)
        assert before.value is None or 0 <= before.value <= 1
        assert (after.part, after.whole, after.value) == (before.part, before.whole, before.value)
        assert sum(count for _, count in after.excluded) == len(rows) + more - after.whole


@given(st.lists(FACTS, min_size=1))
def test_overall_is_made_of_the_three(rows: list[CallbackFact]) -> None:
    response, solved, satisfied, overall = (rate(rows).value for rate in ALL)
    if response is None or solved is None or satisfied is None:
        assert overall is None
    else:
        assert overall == pytest.approx(0.1 * response + 0.5 * solved + 0.4 * satisfied)
