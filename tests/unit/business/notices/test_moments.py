"""When an order has to be spoken of, in each of its states."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.business.china import CHINA
from bot.business.notices.moments import Rules, due_now, moments, next_after
from bot.business.notices.occasions import Occasion
from bot.business.orders.order import WorkOrder, WorkOrderEvent
from bot.business.orders.states import AT_UNIT, SETTLED, Status
from bot.knowledge.office_reader import read_calendar, read_time_limits

REFERENCE = Path("data/reference")
RULES = Rules(
    read_time_limits(REFERENCE / "time_limits.yml").active, read_calendar(REFERENCE / "calendar.yml")
)
O = Occasion  # noqa: E741


def china(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=CHINA)


# Friday before 国庆: the order is due on Saturday 10 October, which is worked
SENT, CONTACT, DUE = china("09-25T10:00"), china("09-28T17:30"), china("10-10T17:30")
ORDER = WorkOrder(
    number="260925000012",
    conversation_id=None,
    matter="路灯坏了",
    place="",
    occurred="",
    callback_phone="13800138000",
    status=Status.DISPATCHED,
    created_at=SENT,
    updated_at=SENT,
    unit="hrss",
    due_at=DUE,
    contact_due_at=CONTACT,
    dispatched_at=SENT,
)


def event(at: datetime, action: str, to: Status | None = None) -> WorkOrderEvent:
    return WorkOrderEvent(ORDER.number, at, "li", action, None, to and to.value, "")


LOG = [event(SENT, "dispatch", Status.DISPATCHED)]


def told(order: WorkOrder, log=LOG) -> dict[Occasion, list[datetime]]:
    found: dict[Occasion, list[datetime]] = {}
    for moment in moments(order, log, RULES):
        found.setdefault(moment.occasion, []).append(moment.at)
    return found


def test_all_moments_of_a_dispatched_order_fall_on_working_days() -> None:
    assert told(ORDER) == {
        O.UNSIGNED: [CONTACT],
        O.UNCONTACTED: [CONTACT],
        O.UNSIGNED_STILL: [china("09-29T08:30")],
        O.UNCONTACTED_STILL: [china("09-29T08:30")],
        O.REMINDER: [china("10-08T08:30"), china("10-09T08:30")],
        O.OVERDUE: [DUE],
    }


def test_what_was_done_is_not_asked_for() -> None:
    signed = replace(ORDER, status=Status.SIGNED, signed_at=SENT)
    assert O.UNSIGNED not in told(signed)
    assert O.UNCONTACTED in told(signed)
    working = replace(signed, status=Status.IN_PROGRESS, contacted_at=SENT)
    assert set(told(working)) == {O.REMINDER, O.OVERDUE}


@pytest.mark.parametrize("unknown", [{"callback_phone": None}, {"keep_secret": True}])
def test_nobody_is_asked_to_call_who_cannot_be_called(unknown) -> None:
    assert not {O.UNCONTACTED, O.UNCONTACTED_STILL} & set(told(replace(ORDER, **unknown)))


@pytest.mark.parametrize("status", sorted(SETTLED, key=str))
def test_settled_orders_are_left_alone(status: Status) -> None:
    assert told(replace(ORDER, status=status)) == {}


@pytest.mark.parametrize("status", sorted(AT_UNIT - {Status.HELD}, key=str))
def test_every_order_at_a_unit_can_be_overdue(status: Status) -> None:
    assert told(replace(ORDER, status=status))[O.OVERDUE] == [DUE]


def test_a_held_order_is_looked_at_when_promised_and_not_overdue() -> None:
    assert told(replace(ORDER, status=Status.HELD, review_at=DUE)) == {O.HELD_REVIEW: [DUE]}


@pytest.mark.parametrize(
    ("status", "deadline"),
    [
        (Status.REGISTERED, china("09-25T13:00")),
        (Status.PENDING, china("09-25T13:00")),
        (Status.RETURN_ASKED, china("09-28T17:30")),
        (Status.REVIEW, china("09-28T17:30")),
        (Status.CALLBACK, china("09-28T17:30")),
    ],
)
def test_what_waits_for_us_is_counted_from_when_it_came(status: Status, deadline: datetime) -> None:
    log = [*LOG, event(china("09-25T11:00"), "any", status), event(china("09-26T09:00"), "urge")]
    assert told(replace(ORDER, status=status), log)[O.LEFT_WAITING] == [deadline]


def test_a_new_deadline_does_not_begin_with_a_reminder() -> None:
    later, now = china("10-16T17:30"), china("10-10T16:00")
    extended = replace(ORDER, status=Status.IN_PROGRESS, due_at=later)
    found = told(extended, [*LOG, event(now, "grant_extension", Status.IN_PROGRESS)])
    assert found[O.OVERDUE] == [later]
    assert min(found[O.REMINDER]) > now


def test_after_an_outage_one_reminder_is_enough_and_none_when_it_is_too_late() -> None:
    found = moments(replace(ORDER, status=Status.IN_PROGRESS), LOG, RULES)
    just_before = due_now(found, DUE - timedelta(minutes=1))
    assert [(moment.occasion, moment.at) for moment in just_before] == [(O.REMINDER, china("10-09T08:30"))]
    assert [moment.occasion for moment in due_now(found, DUE)] == [O.OVERDUE]


def test_next_look() -> None:
    found = moments(ORDER, LOG, RULES)
    assert next_after(found, SENT) == CONTACT
    assert next_after(found, CONTACT) == china("09-29T08:30")
    assert next_after(found, DUE) is None
