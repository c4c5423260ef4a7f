"""What a batch's sentences get, and how good that is."""

from datetime import date
from pathlib import Path

import pytest

from bot.business.studio.batch import Change, Got, Verdict, change, counts, got, most_taught, verdict
from bot.business.studio.understanding import Understanding
from bot.knowledge.reader import read

DAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def base():
    return read(Path("data"), "wenzhou")


def taken(intent: str, *options: str, text: str = "我的卡丢了") -> Understanding:
    return Understanding(text, text, True, ((intent, 0.9),), intent, 0.9, options)


def test_what_the_citizen_would_get(base) -> None:
    assert got(taken("faq_card_lost"), base, DAY) == Got("faq", "card_lost", (), 0.9)
    asked_back = got(taken("clarify", "faq_card_lost", "faq_gone"), base, DAY)
    assert (asked_back.kind, asked_back.topic, asked_back.options) == ("clarify", None, ("card_lost",))
    assert got(taken("request_handoff"), base, DAY).kind == "handoff"
    assert got(taken("nlu_fallback"), base, DAY).kind == "out_of_scope"
    assert got(taken("faq_gone"), base, DAY) == Got("out_of_scope", None, (), 0.9)
    sum_ = got(taken("faq_retire_age", text="我1965年3月出生男的什么时候退休"), base, DAY)
    assert sum_.topic == "retire_age"


def answer(topic: str | None, *options: str) -> Got:
    return Got("faq" if topic else "clarify" if options else "out_of_scope", topic, options, 0.8)


def test_how_good_it_is() -> None:
    assert verdict("a", answer("a")) is Verdict.HIT
    assert verdict("a", answer(None, "b", "a")) is Verdict.OFFERED
    assert [verdict("a", each) for each in (answer("b"), answer(None, "b"), answer(None))] == [
        Verdict.MISS
    ] * 3
    assert verdict(None, answer(None)) is Verdict.HIT
    assert verdict(None, Got("handoff", None, (), 1.0)) is Verdict.HIT
    assert [verdict(None, each) for each in (answer("b"), answer(None, "b"))] == [Verdict.MISS] * 2
    assert counts([Verdict.HIT, Verdict.MISS, Verdict.HIT]) == {"hit": 2, "offered": 0, "miss": 1}


def test_what_another_release_does() -> None:
    assert change("a", answer("a"), answer("a")) is Change.SAME
    assert change("a", answer("b"), answer(None)) is Change.BETTER  # a wrong answer is worse than none
    assert change("a", answer("a"), answer(None, "a")) is Change.WORSE
    assert change("a", answer("b"), answer("c")) is Change.OTHER


def test_a_batch_that_was_taught_tests_no_more() -> None:
    assert [most_taught(rows) for rows in (1, 20, 1000)] == [2, 2, 50]
