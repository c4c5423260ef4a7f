"""What a citizen answers, what a page of orders is asked for, and how far an order is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.errors import Invalid
from bot.business.orders.actions import Action
from bot.business.orders.answers import Answers
from bot.business.orders.order import Satisfaction
from bot.business.orders.progress import progress_of
from bot.business.orders.search import Filters, Page, Place
from bot.business.orders.states import Status
from tests.unit.business.orders.samples import NOW, order_in


@pytest.mark.parametrize("solved", [True, False])
@pytest.mark.parametrize("satisfied", Satisfaction)
def test_unsolved_or_dissatisfied_is_bad(solved: bool, satisfied: Satisfaction) -> None:
    bad = Answers(True, solved, satisfied).bad
    assert bad == (not solved or satisfied is Satisfaction.DISSATISFIED)


def test_who_was_not_reached_said_nothing_bad() -> None:
    assert not Answers(valid=False).bad
    for missing in ({"solved": True}, {"satisfied": Satisfaction.SATISFIED}, {}):
        with pytest.raises(Invalid):
            Answers(**missing)  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_a_place_in_a_list_is_read_or_refused(written: str) -> None:
    try:
        place = Place.read(written)
    except Invalid as error:
        assert error.field == "after"  # noqa: PT017 -- either outcome is right
    else:
        assert Place.read(place.written()) == place


def test_places_come_back() -> None:
    for place in (Place(NOW, "261126000008"), Place(None, "261126000008")):
        assert Place.read(place.written()) == place


@pytest.mark.parametrize("size", [0, -1, 101])
def test_pages_have_a_decent_size(size: int) -> None:
    with pytest.raises(Invalid):
        Page(size=size)
    with pytest.raises(Invalid):
        Filters(text="长" * 101)


def test_a_report_is_told_after_its_review() -> None:
    for status in Status:
        told = progress_of(order_in(status, report="修好了"), None).report
        assert bool(told) == (status in (Status.ANSWERED, Status.CALLBACK, Status.CLOSED, Status.ARCHIVED))


def test_a_merged_order_is_as_far_as_the_other_one() -> None:
    child, root = order_in(Status.MERGED, parent="261126000016"), order_in(Status.IN_PROGRESS, due_at=NOW)
    progress = progress_of(child, root)
    assert (progress.status, progress.due_at, progress.merged) == (Status.IN_PROGRESS, NOW, True)
    assert progress.may == (Action.URGE, Action.ADD_FACTS, Action.WITHDRAW)
    assert progress_of(child, order_in(Status.CLOSED)).may == (Action.WITHDRAW,)
    assert progress_of(child, order_in(Status.CLOSED)).rateable
