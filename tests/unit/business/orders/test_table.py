"""The table of an order's life, every cell of it, and walks through it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.errors import NotAllowed
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor, Outside, Party
from bot.business.orders.moves import apply
from bot.business.orders.order import WorkOrder
from bot.business.orders.states import AT_UNIT, OPEN, SETTLED, Status
from bot.business.orders.table import MOVES, allowed
from bot.business.staff import Role
from tests.unit.business.orders.samples import NOW, order_in

PARTIES: dict[str, Party] = {
    "a": Role.AGENT,
    "d": Role.DEPARTMENT,
    "s": Role.SUPERVISOR,
    "m": Role.ADMIN,
    "u": Role.AUDITOR,
    "c": Outside.CITIZEN,
    "y": Outside.SYSTEM,
}
# Per state: action, who may (letters as above), state afterwards ("back": to where it was asked for, "=": it stays).
TOLD = "urge asmc = | add_facts asmc ="
ALWAYS = f"{TOLD} | supervise smy = | end_supervision sm ="
OFF = "withdraw asmc withdrawn"
OVER = "terminate sm terminated"
UP = "escalate sm dispatched"
EXPECTED = {
    "registered": "answer asm answered | transfer asm transferred | redirect asm redirected | inform asm informed"
    f" | merge asm merged | prepare asmy pending | {OFF} | {ALWAYS}",
    "pending": f"merge asm merged | dispatch asmy dispatched | {OFF} | {ALWAYS}",
    "dispatched": f"merge asm merged | ask_return d return_asked | sign d signed | {UP} | {OFF} | {ALWAYS}",
    "return_asked": f"grant_return sm pending | refuse_return sm back | {OFF} | {ALWAYS}",
    "signed": "ask_return d return_asked | contact d contacted | start d in_progress"
    f" | ask_extension d extension_asked | {OVER} | {UP} | {OFF} | {ALWAYS}",
    "contacted": "start d in_progress | ask_extension d extension_asked | report d reported"
    f" | {OVER} | {UP} | {OFF} | {ALWAYS}",
    "in_progress": "ask_extension d extension_asked | hold sm held | report d reported"
    f" | {OVER} | {UP} | {OFF} | {ALWAYS}",
    "extension_asked": f"grant_extension sm back | refuse_extension sm back | {OFF} | {ALWAYS}",
    "held": f"take_up dsm in_progress | {OVER} | {UP} | {OFF} | {ALWAYS}",
    "reopened": f"start d in_progress | {OVER} | {UP} | {OFF} | {ALWAYS}",
    "reported": f"review sm review | pass sm callback | send_back sm in_progress | {ALWAYS}",
    "review": f"pass sm callback | send_back sm in_progress | {ALWAYS}",
    "callback": f"close asmcy closed | reopen asmc reopened | {ALWAYS}",
    "answered": "close asmcy closed | reopen asmc reopened",
    "closed": "reopen asmc reopened | archive smy archived",
    "terminated": "reopen sm reopened | archive smy archived",
    "transferred": "archive smy archived",
    "redirected": "archive smy archived",
    "informed": "archive smy archived",
    "withdrawn": "archive smy archived",
    "merged": f"archive smy archived | {OFF} | {TOLD}",
    "archived": "",
}


def cells() -> dict[tuple[str, str], tuple[str, str]]:
    """Return (state, action) → (who, state afterwards)."""
    rows = ((state, row.split()) for state, rows in EXPECTED.items() for row in rows.split(" | ") if row)
    return {(state, action): (who, to) for state, (action, who, to) in rows}


def full(action: Action, order: WorkOrder) -> Details:
    """Return all that any action may need."""
    reason = {Action.TRANSFER: "119", Action.REDIRECT: "court"}.get(action)
    later = max(NOW, order.due_at or NOW) + timedelta(days=1)
    return Details(
        note="写明情况",
        reason=reason,
        unit="hrss",
        report="已修好",
        parent="261126000016",
        due_at=later,
        review_at=NOW + timedelta(days=30),
    )


def do(order: WorkOrder, action: Action, role: Party) -> WorkOrder:
    unit = "hrss" if role is Role.DEPARTMENT else None
    return apply(order, action, full(action, order), Actor("li", role, unit), NOW)[0]


def test_the_expected_table_names_every_state() -> None:
    assert set(EXPECTED) == {status.value for status in Status}
    assert {(status.value, action.value) for status, action in MOVES} == set(cells())


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", Action)
def test_every_cell_of_the_table(status: Status, action: Action) -> None:
    who, to = cells().get((status.value, action.value), ("", ""))
    order = order_in(status, supervised=action is Action.END_SUPERVISION)
    after = {"=": status, "back": order.resume}.get(to) or (Status(to) if to else None)
    for letter, party in PARTIES.items():
        if letter in who:
            assert action in allowed(order, party)
            assert do(order, action, party).status is after
        else:
            assert action not in allowed(order, party)
            with pytest.raises(NotAllowed) as refused:
                do(order, action, party)
            assert refused.value.message.endswith("。")


def test_an_auditor_changes_nothing() -> None:
    assert all(allowed(order_in(status), Role.AUDITOR) == () for status in Status)


def test_states_are_open_or_settled() -> None:
    assert set(Status) == OPEN | SETTLED
    assert not OPEN & SETTLED
    assert AT_UNIT <= OPEN


steps = st.lists(st.tuples(st.integers(0, 99), st.sampled_from(list(PARTIES.values()))), max_size=25)


@given(steps, st.booleans())
def test_no_walk_leads_to_nowhere(walk: list[tuple[int, Party]], reachable: bool) -> None:
    order = order_in(Status.REGISTERED, unit=None, callback_phone="13800138000" if reachable else None)
    for choice, party in walk:
        choices = allowed(order, party)
        if not choices or (party is Role.DEPARTMENT and order.unit is None):
            continue
        order = do(order, choices[choice % len(choices)], party)
        consistent(order)
    if order.status in OPEN:
        assert any(each.status is Status.CLOSED for each in everywhere(order))


def consistent(order: WorkOrder) -> None:
    """What is true of every order, however it came to be."""
    assert (order.closed_at is not None) == (order.status in SETTLED)
    assert (order.resume is not None) == (order.status in (Status.RETURN_ASKED, Status.EXTENSION_ASKED))
    assert (order.review_at is not None) == (order.status is Status.HELD)
    if order.status in AT_UNIT:
        assert order.unit is not None
        assert order.due_at is not None
        assert order.dispatched_at is not None
    if order.status in (Status.PENDING, Status.REGISTERED):
        assert order.unit is None
        assert order.due_at is None
    if order.status in (Status.REPORTED, Status.REVIEW, Status.CALLBACK):
        assert order.report
        assert order.reported_at is not None


def everywhere(start: WorkOrder) -> Iterator[WorkOrder]:
    """Yield every order that can come of `start`, as far as its ways on differ."""
    seen, waiting = set(), [start]
    while waiting:
        order = waiting.pop()
        mark = (order.status, order.resume, order.unit, order.no_return, order.supervised)
        if mark in seen:
            continue
        seen.add(mark)
        yield order
        for party in PARTIES.values():
            if party is not Role.DEPARTMENT or order.unit:
                waiting.extend(do(order, action, party) for action in allowed(order, party))


@pytest.mark.parametrize("status", sorted(SETTLED, key=str))
def test_what_is_settled_is_only_archived_or_reopened(status: Status) -> None:
    ways = {action for before, action in MOVES if before is status}
    stays = {Action.URGE, Action.ADD_FACTS, Action.WITHDRAW} if status is Status.MERGED else set()
    close = {Action.CLOSE} if status is Status.ANSWERED else set()
    assert ways <= {Action.ARCHIVE, Action.REOPEN} | stays | close
