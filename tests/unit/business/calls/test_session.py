"""Turn-taking, keys, silence and handing over, without a sound."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.calls import events as at
from bot.business.calls.keys import Pressed, meaning
from bot.business.calls.policy import CallPolicy, State
from bot.business.calls.prompts import PROMPTS
from bot.business.calls.session import CallSession
from bot.business.calls.turn_taking import Expects, is_backchannel, pause_after

FAQ = at.Answer("退休金每月十五号发。", "faq")
OFFERING = at.Answer("退休金每月十五号发。要我接着说吗？", "faq")
CHOICES = at.Answer("您是想问：一、甲；二、乙。请说第几个。", "clarify", Expects.CHOICE, options=2)
PHONE = at.Answer("请留一个电话号码。", "work_order", Expects.NUMBER)
HANDOFF = at.Answer("正在为您转接人工。", "handoff")
GOODBYE = at.Answer("再见。", "chitchat", ends=True)


class Talk:
    """A call whose clock is moved by hand."""

    def __init__(self, **policy: Any) -> None:
        self.session = CallSession(CallPolicy(**policy))
        self.now = 0.0
        self.asked = 0

    def __call__(self, event: at.Event, after: float = 0.0) -> list[at.Decision]:
        self.now += after
        decisions = self.session.handle(event, self.now)
        self.asked = max(
            [self.asked, *(each.number for each in decisions if isinstance(each, at.Ask | at.CallPerson))]
        )
        return decisions

    def wait(self) -> list[at.Decision]:
        """Let the time pass until something is due."""
        assert self.session.deadline is not None
        self.now = self.session.deadline
        return self(at.Tick())

    def greeted(self) -> "Talk":
        self(at.Answered())
        self(at.Spoken())
        return self

    def says(self, text: str, seconds: float = 1.0, left_s: float = 0.0) -> list[at.Decision]:
        return [*self(at.Speech(seconds, text)), *self(at.Heard(text, 0.9, left_s), 0.7)]

    def answered(self, *answers: at.Answer, to_person: bool = False) -> list[at.Decision]:
        return self(at.Replied(self.asked, answers, to_person), 0.2)


def kinds(decisions: list[at.Decision]) -> list[str]:
    return [type(each).__name__ for each in decisions if not isinstance(each, at.SetPause)]


def prompts(decisions: list[at.Decision]) -> list[str | None]:
    return [each.prompt for each in decisions if isinstance(each, at.Say)]


def texts(decisions: list[at.Decision]) -> list[str]:
    return [each.text for each in decisions if isinstance(each, at.Ask)]


def answering(*answers: at.Answer) -> Talk:
    """A call in which an answer is being spoken."""
    talk = Talk().greeted()
    talk.says("退休金什么时候发")
    talk.answered(*(answers or (FAQ,)))
    return talk


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


def test_a_key_of_the_menu_speaks_for_the_caller() -> None:
    talk = Talk().greeted()
    talk.wait()
    talk(at.Spoken())
    talk.wait()
    assert texts(talk(at.Key("2"))) == ["医保"]


def test_keys_pick_choices_and_break_in() -> None:
    talk = answering(CHOICES)
    decisions = talk(at.Key("2"))
    assert kinds(decisions) == ["Hush", "Ask"]
    assert texts(decisions) == ["2"]
    assert kinds(answering(CHOICES)(at.Key("3"))) == ["Hush", "Say"]


@pytest.mark.parametrize("state", ["speaking", "listening", "thinking"])
def test_0_is_a_person_at_any_time(state: str) -> None:
    talk = answering()
    if state != "speaking":
        talk(at.Spoken())
    if state == "thinking":
        talk.says("那居民的呢")
    assert kinds(talk(at.Key("0")))[-1] == "CallPerson"
    assert kinds(talk(at.Key("0"))) == []  # one is enough


def test_a_number_is_pressed_with_hash() -> None:
    talk = answering(PHONE)
    for key in "13800138000":
        assert texts(talk(at.Key(key), 0.3)) == []
    assert talk.session.state is State.COLLECTING
    assert texts(talk(at.Key("#"))) == ["13800138000"]


def test_a_number_without_hash_ends_by_itself() -> None:
    talk = answering(PHONE)
    for key in "057712345":
        talk(at.Key(key), 0.3)
    assert texts(talk.wait()) == ["057712345"]


def test_a_lone_0_where_a_number_is_asked_for_is_a_person() -> None:
    talk = answering(PHONE)
    talk(at.Key("0"))
    assert kinds(talk.wait()) == ["CallPerson"]


def test_pressed_and_spoken_digits_make_one_number() -> None:
    talk = answering(PHONE)
    talk(at.Key("1"))
    talk(at.Key("3"))
    assert texts(talk.says("800138000")) == ["13800138000"]


def test_star_begins_the_number_anew() -> None:
    talk = answering(PHONE)
    talk(at.Key("9"))
    assert prompts(talk(at.Key("*"))) == ["digits_again"]
    talk(at.Spoken())
    talk(at.Key("1"))
    assert texts(talk(at.Key("#"))) == ["1"]


def test_help_in_a_form_keeps_to_the_form() -> None:
    talk = answering(PHONE)
    talk(at.Spoken())
    talk.wait()
    talk(at.Spoken())
    assert prompts(talk.wait()) == ["press_number"]


def test_goodbye_hangs_up_after_the_words() -> None:
    talk = answering(GOODBYE)
    assert talk(at.Spoken()) == [at.HangUp(at.Outcome.DONE)]
    assert talk.session.state is State.ENDED


def test_who_asks_on_over_the_goodbye_is_not_hung_up_on() -> None:
    talk = answering(GOODBYE)
    talk(at.Speech(0.8, "等一下"))
    talk(at.Heard("等一下还有个问题"))
    talk.answered(FAQ)
    assert kinds(talk(at.Spoken())) == []
    assert talk.session.state is State.LISTENING


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


def test_with_no_place_and_no_person_somebody_calls_back() -> None:
    talk = Talk(full=True)
    assert prompts(talk(at.Answered())) == ["full"]
    assert kinds(talk(at.Spoken())) == ["Transfer"]
    decisions = talk(at.NobodyAnswered())
    assert kinds(decisions) == ["CallPerson", "Say"]
    assert prompts(decisions) == ["call_back"]
    assert talk.answered(HANDOFF, to_person=True) == []
    assert talk(at.Spoken()) == [at.HangUp(at.Outcome.CALLBACK)]


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


@given(st.text("0123456789*#", max_size=30), st.booleans(), st.lists(st.just("1"), max_size=9))
def test_every_key_means_something(keys: str, dictates: bool, choices: list[str]) -> None:
    for key in keys:
        pressed, text = meaning(key, dictates, choices)
        assert (pressed in (Pressed.SAYS, Pressed.DIGIT)) <= bool(text)
