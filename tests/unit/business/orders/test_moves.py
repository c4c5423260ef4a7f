"""What each step changes of an order, and what it refuses."""

from datetime import timedelta

import pytest

from bot.business.errors import Invalid, NotAllowed
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import CITIZEN, Actor
from bot.business.orders.moves import apply
from bot.business.orders.order import Kind, Urgency, WorkOrder
from bot.business.orders.states import Status
from tests.unit.business.orders.samples import AGENT, LEAD, NOW, OTHER, UNIT, order_in

DUE = NOW + timedelta(days=5)
A = Action


def step(order: WorkOrder, action: Action, actor: Actor, **details: object) -> WorkOrder:
    return apply(order, action, Details(**details), actor, NOW)[0]  # type: ignore[arg-type]


def test_dispatching_sets_unit_and_deadlines() -> None:
    pending = order_in(Status.PENDING, unit=None)
    contact = NOW + timedelta(days=1)
    given = Details(
        unit="hrss", due_at=DUE, contact_due_at=contact, urgency=Urgency.COMPLEX, kind=Kind.COMPLAINT
    )
    order, event = apply(pending, A.DISPATCH, given, AGENT, NOW)
    assert (order.unit, order.due_at, order.contact_due_at, order.dispatched_at) == (
        "hrss",
        DUE,
        contact,
        NOW,
    )
    assert (order.urgency, order.kind) == (Urgency.COMPLEX, Kind.COMPLAINT)
    assert (event.actor, event.role, event.action) == ("li", "agent", "dispatch")
    assert (event.from_status, event.to_status) == ("pending", "dispatched")
    assert event.data is not None
    assert event.data["unit"] == [None, "hrss"]
    assert event.data["urgency"] == ["general", "complex"]


def test_signing_and_contact_are_dated() -> None:
    signed = step(order_in(Status.DISPATCHED), A.SIGN, UNIT)
    assert signed.signed_at == NOW
    assert step(signed, A.CONTACT, UNIT).contacted_at == NOW


def test_who_can_be_called_is_called_before_the_work_begins() -> None:
    with pytest.raises(NotAllowed, match="hindered"):
        step(order_in(Status.SIGNED, callback_phone="13800138000"), A.START, UNIT)
    secret = order_in(Status.SIGNED, callback_phone="13800138000", keep_secret=True)
    assert step(secret, A.START, UNIT).status is Status.IN_PROGRESS


def test_a_granted_return_takes_the_order_away_from_the_unit() -> None:
    asked = step(order_in(Status.SIGNED, due_at=DUE, signed_at=NOW), A.ASK_RETURN, UNIT, note="不归我们管")
    assert (asked.status, asked.resume) == (Status.RETURN_ASKED, Status.SIGNED)
    back = step(asked, A.GRANT_RETURN, LEAD)
    assert (back.status, back.unit, back.due_at, back.signed_at) == (Status.PENDING, None, None, None)
    assert back.returned == 1


def test_a_refused_return_is_not_asked_for_again() -> None:
    asked = step(order_in(Status.DISPATCHED), A.ASK_RETURN, UNIT, note="不归我们管")
    refused = step(asked, A.REFUSE_RETURN, LEAD, note="属于你单位职责")
    assert (refused.status, refused.no_return, refused.unit) == (Status.DISPATCHED, True, "hrss")
    with pytest.raises(NotAllowed) as again:
        step(refused, A.ASK_RETURN, UNIT, note="还是不归我们管")
    assert "驳回" in again.value.message


def test_an_extension_reaches_further_and_leads_back() -> None:
    order = order_in(Status.CONTACTED, due_at=DUE)
    for early in (DUE, NOW):
        with pytest.raises(Invalid, match="期限"):
            step(order, A.ASK_EXTENSION, UNIT, note="等材料", due_at=early)
    later = DUE + timedelta(days=3)
    asked, event = apply(order, A.ASK_EXTENSION, Details(note="等材料", due_at=later), UNIT, NOW)
    assert asked.due_at == DUE
    assert event.data is not None
    assert event.data["asked_due_at"] == later.isoformat()
    granted = step(asked, A.GRANT_EXTENSION, LEAD, due_at=later)
    assert (granted.status, granted.due_at, granted.extended) == (Status.CONTACTED, later, 1)
    refused = step(asked, A.REFUSE_EXTENSION, LEAD, note="材料已齐")
    assert (refused.status, refused.due_at, refused.extended) == (Status.CONTACTED, DUE, 0)


