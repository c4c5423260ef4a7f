"""What holds for a call whatever happens in it, and when answers may be prepared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.calls import events as at
from bot.business.calls.policy import State
from bot.business.calls.turn_taking import Expects
from tests.unit.business.calls.talk import CHOICES, FAQ, GOODBYE, HANDOFF, OFFERING, PHONE, Talk, answering


@pytest.mark.parametrize(
    ("answer", "plain"), [(FAQ, True), (OFFERING, True), (CHOICES, True), (PHONE, False)]
)
def test_answers_are_prepared_only_where_a_question_is_expected(answer: at.Answer, plain: bool) -> None:
    talk = Talk().greeted()
    talk.says("退休金几号发")
    assert not talk.session.answers_questions  # one is being answered
    talk.answered(answer)
    assert talk.session.answers_questions is plain


def test_nothing_is_prepared_once_a_person_is_called() -> None:
    talk = Talk().greeted()
    talk(at.Key("0"))
    assert not talk.session.answers_questions


@pytest.mark.parametrize(
    "expects", [Expects.NUMBER, Expects.ADDRESS, Expects.STORY, Expects.YES_NO], ids=lambda each: each.value
)
def test_nothing_is_prepared_while_something_is_dictated_or_confirmed(expects: Expects) -> None:
    talk = answering(at.Answer("请说。", "work_order", expects))
    assert not talk.session.answers_questions
    talk(at.Spoken())
    assert not talk.session.answers_questions


def test_nothing_is_prepared_while_a_number_is_pressed() -> None:
    talk = answering(PHONE)
    talk(at.Key("1"))
    assert talk.session.state is State.COLLECTING
    assert not talk.session.answers_questions


def test_nothing_is_prepared_once_the_call_is_passed_on_or_over() -> None:
    talk = Talk().greeted()
    talk(at.Key("0"))
    talk.answered(HANDOFF, to_person=True)
    talk(at.Spoken())
    assert talk.session.state is State.TRANSFERRING
    assert not talk.session.answers_questions
    talk(at.HungUp())
    assert not talk.session.answers_questions


def test_answers_are_prepared_from_the_start_and_again_after_a_transfer_that_nobody_took() -> None:
    talk = Talk().greeted()
    assert talk.session.answers_questions
    talk(at.Key("0"))
    talk.answered(HANDOFF, to_person=True)
    talk(at.Spoken())
    talk(at.NobodyAnswered(), 20)
    assert talk.session.answers_questions


EVENTS = st.one_of(
    st.builds(at.Speech, st.floats(0, 20), st.sampled_from(["", "嗯", "那居民的呢"])),
    st.builds(at.Heard, st.sampled_from(["", "好", "转人工"])),
    st.builds(at.Key, st.sampled_from("0123456789*#")),
    st.builds(
        at.Replied,
        st.integers(0, 9),
        st.lists(st.sampled_from([FAQ, OFFERING, CHOICES, PHONE, GOODBYE])).map(tuple),
        st.booleans(),
    ),
    st.builds(at.Failed, st.integers(0, 9)),
    st.sampled_from([at.Answered(), at.Spoken(), at.NobodyAnswered(), at.Tick(), at.HungUp()]),
)


@given(st.lists(st.tuples(EVENTS, st.floats(0, 30)), max_size=200))
def test_any_order_of_events_leaves_a_way_out(events: list[tuple[at.Event, float]]) -> None:
    """No event breaks the machine, and a call that isn't over is either waiting for a part of ours or for a deadline."""
    talk = Talk()
    talk(at.Answered())
    for event, after in events:
        talk(event, after)
    state = talk.session.state
    waits_for_deadline = talk.session.deadline is not None
    assert waits_for_deadline or state in (State.ENDED, State.SPEAKING, State.TRANSFERRING, State.THINKING)
