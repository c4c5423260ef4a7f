"""What an editor is told while typing: of questions, of answers in time, of names made by themselves."""

from datetime import date
from typing import Any

import pytest

from bot.business.studio.checks import Questions, Remark, alike, confused, new_questions
from bot.business.studio.checks_in_time import heard_length, in_time, local_values, marks, old_sources
from bot.business.studio.understanding import Near, Understanding
from bot.business.studio.words import key_from, whole_value, without_empty
from bot.business.text import normalise
from bot.knowledge.topic_files import same

TODAY = date(2026, 11, 26)
TOPICS = {
    "lost": {"title": "卡丢了", "questions": ["社保卡丢了怎么办", "卡不见了"]},
    "new": {"title": "办新卡", "questions": ["怎么办社保卡", "卡片哪里领"]},
}


def said(remarks: Any) -> list[tuple[str, str]]:
    return [(each.place, each.message) for each in remarks]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("社保卡丢了怎么办", "“卡丢了”里也有这一句，两边只能留一句"),
        ("社保卡，丢了怎么办？", "“卡丢了”里也有“社保卡丢了怎么办”，只差标点或空格，两边只能留一句"),
        ("社保卡丢乐怎么办", "“卡丢了”里有读音相同的“社保卡丢了怎么办”，电话里分不清，两边只能留一句"),
    ],
)
def test_the_same_question_elsewhere_is_named_with_its_topic(question: str, message: str) -> None:
    found = list(Questions(TOPICS, same).elsewhere("new", ["怎么办社保卡", question], True))
    assert found == [Remark("questions.1", message, True, "lost")]


def test_its_own_questions_and_empty_ones_are_no_remark() -> None:
    questions = Questions(TOPICS, same)
    assert list(questions.elsewhere("lost", ["社保卡丢了怎么办", "？", ""], True)) == []
    assert list(questions.elsewhere("other", ["说不上像谁"], True)) == []


def test_a_question_of_a_draft_warns_only() -> None:
    (found,) = Questions(TOPICS, same).elsewhere("new", ["卡不见了"], False)
    assert (found.blocks, found.message[:13]) == (False, "“卡丢了”还没发布的草稿里")


def test_what_is_the_same_may_be_given() -> None:
    shouted = Questions(
        {"a": {"title": "甲", "questions": ["xy"]}}, lambda words: (words, normalise(words)[0])
    )
    assert [each.topic for each in shouted.elsewhere("b", ["xz", "yx"], True)] == ["a"]


def test_questions_that_say_hardly_more_than_another_are_remarked_once() -> None:
    questions = ["退休人员去世家属能领多少钱", "退休人员去世家属能领多少钱啊", "抚恤金怎么算"]
    assert said(alike(questions, [0, 1, 2])) == [
        ("questions.1", "和“退休人员去世家属能领多少钱”几乎一样，换一种说法更有用")
    ]
    assert said(alike(questions, [2])) == []  # old ones among themselves are left alone
    assert [each.place for each in alike(questions, [0])] == ["questions.0"]


def test_of_many_alike_ones_only_some_are_told() -> None:
    questions = [f"退休人员去世以后家属一共能领到多少钱{mark}" for mark in "甲乙丙丁戊己庚辛壬癸"]
    assert len(list(alike(questions, range(10)))) == 5


def test_a_question_is_new_when_its_words_are() -> None:
    live = {"questions": ["社保卡丢了怎么办"]}
    assert new_questions(live, ["社保卡丢了，怎么办？", "卡呢"]) == [1]
    assert new_questions(None, ["一", "二"]) == [0, 1]


def understood(intent: str, sure: float = 0.9) -> Understanding:
    return Understanding("", "", True, ((intent, sure),), intent, sure, ())


def test_what_the_live_model_takes_for_another_topic_is_told_with_the_reason() -> None:
    titles = {"lost": "卡丢了", "new": "办新卡"}.__getitem__
    near = {0: [Near("卡找不到了", "faq_lost", 1.1)], 1: [Near("卡找不到了", "faq_lost", 0.9)]}
    taken = {0: understood("faq_lost"), 1: understood("faq_new")}
    found = list(confused("new", titles, taken, near))
    assert said(found) == [("questions.0", "小政现在会答“卡丢了”（把握 90%），因为那里有“卡找不到了”")]
    assert found[0].topic == "lost"
    assert not found[0].blocks


def test_a_question_that_is_close_to_another_topic_is_told_while_nobody_answers_it() -> None:
    near = {0: [Near("我的", "faq_new", 1.2), Near("卡找不到了", "faq_lost", 0.85)]}
    (found,) = confused("new", lambda key: key, {0: understood("nlu_fallback")}, near)
    assert found.message == "和“lost”里的“卡找不到了”很像，小心听混"
    assert (
        list(confused("new", str, {0: understood("nlu_fallback")}, {0: [Near("x", "faq_lost", 0.7)]})) == []
    )
    assert list(confused("new", str, {0: understood("goodbye")}, {0: [Near("x", "goodbye", 0.9)]})) == []


