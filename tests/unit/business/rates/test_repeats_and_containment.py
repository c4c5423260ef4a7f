"""Who came back: first-contact resolution and what the robot settled alone."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.business.rates import contacts, talks
from bot.business.rates.contacts import ContactFact, first_contact_resolution
from bot.business.rates.repeats import neighbours
from bot.business.rates.talks import TalkFact, containment_rate, known_containment_rate

NOW = datetime(2026, 3, 20, 4, tzinfo=timezone.utc)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def contact(days_ago: float, caller: str | None = "a", matter: str | None = "noise") -> ContactFact:
    return ContactFact(NOW - days_ago * DAY, caller, matter, None, None)


def talk(
    hours_ago: float,
    caller: str | None = None,
    *,
    handed_off: bool = False,
    abandoned: bool = False,
    rated_bad: bool = False,
) -> TalkFact:
    began = NOW - hours_ago * HOUR
    return TalkFact(began, began + HOUR / 10, caller, handed_off, abandoned, rated_bad, None)


def test_first_contacts_with_and_without_a_repeat() -> None:
    rows = [
        contact(30),  # comes back after exactly seven days: not resolved
        contact(23),  # the repeat
        contact(12),  # more than seven days later: a first contact again, resolved
        contact(20, "b"),
        contact(19, "b", "water"),  # another matter is no repeat
        contact(20, "c"),
        contact(20, None),
        contact(20, None),
        contact(20, "d", None),
        contact(3, "e"),
    ]
    rate = first_contact_resolution(contacts.linked(rows), NOW)
    assert (rate.part, rate.whole, rate.value) == (4, 5, 0.8)
    assert dict(rate.excluded) == {
        "不知道是谁来电，看不出是否重复": 2,
        "没有归类，看不出是否同一件事": 1,
        "同一件事再次来电，算在第一次上": 1,
        "来电后还不到 7 天": 1,
    }


def test_a_chain_of_repeats_counts_once() -> None:
    rate = first_contact_resolution(contacts.linked([contact(days) for days in (30, 25, 20, 15, 10)]), NOW)
    assert (rate.part, rate.whole) == (0, 1)


def test_containment_counts_everything_that_was_not_settled_by_the_robot_alone() -> None:
    rows = [
        talk(100, "a"),
        talk(99, "b"),
        talk(80, "b"),  # within 24 h of the first
        talk(98),
        talk(97, "c", handed_off=True),
        talk(96, "d", abandoned=True),
        talk(95, "e", rated_bad=True),
        talk(94, "f"),
        talk(5, "g"),
    ]
    rate = containment_rate(talks.linked(rows), NOW)
    assert (rate.part, rate.whole, rate.value) == (4, 8, 0.5)
    assert rate.excluded == (("结束后还不到 24 小时", 1),)
    assert rate.notes == (("不知道是谁，看不出是否再来，按没有再来计", 1),)
    known = known_containment_rate(talks.linked(rows), NOW)
    assert (known.part, known.whole) == (3, 7)
    assert dict(known.excluded) == {"不知道是谁，看不出是否再来": 1, "结束后还不到 24 小时": 1}


def test_a_repeat_is_reckoned_from_the_end_of_the_talk() -> None:
    first = talk(100, "a")
    on_the_dot = replace(first, next_at=first.ended_at + DAY)
    later = replace(first, next_at=first.ended_at + DAY + timedelta(seconds=1))
    assert containment_rate([on_the_dot], NOW).part == 0
    assert containment_rate([later], NOW).part == 1


CALLERS = st.none() | st.sampled_from("abc")
CONTACTS = st.builds(contact, st.integers(0, 40), CALLERS, st.none() | st.sampled_from(["noise", "water"]))
FLAGS = {"handed_off": st.booleans(), "abandoned": st.booleans(), "rated_bad": st.booleans()}
TALKS = st.builds(talk, st.integers(1, 100), CALLERS, **FLAGS)


@given(st.lists(CONTACTS), st.integers(1, 5))
def test_unknown_callers_never_change_the_resolution(rows: list[ContactFact], more: int) -> None:
    before = first_contact_resolution(contacts.linked(rows), NOW)
    after = first_contact_resolution(contacts.linked([*rows, *[contact(20, None)] * more]), NOW)
    assert 0 <= before.part <= before.whole
    assert (after.part, after.whole, after.value) == (before.part, before.whole, before.value)
    assert sum(count for _, count in after.excluded) == len(rows) + more - after.whole


@given(st.lists(TALKS), st.integers(1, 5))
def test_talks_that_just_ended_never_change_containment(rows: list[TalkFact], more: int) -> None:
    fresh = [talk(2)] * more
    for rate in (containment_rate, known_containment_rate):
        before, after = rate(talks.linked(rows), NOW), rate(talks.linked([*rows, *fresh]), NOW)
        assert 0 <= before.part <= before.whole
        assert (after.part, after.whole, after.value) == (before.part, before.whole, before.value)
        assert sum(count for _, count in after.excluded) == len(rows) + more - after.whole


@given(st.lists(st.tuples(CALLERS, st.integers(0, 50).map(lambda hours: NOW + hours * HOUR))))
def test_neighbours_are_the_nearest_by_time(rows: list[tuple[str | None, datetime]]) -> None:
    for (who, at), (before, after) in zip(rows, neighbours(rows), strict=True):
        same = [moment for caller, moment in rows if caller == who]
        if who is None or len(same) == 1:
            assert (before, after) == (None, None)
            continue
        assert before is None or before <= at
        assert after is None or after >= at
        assert before == max((each for each in same if each < at), default=None) or before == at
        assert after == min((each for each in same if each > at), default=None) or after == at
