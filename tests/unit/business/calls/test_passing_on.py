"""Calls that a person takes, or would have to."""

from bot.business.calls import events as at
from bot.business.calls.policy import State
from tests.unit.business.calls.talk import HANDOFF, Talk, answering, kinds, prompts, texts


def test_when_nobody_answers_the_call_comes_back() -> None:
    talk = answering()
    talk(at.Key("0"))
    talk.answered(HANDOFF, to_person=True)
    talk(at.Spoken())
    assert prompts(talk(at.NobodyAnswered(), 20)) == ["nobody_free"]
    talk(at.Spoken())
    assert texts(talk.says("登记工单")) == ["登记工单"]


def test_a_page_stays_while_a_person_takes_the_conversation() -> None:
    talk = Talk(greets=False, silence_s=None, transfers=False)
    talk(at.Answered())
    talk.says("转人工")
    talk.answered(HANDOFF, to_person=True)
    assert kinds(talk(at.Spoken())) == []
    talk.says("在吗")
    assert kinds(talk.answered()) == []
    assert talk.session.state is State.LISTENING
    assert talk.session.deadline is not None  # only the longest length of a talk


def test_failures_end_with_a_person() -> None:
    talk = Talk().greeted()
    for _ in range(2):
        talk.says("退休金什么时候发")
        assert prompts(talk(at.Failed(talk.asked))) == ["trouble"]
        talk(at.Spoken())
    talk(at.Key("0"))
    assert prompts(talk(at.Failed(talk.asked))) == ["to_person"]
    assert kinds(talk(at.Spoken())) == ["Transfer"]


def test_an_endless_call_goes_to_a_person() -> None:
    talk = Talk(most_s=60.0, silence_s=None).greeted()
    assert kinds(talk.wait()) == ["CallPerson", "Say"]


def test_with_no_place_and_no_person_somebody_calls_back() -> None:
    talk = Talk(full=True)
    assert prompts(talk(at.Answered())) == ["full"]
    assert kinds(talk(at.Spoken())) == ["Transfer"]
    decisions = talk(at.NobodyAnswered())
    assert kinds(decisions) == ["CallPerson", "Say"]
    assert prompts(decisions) == ["call_back"]
    assert talk.answered(HANDOFF, to_person=True) == []
    assert talk(at.Spoken()) == [at.HangUp(at.Outcome.CALLBACK)]
