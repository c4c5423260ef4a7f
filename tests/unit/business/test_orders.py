"""Orders: what a draft holds, and which way an order may go."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.conversation import Owner
from bot.business.conversation import check_move as check_owner
from bot.business.errors import Invalid, NotAllowed
from bot.business.orders.order import Draft
from bot.business.orders.states import Status, check_move, next_statuses
from bot.business.staff import check_account


@given(st.text(max_size=3000), st.text(max_size=300), st.text(max_size=300), st.none() | st.text(max_size=30))
def test_a_draft_is_clean_or_refused(matter: str, place: str, occurred: str, number: str | None) -> None:
    try:
        draft = Draft(matter, place, occurred, number)
    except Invalid as error:
        assert error.field in ("matter", "place", "occurred", "callback_phone")  # noqa: PT017 -- either outcome is right
        return
    assert 2 <= len(draft.matter) <= 2000
    assert len(draft.place) <= 200
    assert draft.callback_phone is None or draft.callback_phone.isdigit()
    assert "\x00" not in draft.matter + draft.place + draft.occurred


def test_every_move_of_an_order_is_allowed_or_refused() -> None:
    for now, to in itertools.product(Status, Status):
        if to in next_statuses(now):
            check_move(now, to)
        else:
            with pytest.raises(NotAllowed):
                check_move(now, to)
    assert next_statuses(Status.WITHDRAWN) == ()
    assert Status.IN_PROGRESS in next_statuses(Status.CLOSED)  # not settled after all: taken up again


@pytest.mark.parametrize(
    ("now", "to"), [(Owner.ROBOT, Owner.AGENT), (Owner.QUEUE, Owner.QUEUE), (Owner.CLOSED, Owner.AGENT)]
)
def test_nobody_is_handed_to_an_agent_without_waiting(now: Owner, to: Owner) -> None:
    with pytest.raises(NotAllowed):
        check_owner(now, to)


@pytest.mark.parametrize(
    ("username", "password"),
    [("a", "long-enough-1"), ("li", "short"), ("xiaoli", "XiaoLi-12345"), ("小李", "long-enough-1")],
)
def test_weak_accounts_are_refused(username: str, password: str) -> None:
    with pytest.raises(Invalid):
        check_account(username, password)
