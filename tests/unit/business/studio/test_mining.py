"""What citizens asked is masked, known again, put together."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.business.studio.asked import AskedTurn, Trouble
from bot.business.studio.likeness import bigram_pairs
from bot.business.studio.mining import LONGEST_KEY, Sentence, clustered, gathered, key_of
from bot.business.studio.question import is_question, tells_something

NOW = datetime(2026, 11, 26, 4, tzinfo=timezone.utc)


def turn(text: str, talk: str = "t1", ago: int = 0, **values: Any) -> AskedTurn:
    given = {
        "turn_id": 1,
        "conversation_id": talk,
        "text": text,
        "at": NOW - timedelta(hours=ago),
        "trouble": Trouble.UNANSWERED,
        "topic": None,
        "confidence": None,
        "channel": "web",
    }
    return AskedTurn(**given | values)


def sentences(*texts: str) -> list[Sentence]:
    """One sentence for each text; the first was said most often."""
    said = [
        turn(text, f"t{place}-{n}") for place, text in enumerate(texts) for n in range(len(texts) - place)
    ]
    return gathered(said, ())


def texts(found: list[Sentence]) -> list[str]:
    return [each.text for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "社保卡丢了",
        "灵活就业断缴三个月怎么补",
        "喂 你好 我想问一下 医保 怎么 办",
        "第二套房子能提公积金吗",
        "您好，请问异地就医怎么备案",
    ],
)
def test_questions(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "。。。",
        "你好",
        "喂喂喂有人吗",
        "谢谢你了再见",
        "好的我知道了",
        "医保",
        "社保卡",
        "第一个",
        "选第二个吧",
        "继续说",
        "需要带什么材料",
        "那要多久呢",
        "转人工",
        "我要找真人客服",
        "哈哈哈哈哈哈",
        "那个那个那个",
        "'; DROP TABLE work_orders; --",
        "where is the station",
    ],
)
def test_noise(text: str) -> None:
    assert not is_question(text)


def test_a_greeting_before_the_answer_doesnt_hide_it() -> None:
    assert tells_something("您好，断缴三个月内可以补缴。")
    for hello in ("您好，很高兴为您服务，请问有什么可以帮您？", "请稍等，我帮您查一下。", "您好。", "在的"):
        assert not tells_something(hello)


def test_one_sentence_however_it_was_written_counts_once_over_all_who_said_it() -> None:
    (found,) = gathered(
        [
            turn("医保断了怎么办", "a", ago=5, topic="gap", channel="phone"),
            turn("请问医保断了怎么办？", "b", ago=1, trouble=Trouble.ASKED_BACK, topic="gap"),
            turn("医保断了怎么办", "b", ago=2, topic="other", answered_by_agent="三个月内补缴就行"),
        ],
        (),
    )
    assert (found.text, found.count, found.people) == ("医保断了怎么办", 3, {"a", "b"})
    assert (found.first, found.last) == (NOW - timedelta(hours=5), NOW - timedelta(hours=1))
    assert found.troubles == (Trouble.UNANSWERED, Trouble.ASKED_BACK)
    assert (found.channels, found.topics) == (("web", "phone"), ("gap", "other"))
    assert found.agents == ("三个月内补缴就行",)


def test_nobody_is_known_by_what_is_shown() -> None:
    found = gathered(
        [
            turn("我叫王小明电话13800138000，医保卡丢了怎么补", answered_by_agent="王先生，到人民路5号补办"),
            turn("我叫李四，电话13900139000，医保卡丢了怎么补"),
        ],
        (),
    )
    shown = repr(found)
    for personal in ("王", "小明", "138", "8000", "李四", "139", "路5号"):
        assert personal not in shown
    assert len(found) == 1  # the same words of two people


def test_what_was_treated_and_noise_are_gone() -> None:
    found = gathered(
        [turn("医保断了怎么办"), turn("你好"), turn("失业金怎么领")], {key_of("医保断了怎么办？")}
    )
    assert texts(found) == ["失业金怎么领"]


def test_long_words_have_keys_of_their_own() -> None:
    one, other = key_of("医保" * 120 + "甲"), key_of("医保" * 120 + "乙")
    assert one != other
    assert max(len(one), len(other)) <= LONGEST_KEY


def test_what_is_alike_stands_together_the_most_frequent_first() -> None:
    said = sentences("失业金怎么领", "医保断了怎么补", "医保断缴怎么补", "医保断了能补吗")
    names = texts(said)
    pairs = [
        (names.index("医保断了怎么补"), names.index(other), alike)
        for other, alike in (("医保断缴怎么补", 0.8), ("医保断了能补吗", 0.9))
    ]
    medical, relief = clustered(said, pairs)
    assert texts(list(medical.sentences)) == ["医保断了怎么补", "医保断了能补吗", "医保断缴怎么补"]
    assert (medical.count, medical.people, relief.count) == (6, 6, 4)
    assert medical.example.text == "医保断了怎么补"


def test_likeness_doesnt_wander() -> None:
    """a is like b, b like c, c like d: that doesn't make a like d."""
    said = sentences("甲乙丙丁问", "甲乙丙戊问", "甲乙己戊问", "甲庚己戊问")
    found = clustered(said, [(0, 1, 0.8), (1, 2, 0.8), (2, 3, 0.8)])
    assert sorted(len(each.sentences) for each in found) == [1, 3]


def test_every_sentence_is_in_one_group() -> None:
    said = sentences("一二三四问", "二三四五问", "三四五六问", "四五六七问", "五六七八问")
    pairs = [(one, other, 0.9) for one in range(5) for other in range(5) if one < other]
    for chosen in (pairs, pairs[::2], [], [(0, 0, 1.0), *pairs[:1], *pairs[:1]]):
        found = [each.key for cluster in clustered(said, chosen) for each in cluster.sentences]
        assert sorted(found) == sorted(each.key for each in said)


def test_the_example_names_nobody_if_it_can() -> None:
    said = sentences("我叫王五医保卡丢了怎么补", "医保卡丢了怎么补")
    (cluster,) = clustered(said, [(0, 1, 0.9)])
    assert cluster.example.text == "医保卡丢了怎么补"


def test_a_person_who_asks_in_two_ways_is_one() -> None:
    said = gathered([turn("医保断了怎么补", "a"), turn("医保断缴怎么补", "a")], ())
    (cluster,) = clustered(said, [(0, 1, 0.9)])
    assert (cluster.count, cluster.people) == (2, 1)


def test_characters_alone_tell_much() -> None:
    said = [
        "灵活就业断缴三个月怎么补",
        "请问灵活就业断了三个月怎么补",
        "电瓶车上牌去哪里",
        "电瓶车上牌在哪里办",
        "失业金",
    ]
    assert {(one, other) for one, other, _ in bigram_pairs(said)} == {(0, 1), (2, 3)}
    assert bigram_pairs(["", "好", "好"]) == []
