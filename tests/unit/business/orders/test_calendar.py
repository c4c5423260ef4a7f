"""Working days across holidays, make-up days, nights, and years that nobody has announced yet."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.china import CHINA, local_day
from bot.business.orders.calendar import WorkCalendar


def days(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + timedelta(days=n) for n in range((end - start).days + 1)}


CALENDAR = WorkCalendar(
    holidays=frozenset(
        days("2026-01-01", "2026-01-03") | days("2026-02-15", "2026-02-23") | days("2026-10-01", "2026-10-07")
    ),
    make_up_days=frozenset(
        map(date.fromisoformat, ["2026-01-04", "2026-02-14", "2026-02-28", "2026-09-20", "2026-10-10"])
    ),
    known_years=frozenset({2026}),
    opens=time(8, 30),
    closes=time(17, 30),
)

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
AMOUNTS = st.integers(1, 60)
EVERY_DAY = st.dates(date(2025, 1, 1), date(2029, 6, 30))
CALENDARS = st.builds(
    WorkCalendar,
    holidays=st.frozensets(EVERY_DAY, max_size=60),
    make_up_days=st.frozensets(EVERY_DAY.filter(lambda day: day.weekday() >= 5), max_size=30),
    known_years=st.just(frozenset({2026})),
    opens=st.just(time(8, 30)),
    closes=st.just(time(17, 30)),
)


def at(local: str) -> datetime:
    """Return the moment that clocks in China show as `local`."""
    return datetime.fromisoformat(local).replace(tzinfo=CHINA).astimezone(UTC)


@pytest.mark.parametrize(
    ("registered", "amount", "due"),
    [
        ("2026-11-23T10:00", 1, "2026-11-24T17:30"),  # Monday: its own day isn't counted
        ("2026-11-23T00:05", 1, "2026-11-24T17:30"),  # in the night, when it is still Sunday in UTC
        ("2026-11-22T23:55", 1, "2026-11-23T17:30"),  # Sunday night
        ("2026-11-20T23:00", 1, "2026-11-23T17:30"),  # Friday night
        ("2026-11-21T09:00", 5, "2026-11-27T17:30"),  # Saturday: Monday is the first day
        ("2026-02-13T16:00", 1, "2026-02-14T17:30"),  # the make-up Saturday before 春节
        ("2026-02-13T16:00", 2, "2026-02-24T17:30"),  # and then not before the holidays are over
        ("2026-02-17T12:00", 5, "2026-02-28T17:30"),  # New Year's Day; the fifth day is a make-up Saturday
        ("2026-09-18T12:00", 1, "2026-09-20T17:30"),  # a make-up Sunday
        ("2026-09-30T18:00", 1, "2026-10-08T17:30"),  # 国庆
        ("2026-09-30T18:00", 3, "2026-10-10T17:30"),  # Thursday, Friday, make-up Saturday
        ("2026-12-31T10:00", 1, "2027-01-01T17:30"),  # 元旦 2027 isn't announced: a plain Friday
    ],
)
def test_a_period_of_working_days_ends_with_office_hours(registered: str, amount: int, due: str) -> None:
    found = CALENDAR.add_workdays(at(registered), amount)
    assert found == at(due)
    assert found.utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("registered", "amount", "due"),
    [
        ("2026-11-23T10:00", 7, "2026-11-30T17:30"),
        ("2026-11-21T10:00", 7, "2026-11-30T17:30"),  # ends on a Saturday: the Monday after
        ("2026-02-10T10:00", 7, "2026-02-24T17:30"),  # ends in 春节
        ("2026-02-21T10:00", 7, "2026-02-28T17:30"),  # ends on a make-up Saturday
        ("2026-09-28T10:00", 7, "2026-10-08T17:30"),
    ],
)
def test_calendar_days_run_through_but_do_not_end_on_a_day_off(
    registered: str, amount: int, due: str
) -> None:
    assert CALENDAR.add_days(at(registered), amount) == at(due)


def test_an_unknown_year_says_so() -> None:
    assert CALENDAR.is_known(date(2026, 12, 31))
    assert not CALENDAR.is_known(date(2027, 1, 1))
    assert CALENDAR.is_workday(date(2027, 1, 1))
    assert not CALENDAR.is_workday(date(2027, 1, 2))
    assert CALENDAR.caveat(at("2026-01-01T00:00"), at("2026-12-31T23:59")) is None
    told = CALENDAR.caveat(at("2026-12-31T10:00"), at("2027-01-01T00:00"), at("2028-05-01T00:00"))
    assert told == "2027、2028 年的放假安排还没有录入，工作日暂时只按周六、周日休息来算。"


def test_office_hours() -> None:
    assert CALENDAR.is_open(at("2026-11-23T08:30"))
    assert not CALENDAR.is_open(at("2026-11-23T17:30"))
    assert not CALENDAR.is_open(at("2026-10-03T10:00"))
    assert CALENDAR.is_open(at("2026-10-10T10:00"))
    assert CALENDAR.next_open(at("2026-11-23T09:00")) == at("2026-11-23T09:00")
    assert CALENDAR.next_open(at("2026-11-23T05:00")) == at("2026-11-23T08:30")
    assert CALENDAR.next_open(at("2026-11-20T17:30")) == at("2026-11-23T08:30")
    assert CALENDAR.next_open(at("2026-10-01T05:00")) == at("2026-10-08T08:30")


def test_working_days_before() -> None:
    assert CALENDAR.opening_before(at("2026-11-23T17:30"), 1) == at("2026-11-20T08:30")
    assert CALENDAR.opening_before(at("2026-10-08T17:30"), 1) == at("2026-09-30T08:30")
    assert CALENDAR.opening_before(at("2026-02-25T17:30"), 2) == at("2026-02-14T08:30")


def test_the_days_between_are_negative_when_time_has_run_out() -> None:
    assert CALENDAR.working_days_between(at("2026-09-30T08:00"), at("2026-10-11T08:00")) == 3
    assert CALENDAR.working_days_between(at("2026-10-11T08:00"), at("2026-09-30T08:00")) == -3
    assert CALENDAR.working_days_between(at("2026-11-23T08:00"), at("2026-11-23T20:00")) == 0


@pytest.mark.parametrize("amount", [0, -1])
def test_a_period_has_at_least_a_day(amount: int) -> None:
    for count in (CALENDAR.add_workdays, CALENDAR.add_days, CALENDAR.opening_before):
        with pytest.raises(ValueError, match="at least one day"):
            count(at("2026-11-23T08:00"), amount)


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.add_workdays(datetime(2026, 11, 23), 1)


@given(CALENDARS, MOMENTS, AMOUNTS)
def test_counting_forth_and_back_agree(calendar: WorkCalendar, moment: datetime, amount: int) -> None:
    due = calendar.add_workdays(moment, amount)
    assert calendar.is_workday(local_day(due))
    assert due.astimezone(CHINA).time() == calendar.closes
    assert calendar.working_days_between(moment, due) == amount
    assert calendar.working_days_between(due, moment) == -amount


@given(CALENDARS, MOMENTS, MOMENTS, AMOUNTS, AMOUNTS)
def test_more_days_and_later_beginnings_never_end_earlier(
    calendar: WorkCalendar, one: datetime, other: datetime, few: int, more: int
) -> None:
    assert calendar.add_workdays(one, few) < calendar.add_workdays(one, few + more)
    earlier, later = sorted((one, other))
    for count in (calendar.add_workdays, calendar.add_days):
        assert count(earlier, few) <= count(later, few)
    assert calendar.add_days(one, few) <= calendar.add_workdays(one, few)


@given(CALENDARS, MOMENTS, AMOUNTS)
def test_opening_times(calendar: WorkCalendar, moment: datetime, amount: int) -> None:
    opening = calendar.next_open(moment)
    assert calendar.is_open(opening)
    assert opening >= moment
    before = calendar.opening_before(moment, amount)
    assert before < moment
    assert calendar.is_open(before)