def test_held_and_taken_up_again() -> None:
    when = NOW + timedelta(days=30)
    held = step(order_in(Status.IN_PROGRESS), A.HOLD, LEAD, note="等明年预算", review_at=when)
    assert held.review_at == when
    assert step(held, A.TAKE_UP, UNIT).review_at is None
    with pytest.raises(Invalid):
        step(order_in(Status.IN_PROGRESS), A.HOLD, LEAD, note="等明年预算", review_at=NOW)


def test_a_dissatisfied_citizen_gets_a_new_deadline() -> None:
    closed = order_in(Status.CLOSED, closed_at=NOW, closed_reason="好了", due_at=NOW, reported_at=NOW)
    redone = step(closed, A.REOPEN, CITIZEN, note="没修好", due_at=DUE)
    assert (redone.status, redone.redone, redone.due_at) == (Status.REOPENED, 1, DUE)
    assert (redone.closed_at, redone.closed_reason, redone.reported_at) == (None, "", None)


def test_what_no_unit_had_is_dispatched_when_reopened() -> None:
    answered = order_in(Status.ANSWERED, unit=None, closed_at=NOW)
    again = step(answered, A.REOPEN, CITIZEN, note="没听明白", due_at=DUE)
    assert (again.status, again.due_at, again.redone) == (Status.PENDING, None, 1)


def test_escalation_moves_the_order_but_not_the_deadline() -> None:
    order = order_in(Status.IN_PROGRESS, due_at=DUE, no_return=True, signed_at=NOW)
    moved = step(order, A.ESCALATE, LEAD, unit="gov", note="多次未解决", due_at=DUE + timedelta(days=9))
    assert (moved.status, moved.unit, moved.due_at) == (Status.DISPATCHED, "gov", DUE)
    assert (moved.no_return, moved.signed_at) == (False, None)


def test_closing_says_when_and_why_and_archiving_keeps_it() -> None:
    closed = step(order_in(Status.CALLBACK), A.CLOSE, AGENT, note="市民满意")
    assert (closed.closed_at, closed.closed_reason) == (NOW, "市民满意")
    archived = apply(closed, A.ARCHIVE, Details(), LEAD, NOW + timedelta(days=90))[0]
    assert (archived.closed_at, archived.closed_reason) == (NOW, "市民满意")


def test_what_is_not_taken_is_told_with_its_reason() -> None:
    order, event = apply(order_in(Status.REGISTERED), A.REDIRECT, Details(reason="court"), AGENT, NOW)
    assert "诉讼" in order.closed_reason
    assert event.data is not None
    assert event.data["reason"] == "court"
    with pytest.raises(Invalid, match="原因"):
        step(order_in(Status.REGISTERED), A.REDIRECT, AGENT, reason="dont-like-it")


def test_urging_and_facts_leave_the_state() -> None:
    order, event = apply(order_in(Status.SIGNED, urged=2), A.URGE, Details(), CITIZEN, NOW)
    assert (order.status, order.urged) == (Status.SIGNED, 3)
    assert (event.from_status, event.to_status, event.role) == (None, None, "citizen")


def test_a_unit_acts_on_its_own_orders_only() -> None:
    for order in (order_in(Status.DISPATCHED), order_in(Status.PENDING, unit=None)):
        with pytest.raises(NotAllowed, match="foreign_order"):
            step(order, A.SIGN, OTHER)


@pytest.mark.parametrize(
    ("status", "action", "actor", "field"),
    [
        (Status.REGISTERED, A.ANSWER, AGENT, "report"),
        (Status.REGISTERED, A.TRANSFER, AGENT, "reason"),
        (Status.REGISTERED, A.MERGE, AGENT, "parent"),
        (Status.PENDING, A.DISPATCH, AGENT, "unit"),
        (Status.DISPATCHED, A.ASK_RETURN, UNIT, "note"),
        (Status.SIGNED, A.ASK_EXTENSION, UNIT, "note"),
        (Status.IN_PROGRESS, A.REPORT, UNIT, "report"),
        (Status.IN_PROGRESS, A.TERMINATE, LEAD, "note"),
        (Status.REPORTED, A.SEND_BACK, LEAD, "note"),
        (Status.SIGNED, A.ADD_FACTS, CITIZEN, "note"),
    ],
)
def test_what_is_missing_is_named(status: Status, action: Action, actor: Actor, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        step(order_in(status), action, actor, note=" \x00 ")
    assert refused.value.field == field
    assert action.label in refused.value.message


def test_too_much_text_is_refused() -> None:
    for field, size in (("note", 2001), ("report", 4001)):
        with pytest.raises(Invalid) as refused:
            step(order_in(Status.IN_PROGRESS), A.REPORT, UNIT, **{"report": "好了", field: "长" * size})
        assert refused.value.field == field
