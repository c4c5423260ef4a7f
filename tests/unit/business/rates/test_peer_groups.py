"""The same rates beside peers: by name, never a league table, small numbers without a value."""

from operator import attrgetter

from hypothesis import given
from hypothesis import strategies as st

from bot.business.rates.callback import CallbackFact, solved_rate
from bot.business.rates.grouping import Member, grouped

MEMBERS = {
    "zs": Member("zs", "中山街道", "街道"),
    "bh": Member("bh", "滨海街道", "街道"),
    "af": Member("af", "安福街道", "街道"),
    "yb": Member("yb", "医保局", "市级部门"),
}


def facts(unit: str | None, solved: int, others: int, invalid: int = 0) -> list[CallbackFact]:
    of = [(True, True)] * solved + [(True, False)] * others + [(False, False)] * invalid
    return [CallbackFact(valid, None, done, None, unit) for valid, done in of]


def test_peers_stand_together_by_name_whatever_their_value() -> None:
    rows = [*facts("zs", 9, 1), *facts("yb", 5, 0), *facts("bh", 1, 4), *facts("af", 3, 2)]
    found = grouped(rows, attrgetter("unit"), MEMBERS, solved_rate)
    assert [group.peers for group in found.groups] == ["街道", "市级部门"]
    streets = found.groups[0]
    assert [row.member.name for row in streets.rows] == ["安福街道", "滨海街道", "中山街道"]  # a, b, z
    assert [row.rate.value for row in streets.rows if row.rate] == [0.6, 0.2, 0.9]
    assert streets.together is not None
    assert (streets.together.part, streets.whole) == (13, 20)
    assert found.left_out == ()


def test_below_five_no_value_is_shown() -> None:
    rows = [*facts("zs", 4, 0, invalid=9), *facts("bh", 5, 0)]
    found = grouped(rows, attrgetter("unit"), MEMBERS, solved_rate).groups[0]
    assert [(row.member.code, row.whole, row.rate is None) for row in found.rows] == [
        ("bh", 5, False),
        ("zs", 4, True),
    ]
    small = grouped(facts("zs", 4, 0), attrgetter("unit"), MEMBERS, solved_rate).groups[0]
    assert (small.whole, small.together) == (4, None)


def test_what_belongs_nowhere_is_counted() -> None:
    rows = [*facts(None, 2, 0), *facts("gone", 1, 0), *facts("zs", 5, 0)]
    found = grouped(rows, attrgetter("unit"), MEMBERS, solved_rate)
    assert found.left_out == (("没有归属", 2), ("不在名录里", 1))
    assert found.groups[0].whole == 5


UNITS = st.none() | st.sampled_from([*MEMBERS, "gone"])
ROWS = st.lists(st.builds(CallbackFact, st.booleans(), st.none(), st.booleans(), st.none(), UNITS))


@given(ROWS)
def test_nothing_is_lost_and_nothing_small_is_shown(rows: list[CallbackFact]) -> None:
    found = grouped(rows, attrgetter("unit"), MEMBERS, solved_rate)
    shown = [row for group in found.groups for row in group.rows]
    known = [row for row in rows if row.unit in MEMBERS]
    assert sum(row.whole for row in shown) == solved_rate(known).whole
    assert len(known) + sum(count for _, count in found.left_out) == len(rows)
    assert all((row.rate is None) == (row.whole < 5) for row in shown)
    assert all(group.whole == sum(row.whole for row in group.rows) for group in found.groups)
