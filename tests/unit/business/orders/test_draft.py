"""What an order holds as a citizen tells it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.business.errors import Invalid
from bot.business.orders.order import Draft


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
