"""Silence of the caller, who is asked differently each time, and ours while an answer takes long."""

from bot.business.calls import events as at
from bot.business.calls.policy import State
from tests.unit.business.calls.talk import FAQ, HANDOFF, PHONE, Talk, answering, kinds, prompts


def test_a_filler_when_it_takes_long_once() -> None:
    talk = Talk().greeted()
    talk.says("退休金什么时候发")
    assert prompts(talk.wait()) == ["filler"]
    talk(at.Spoken())
    assert talk.session.state is State.THINKING
    assert kinds(talk.answered(FAQ)) == ["Say"]


def test_a_question_that_got_lost_is_owned_up_to() -> None:
    talk = Talk().greeted()
    talk.says("退休金什么时候发")
    talk.wait()
    assert prompts(talk.wait()) == ["trouble"]


def test_silence_is_asked_into_then_choices_then_a_person() -> None:
    talk = Talk().greeted()
    assert prompts(talk.wait()) == ["still_there"]
    talk(at.Spoken())
    assert prompts(talk.wait()) == ["menu"]
    talk(at.Spoken())
    assert kinds(talk.wait()) == ["CallPerson"]
    talk.answered(HANDOFF, to_person=True)
    assert kinds(talk(at.Spoken())) == ["Transfer"]
    assert talk.session.state is State.TRANSFERRING


def test_unintelligible_speech_climbs_the_same_ladder() -> None:
    talk = Talk().greeted()
    assert prompts(talk.says("", 1.5)) == ["not_heard"]
    talk(at.Spoken())
    assert prompts(talk.says("", 1.5)) == ["menu"]
    talk(at.Spoken())
    assert kinds(talk.says("", 1.5)) == ["CallPerson"]


def test_being_understood_starts_the_ladder_again() -> None:
    talk = Talk().greeted()
    talk.says("", 1.5)
    talk(at.Spoken())
    talk.says("退休金什么时候发")
    talk.answered(FAQ)
    talk(at.Spoken())
    assert prompts(talk.wait()) == ["still_there"]


def test_a_cough_is_no_miss() -> None:
    talk = Talk().greeted()
    assert kinds(talk.says("", 0.4)) == []
    assert talk.session.deadline is not None


def test_help_in_a_form_keeps_to_the_form() -> None:
    talk = answering(PHONE)
    talk(at.Spoken())
    talk.wait()
    talk(at.Spoken())
    assert prompts(talk.wait()) == ["press_number"]