@pytest.mark.parametrize(
    ("answers", "remarks"),
    [
        ([{}], []),
        ([{"expires": "2026-12-31"}, {"effective": "2027-01-01"}], []),
        ([{"expires": "2026-12-31"}], [("answers.0.expires", "还有 35 天失效，以后还没有接上的答案")]),
        ([{"expires": "2026-11-26"}], [("answers.0.expires", "今天是最后一天，以后还没有接上的答案")]),
        ([{"expires": "2027-12-31"}], []),  # far away
        (
            [{"expires": "2027-12-31"}, {"effective": "2028-02-01"}],
            [("answers.0.expires", "2028-01-01 到 2028-01-31 没有答案，请接上")],
        ),
        ([{"expires": "2026-11-25"}], [("answers", "答案都已经失效，市民现在问到，小政没有答案可说")]),
        (
            [{"effective": "2027-01-01"}],
            [("answers", "答案要到 2027-01-01 才生效，市民现在问到，小政没有答案可说")],
        ),
        ([{"effective": "没写完", "expires": None}], []),
        ([], []),
    ],
)
def test_days_without_an_answer(answers: list[dict[str, Any]], remarks: list[tuple[str, str]]) -> None:
    assert said(in_time({"answers": answers}, TODAY)) == remarks


def test_the_list_says_in_a_word_what_to_look_at() -> None:
    sources = [{"name": "文件"}]
    assert marks({"answers": [{"sources": sources}]}, TODAY) == []
    assert marks({"answers": [{"expires": "2026-12-01"}]}, TODAY) == ["即将失效", "没有依据"]
    assert marks({"answers": [{"expires": "2026-01-01", "sources": sources}]}, TODAY) == ["没有有效答案"]
    assert marks({}, TODAY) == ["没有有效答案"]


def test_old_sources() -> None:
    sources = [{"year": 2021}, {"year": 2020}, {"year": "去年"}, {}]
    assert said(old_sources({"answers": [{"sources": sources}]}, TODAY)) == [
        ("answers.0.sources.1.year", "依据是 2020 年的，超过 5 年，请确认现在还有效")
    ]


def test_local_values_that_nobody_will_hear() -> None:
    live = {
        "a": {"label": "甲", "value": None},
        "b": {"label": "乙", "value": "1", "expires": "2026-01-01"},
        "c": {"label": "丙", "value": "1"},
    }
    planned = live | {"d": {"label": "丁", "value": "2"}}
    topic = {"local": [{"key": key} for key in ("a", "b", "c", "d", "unknown")]}
    assert said(local_values(topic, live, planned, TODAY)) == [
        ("local.0.key", "“甲”还没填，市民会听到“以参保地公布为准”"),
        ("local.1.key", "“乙”2026-01-01 已经失效，市民会听到“以参保地公布为准”"),
        ("local.3.key", "“丁”还没发布，要和这一条一起发布"),
    ]


def test_local_values_make_a_spoken_answer_longer() -> None:
    topic = {"answers": [{"speech": "话" * 8}], "local": [{"key": "a", "say": "是{value}。"}]}
    assert said(heard_length(topic, {"a": {"value": "4812元"}}, 10)) == [
        ("answers.0.speech", "加上本地值一口气要念 15 个字，最好不超过 10 个字")
    ]
    assert said(heard_length(topic, {"a": {"value": None}}, 10)) == []
    assert said(heard_length(topic, {"a": {"value": "4812元"}}, 20)) == []


def syllables(title: str) -> list[str]:
    return {"社保卡丢了？": ["she", "bao", "ka", "diu", "le", "？"], "女" * 40: ["nü"] * 40}.get(
        title, list(title)
    )


def test_a_key_sounds_as_the_title() -> None:
    assert key_from("社保卡丢了？", (), syllables, "topic") == "she_bao_ka_diu_le"
    assert key_from("社保卡丢了？", ("she_bao_ka_diu_le",), syllables, "topic") == "she_bao_ka_diu_le_2"
    assert key_from("AB2", (), syllables, "topic") == "a_b_2"
    assert key_from("？！", ("topic", "topic_2"), syllables, "topic") == "topic_3"


def test_a_key_is_at_most_64_long_and_made_of_plain_letters() -> None:
    long = key_from("女" * 40, (), syllables, "topic")
    assert len(long) <= 64
    assert set(long) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")
    again = key_from("女" * 40, (long,), syllables, "topic")
    assert len(again) <= 64
    assert again != long
    assert len(key_from("x", (), lambda title: ["q" * 90], "topic")) == 64


def test_what_is_empty_goes_but_places_in_lists_stay() -> None:
    topic = {
        "title": "",
        "local": [],
        "questions": ["一", "", "二"],
        "answers": [{"expires": None, "sources": [{"name": "", "number": "", "article": ""}]}],
    }
    assert without_empty(topic) == {
        "questions": ["一", "", "二"],
        "answers": [{"sources": [{"number": "", "article": ""}]}],
    }


def test_a_local_value_has_all_its_parts() -> None:
    assert whole_value({"label": " 甲 ", "value": "", "other": 1}) == {
        "label": "甲",
        "value": None,
        "as_of": None,
        "source": None,
        "expires": None,
    }
    assert whole_value({"value": 21})["value"] == 21
