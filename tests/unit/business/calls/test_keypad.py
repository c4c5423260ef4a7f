"""Keys: choices, numbers, and 0 for a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.business.calls import events as at
from bot.business.calls.keys import Pressed, meaning
from bot.business.calls.policy import State
from tests.unit.business.calls.talk import CHOICES, PHONE, Talk, answering, kinds, prompts, texts


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


@given(st.text("0123456789*#", max_size=30), st.booleans(), st.lists(st.just("1"), max_size=9))
def test_every_key_means_something(keys: str, dictates: bool, choices: list[str]) -> None:
    for key in keys:
        pressed, text = meaning(key, dictates, choices)
        assert (pressed in (Pressed.SAYS, Pressed.DIGIT)) <= bool(text)
