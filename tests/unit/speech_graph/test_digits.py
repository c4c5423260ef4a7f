"""Numbers as they are dictated."""

from hypothesis import given
from hypothesis import strategies as st

from speech.graph.digits import arabic, dictated_numbers, spoken


@given(st.text("0123456789", max_size=18), st.sampled_from("幺一"))
def test_what_is_said_can_be_written_again(digits: str, one: str) -> None:
    assert arabic(spoken(digits, one)) == digits


def test_numbers_are_mobiles_and_orders_by_turns() -> None:
    written = [arabic(number) for number in dictated_numbers(40)]
    assert all(len(number) == 11 and number[0] == "1" for number in written[::2])
    assert all(len(number) == 12 for number in written[1::2])


def test_the_same_seed_gives_the_same_numbers() -> None:
    assert dictated_numbers(20, seed=3) == dictated_numbers(20, seed=3) != dictated_numbers(20, seed=4)


def test_every_digit_follows_every_digit() -> None:
    pairs = {
        pair
        for number in dictated_numbers(400)
        for pair in zip(arabic(number), arabic(number)[1:], strict=False)
    }
    assert len(pairs) == 100
