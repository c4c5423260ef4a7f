"""When one may retire: the published table, row by row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.retirement import Month, Path, min_years, retirement

MONTHS = st.builds(Month, st.integers(1950, 2010), st.integers(1, 12))


@pytest.mark.parametrize(
    ("path", "birth", "years", "months", "retires"),
    [
        (Path.MAN, Month(1964, 12), 60, 0, Month(2024, 12)),
        (Path.MAN, Month(1965, 1), 60, 1, Month(2025, 2)),
        (Path.MAN, Month(1965, 4), 60, 1, Month(2025, 5)),
        (Path.MAN, Month(1965, 5), 60, 2, Month(2025, 7)),
        (Path.MAN, Month(1968, 10), 61, 0, Month(2029, 10)),
        (Path.MAN, Month(1976, 8), 62, 11, Month(2039, 7)),
        (Path.MAN, Month(1976, 9), 63, 0, Month(2039, 9)),
        (Path.MAN, Month(1990, 6), 63, 0, Month(2053, 6)),
        (Path.WOMAN_55, Month(1969, 12), 55, 0, Month(2024, 12)),
        (Path.WOMAN_55, Month(1970, 1), 55, 1, Month(2025, 2)),
        (Path.WOMAN_55, Month(1975, 4), 56, 4, Month(2031, 8)),
        (Path.WOMAN_55, Month(1981, 8), 57, 11, Month(2039, 7)),
        (Path.WOMAN_55, Month(1981, 9), 58, 0, Month(2039, 9)),
        (Path.WOMAN_50, Month(1974, 12), 50, 0, Month(2024, 12)),
        (Path.WOMAN_50, Month(1975, 1), 50, 1, Month(2025, 2)),
        (Path.WOMAN_50, Month(1975, 3), 50, 2, Month(2025, 5)),
        (Path.WOMAN_50, Month(1978, 11), 52, 0, Month(2030, 11)),
        (Path.WOMAN_50, Month(1984, 10), 54, 11, Month(2039, 9)),
        (Path.WOMAN_50, Month(1984, 11), 55, 0, Month(2039, 11)),
    ],
)
def test_the_official_table(path: Path, birth: Month, years: int, months: int, retires: Month) -> None:
    found = retirement(birth, path)
    assert (divmod(found.age, 12), found.month) == ((years, months), retires)


@pytest.mark.parametrize(
    ("path", "first", "rows_of", "rows"),
    [
        (Path.MAN, Month(1965, 1), 4, 36),
        (Path.WOMAN_55, Month(1970, 1), 4, 36),
        (Path.WOMAN_50, Month(1975, 1), 2, 60),
    ],
)
def test_every_row_delays_one_month_more_and_the_last_holds_for_all_after(
    path: Path, first: Month, rows_of: int, rows: int
) -> None:
    delays = [retirement(first.later(n), path).delay for n in range(rows_of * rows + 50)]
    expected = [row for row in range(1, rows + 1) for _ in range(rows_of)] + [rows] * 50
    assert delays == expected


@given(MONTHS, st.sampled_from(Path))
def test_who_is_born_later_never_retires_earlier(birth: Month, path: Path) -> None:
    assert retirement(birth, path).month <= retirement(birth.later(1), path).month


@given(MONTHS, st.sampled_from(Path))
def test_the_choice_is_three_years_each_way_but_never_below_the_old_age(birth: Month, path: Path) -> None:
    found = retirement(birth, path)
    assert found.earliest >= birth.later(path.value[0] * 12)
    assert found.month.later(-36) <= found.earliest <= found.month < found.latest == found.month.later(36)


@pytest.mark.parametrize(
    ("year", "years"), [(2026, 15), (2029, 15), (2030, 15.5), (2031, 16), (2039, 20), (2050, 20)]
)
def test_years_of_paying(year: int, years: float) -> None:
    assert min_years(year) == years
