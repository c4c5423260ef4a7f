"""Scores of labelled sentences."""

from typing import Any

import pytest

from bot.business.evaluation import judge, read_case, summarise


def row(text: str = "失业金领几个月", **changes: Any) -> dict[str, Any]:
    return {"id": "a", "text": text, "expect": {"kind": "faq", "topic": "unemp_duration"}, **changes}


def reply(kind: str = "faq", topic: str | None = None, text: str = "", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "text": text, **({"topic": topic} if topic else {}), **more}


def test_the_topic_or_one_that_is_as_good_is_right() -> None:
    case = read_case(row(expect={"kind": "faq", "topic": "a", "alt_topics": ["b"]}))
    assert judge(case, reply(topic="a"), 1).right
    assert judge(case, reply(topic="b"), 1).right
    wrong = judge(case, reply(topic="c"), 1)
    assert (wrong.right, wrong.answered_wrong, wrong.got) == (False, True, "c")


def test_asking_back_with_the_right_title_is_offered_but_not_right_and_not_wrong() -> None:
    options = [
        {"key": "1", "title": "x", "topic": "other"},
        {"key": "2", "title": "y", "topic": "unemp_duration"},
    ]
    asked = judge(read_case(row()), reply("clarify", options=options), 1)
    assert (asked.right, asked.offered, asked.answered_wrong) == (False, True, False)


def test_an_answer_to_what_is_out_of_scope_is_wrong() -> None:
    case = read_case(row(expect={"kind": "out_of_scope"}))
    assert judge(case, reply(topic="a"), 1).answered_wrong
    assert judge(case, reply("out_of_scope"), 1).right


@pytest.mark.parametrize("kind", ["greeting", "thanks", "goodbye", "bot_challenge"])
def test_small_talk_is_answered_by_small_talk(kind: str) -> None:
    assert judge(read_case(row(expect={"kind": kind})), reply("chitchat"), 1).right


def test_words_are_compared_without_blanks_and_full_width() -> None:
    case = read_case(row(must_contain=[["24个月", "两年"], ["失业"]], must_not_contain=["２６ 个月"]))
    assert judge(case, reply(topic="unemp_duration", text="失业金最长 ２４ 个月"), 1).right
    assert not judge(case, reply(topic="unemp_duration", text="最长两年"), 1).right
    assert not judge(case, reply(topic="unemp_duration", text="失业两年，26个月"), 1).right


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text": " "}, "text"),
        ({"expect": None}, "expect"),
        ({"expect": {"kind": "nonsense"}}, "kind"),
        ({"expect": {"kind": "faq"}}, "topic"),
        ({"expect": {"kind": "handoff", "topic": "a"}}, "topic"),
        ({"channel": "fax"}, "channel"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_case(row(**changes))


def test_the_report_counts_by_group_and_names_confusions() -> None:
    faq, other = read_case(row()), read_case(row("今天天气", expect={"kind": "out_of_scope"}))
    outcomes = [
        judge(faq, reply(topic="unemp_duration"), 1),
        judge(faq, reply(topic="unemp_amount"), 1),
        judge(other, reply(topic="unemp_amount"), 1),
        judge(other, reply("out_of_scope"), 1),
    ]
    report = summarise(outcomes)
    assert report["overall"] == {
        "sentences": 4, "right": 2, "first_right": 2, "right_or_offered": 2, "answered": 3, "answered_wrong": 2
    }  # fmt: skip
    assert report["groups"]["out_of_scope"]["answered_wrong"] == 1
    assert {
        "expect": "unemp_duration",
        "got": "unemp_amount",
        "count": 1,
        "example": "失业金领几个月",
    } in report["confused"]


def test_the_figures_by_which_a_hotline_is_judged() -> None:
    faq, other = read_case(row()), read_case(row("今天天气", expect={"kind": "out_of_scope"}))
    person = read_case(row("转人工", expect={"kind": "handoff"}))
    right, wrong = (
        {"key": "1", "title": "x", "topic": "unemp_duration"},
        {"key": "2", "title": "y", "topic": "b"},
    )
    outcomes = [
        judge(faq, reply(topic="unemp_duration", confidence=0.95), 1),
        judge(faq, reply(topic="unemp_amount", confidence=0.7), 1),
        judge(faq, reply("clarify", options=[right, wrong], confidence=0.5), 1),
        judge(faq, reply("clarify", options=[wrong, right], confidence=0.5), 1),
        judge(other, reply(topic="unemp_amount"), 1),
        judge(person, reply("handoff"), 1),
    ]
    report = summarise(outcomes, {"unemp_duration": "失业保险"})
    assert report["shares"]["topic_first"] == [2, 4]
    assert report["shares"]["topic_in_three"] == [3, 4]
    assert report["shares"]["in_three_when_asked_back"] == [2, 2]
    assert report["shares"]["answered_wrong"] == [1, 4]
    assert report["shares"]["answers_wrong"] == [2, 3]
    assert report["shares"]["out_of_scope_answered"] == [1, 1]
    assert report["shares"]["handoff_recall"] == [1, 1]
    assert report["shares"]["emergency_recall"] == [0, 0]
    assert report["subjects"]["失业保险"]["sentences"] == 4
    assert report["calibration"] == [[0.5, 2, 1], [0.7, 1, 0], [0.9, 1, 1]]
