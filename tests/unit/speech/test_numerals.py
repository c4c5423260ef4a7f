import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.numerals import LIMIT, cardinal, decimal, decimal_of, value_of


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (200, "两百"),
        (1005, "一千零五"),
        (1050, "一千零五十"),
        (12000, "一万二千"),
        (100_050, "十万零五十"),
        (20_000_000, "两千万"),
        (100_010_005, "一亿零一万零五"),
    ],
)
def test_whole_numbers_are_read_as_people_read_them(number: int, spoken: str) -> None:
    assert cardinal(number) == spoken


def test_a_counted_two_is_liang() -> None:
    assert cardinal(2, two="两") == "两"
    assert cardinal(12, two="两") == "十二"
    assert decimal("2.5", two="两") == "二点五"


@given(st.integers(0, LIMIT - 1), st.sampled_from("二两"))
def test_every_number_is_understood_as_it_is_read(number: int, two: str) -> None:
    assert value_of(cardinal(number, two)) == number


@given(st.integers(0, 10**8), st.text("0123456789", min_size=1, max_size=4))
def test_decimals_come_back_digit_by_digit(whole: int, fraction: str) -> None:
    assert decimal_of(decimal(f"{whole}.{fraction}")) == f"{whole}.{fraction}"


@pytest.mark.parametrize(
    ("spoken", "value"), [("一万二", 12000), ("三百五", 350), ("一千八", 1800), ("三百零五", 305)]
)
def test_a_last_digit_is_short_for_the_next_place(spoken: str, value: int) -> None:
    assert value_of(spoken) == value


@pytest.mark.parametrize(
    "text",
    ["", "三四十", "十二三", "两三百", "十十", "百", "三百零", "零五", "一百百", "二二", "万一", "一万零"],
)
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert value_of(text) is None


@given(st.text("零〇幺一二两三四五六七八九十百千万亿点", max_size=14))
def test_any_row_of_numerals_is_judged_without_an_error(text: str) -> None:
    value = value_of(text)
    assert value is None or 0 <= value < 10**17
    decimal_of(text)
