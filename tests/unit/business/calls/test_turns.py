"""Whose turn it is: answers, what is said over them, and how long a silence ends a turn."""

import pytest

from bot.business.calls import events as at
from bot.business.calls.policy import State
from bot.business.calls.prompts import PROMPTS
from bot.business.calls.turn_taking import Expects, is_backchannel, pause_after
from tests.unit.business.calls.talk import FAQ, GOODBYE, OFFERING, Talk, answering, kinds, prompts, texts


def test_greets_answers_and_listens_again() -> None:
    talk = Talk()
    assert prompts(talk(at.Answered())) == ["greeting"]
    assert "转人工" in PROMPTS["greeting"]
    assert "机器人" in PROMPTS["greeting"]
    assert "录音" in PROMPTS["greeting"]
    talk(at.Spoken())
    assert talk.session.state is State.LISTENING
    assert texts(talk.says("退休金什么时候发")) == ["退休金什么时候发"]
    assert talk.session.state is State.THINKING
    assert kinds(talk.answered(FAQ)) == ["Say"]
    talk(at.Spoken())
    assert talk.session.state is State.LISTENING


def test_speech_over_the_answer_holds_it_and_words_end_it() -> None:
    talk = answering()
    assert kinds(talk(at.Speech(0.2))) == []
    assert kinds(talk(at.Speech(0.3))) == ["Hold"]
    assert kinds(talk(at.Speech(0.5, "那"))) == []
    assert kinds(talk(at.Speech(0.7, "那居民"))) == ["Hush"]
    assert kinds(talk(at.Heard("那居民的呢"))) == ["Ask"]


def test_noise_over_the_answer_only_holds_it() -> None:
    talk = answering()
    talk(at.Speech(0.4))
    assert kinds(talk(at.Heard(""))) == ["Resume"]
    assert talk.session.state is State.SPEAKING


@pytest.mark.parametrize("text", ["嗯", "哦", "好", "对", "嗯嗯", "好的好的", "对对对"])
def test_who_only_listens_is_spoken_on_to(text: str) -> None:
    talk = answering()
    assert kinds(talk(at.Speech(0.5, text))) == []
    assert kinds(talk(at.Heard(text, left_s=5.0))) == []
    assert talk.session.state is State.SPEAKING


def test_a_yes_at_the_end_of_an_offer_answers_it() -> None:
    talk = answering(OFFERING)
    assert texts(talk.says("好", 0.4, left_s=0.5)) == ["好"]


def test_a_yes_in_the_middle_of_an_offer_does_not() -> None:
    talk = answering(OFFERING)
    assert texts(talk.says("好", 0.4, left_s=6.0)) == []


def test_an_emergency_is_heard_to_its_end() -> None:
    talk = answering(at.Answer("请马上拨打110。", "emergency"))
    assert kinds(talk(at.Speech(2.0, "你说什么"))) == []
    assert kinds(talk(at.Heard("你说什么"))) == ["Ask"]  # without hushing what is being said


def test_an_answer_waits_while_the_caller_speaks() -> None:
    talk = Talk().greeted()
    talk.says("退休金什么时候发")
    talk(at.Speech(0.6))
    assert kinds(talk.answered(FAQ)) == ["Say", "Hold"]
    assert kinds(talk(at.Heard("嗯", left_s=3))) == ["Resume"]


def test_who_goes_on_gets_the_later_answer_only() -> None:
    talk = Talk().greeted()
    talk.says("退休金")
    talk.says("什么时候发")
    assert kinds(talk(at.Replied(1, (FAQ,)))) == []
    assert kinds(talk(at.Replied(2, (FAQ,)))) == ["Say"]


def test_what_was_done_is_told_even_late() -> None:
    talk = Talk().greeted()
    talk.says("确认")
    talk.says("快点")
    assert kinds(talk(at.Replied(1, (at.Answer("已登记。", "work_order"),)))) == ["Say"]


def test_who_asks_on_over_the_goodbye_is_not_hung_up_on() -> None:
    talk = answering(GOODBYE)
    talk(at.Speech(0.8, "等一下"))
    talk(at.Heard("等一下还有个问题"))
    talk.answered(FAQ)
    assert kinds(talk(at.Spoken())) == []
    assert talk.session.state is State.LISTENING


def test_goodbye_hangs_up_after_the_words() -> None:
    talk = answering(GOODBYE)
    assert talk(at.Spoken()) == [at.HangUp(at.Outcome.DONE)]
    assert talk.session.state is State.ENDED


def test_slower_stays_slower() -> None:
    talk = answering(at.Answer("退休金每月十五号发。", "repeat", slow=True))
    talk.says("那居民的呢")
    assert [each.slow for each in talk.answered(FAQ) if isinstance(each, at.Say)] == [True]


@pytest.mark.parametrize(
    ("text", "expects", "seconds"),
    [
        ("退休金什么时候发", Expects.QUESTION, 0.7),
        ("对", Expects.YES_NO, 0.5),
        ("不对应该是别的地方", Expects.YES_NO, 0.7),
        ("我想问一下", Expects.QUESTION, 1.5),
        ("我家住在人民路", Expects.ADDRESS, 2.0),
        ("我的电话是138", Expects.QUESTION, 2.0),
        ("幺三八", Expects.NUMBER, 2.0),
    ],
)
def test_pauses(text: str, expects: Expects, seconds: float) -> None:
    assert pause_after(text, expects) == seconds


def test_what_is_a_backchannel() -> None:
    assert is_backchannel("嗯，好的。")
    assert not is_backchannel("好，那居民的呢")
