"""When orders are due under each profile that comes with the program, and when people are reminded."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.china import CHINA
from bot.business.orders.order import Kind, Urgency
from bot.business.orders.time_limit import Grade, LimitUnit, Step, TimeLimit
from bot.business.orders.time_limits import (
    contact_due,
    due_at,
    extended_due,
    redo_due,
    reminders,
    signing_due,
    step_due,
)
from bot.knowledge.office_reader import read_calendar, read_time_limits

CALENDAR = read_calendar(Path("data/reference/calendar.yml"))
PROFILES = read_time_limits(Path("data/reference/time_limits.yml")).profiles
DB11, SHANGHAI, SHANDONG = (PROFILES[code] for code in ("draft_db11", "shanghai", "shandong"))


def at(local: str) -> datetime:
    """Return the moment that clocks in China show as `local`."""
    return datetime.fromisoformat(local).replace(tzinfo=CHINA).astimezone(UTC)


MONDAY = at("2026-11-23T10:00")
NATIONAL_DAY_EVE = at("2026-09-30T18:00")


@pytest.mark.parametrize(
    ("code", "kind", "urgency", "registered", "due"),
    [
        ("draft_db11", Kind.HELP, Urgency.EMERGENCY, "2026-10-01T23:30", "2026-10-02T01:30"),
        ("draft_db11", Kind.COMPLAINT, Urgency.UTILITY, "2026-10-03T09:15", "2026-10-04T09:15"),
        ("draft_db11", Kind.HELP, Urgency.GENERAL, "2026-11-23T10:00", "2026-11-30T17:30"),
        ("draft_db11", Kind.HELP, Urgency.GENERAL, "2026-09-28T10:00", "2026-10-08T17:30"),
        ("draft_db11", Kind.REPORT, Urgency.COMPLEX, "2026-11-23T10:00", "2026-12-08T17:30"),
        ("shanghai", Kind.CONSULT, Urgency.GENERAL, "2026-09-30T18:00", "2026-10-08T17:30"),
        ("shanghai", Kind.COMPLAINT, Urgency.GENERAL, "2026-09-30T18:00", "2026-10-13T17:30"),
        ("shanghai", Kind.HELP, Urgency.COMPLEX, "2026-11-23T10:00", "2026-11-30T17:30"),
        ("shandong", Kind.SUGGESTION, Urgency.GENERAL, "2026-02-13T20:00", "2026-02-27T17:30"),
        ("shandong", Kind.HELP, Urgency.EMERGENCY, "2026-02-17T03:00", "2026-02-17T05:00"),
    ],
)
def test_an_order_is_due(code: str, kind: Kind, urgency: Urgency, registered: str, due: str) -> None:
    assert due_at(PROFILES[code], kind, urgency, at(registered), CALENDAR) == at(due)


def test_contact_and_signing_are_never_due_after_the_order() -> None:
    urgent = due_at(DB11, Kind.HELP, Urgency.EMERGENCY, NATIONAL_DAY_EVE, CALENDAR)
    general = due_at(DB11, Kind.HELP, Urgency.GENERAL, NATIONAL_DAY_EVE, CALENDAR)
    for step in (contact_due, signing_due):
        assert step(DB11, NATIONAL_DAY_EVE, urgent, CALENDAR) == urgent
        assert step(DB11, NATIONAL_DAY_EVE, general, CALENDAR) == at("2026-10-08T17:30")
        assert step(DB11, MONDAY, MONDAY + timedelta(days=7), CALENDAR) == at("2026-11-24T17:30")


def test_redoing_and_the_other_steps() -> None:
    for profile in PROFILES.values():
        assert redo_due(profile, at("2026-09-30T09:00"), CALENDAR) == at("2026-10-10T17:30")
    assert step_due(DB11, Step.RETURN_DECISION, MONDAY, CALENDAR) == at("2026-11-24T17:30")
    assert step_due(DB11, Step.INTAKE, MONDAY, CALENDAR) == at("2026-11-23T12:00")
    assert step_due(DB11, Step.HELD_REVIEW, MONDAY, CALENDAR) == at("2026-12-23T17:30")


def test_an_extension_reaches_as_far_as_the_profile_says() -> None:
    due = due_at(SHANGHAI, Kind.HELP, Urgency.COMPLEX, MONDAY, CALENDAR)
    assert extended_due(SHANGHAI, MONDAY, due, CALENDAR) == at("2026-12-14T17:30")
    assert extended_due(DB11, MONDAY, MONDAY + timedelta(days=7), CALENDAR) == at("2026-12-08T17:30")


def test_no_extension_where_only_a_law_gives_one_or_nothing_is_left() -> None:
    assert extended_due(SHANDONG, MONDAY, at("2026-11-30T17:30"), CALENDAR) is None
    complex_due = due_at(DB11, Kind.HELP, Urgency.COMPLEX, MONDAY, CALENDAR)
    assert extended_due(DB11, MONDAY, complex_due, CALENDAR) is None


@pytest.mark.parametrize(
    ("since", "due", "expected"),
    [
        (
            "2026-11-23T10:00",
            "2026-11-30T17:30",
            ["2026-11-27T08:30"],
        ),  # the half in the night before: only once
        ("2026-11-23T10:00", "2026-12-08T17:30", ["2026-12-01T08:30", "2026-12-07T08:30"]),
        ("2026-11-23T10:00", "2026-11-24T17:30", ["2026-11-24T08:30"]),  # no working day lies between
        ("2026-10-02T23:00", "2026-10-03T01:00", ["2026-10-03T00:00"]),  # an emergency, at night
        ("2026-09-30T18:00", "2026-10-08T17:30", ["2026-10-08T08:30"]),  # nobody in the holidays
    ],
)
def test_reminders(since: str, due: str, expected: list[str]) -> None:
    assert reminders(DB11, at(since), at(due), CALENDAR) == tuple(map(at, expected))


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.sampled_from(list(PROFILES)),
    st.sampled_from(Kind),
    st.sampled_from(Urgency),
)
def test_whatever_is_registered_is_due_later_and_reminded_of_in_between(
    registered: datetime, code: str, kind: Kind, urgency: Urgency
) -> None:
    profile = PROFILES[code]
    due = due_at(profile, kind, urgency, registered, CALENDAR)
    assert registered < contact_due(profile, registered, due, CALENDAR) <= due
    moments = reminders(profile, registered, due, CALENDAR)
    assert moments
    assert list(moments) == sorted(set(moments))
    assert all(registered < moment < due for moment in moments)
    extended = extended_due(profile, registered, due, CALENDAR)
    assert extended is None or extended > due


def test_only_published_numbers_count_as_rules() -> None:
    assert TimeLimit(5, LimitUnit.WORKING_DAYS, "条例", Grade.PRIMARY).is_rule
    assert not TimeLimit(30, LimitUnit.DAYS, "没有查到公开规定", Grade.OWN).is_rule
    assert not DB11.steps[Step.HELD_REVIEW].is_rule
    assert SHANDONG.settle[Kind.HELP, Urgency.GENERAL].grade is Grade.PRIMARY
    assert SHANDONG.settle[Kind.HELP, Urgency.GENERAL].label == "5 个工作日"
