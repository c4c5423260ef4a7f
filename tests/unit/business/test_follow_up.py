"""What only asks on after an answer is told apart from a question of its own."""

import pytest

from bot.business.follow_up import Aspect, about, aspect_of, goes_on, in_context, lines_about
from bot.business.questions import split


@pytest.mark.parametrize(
    ("sentence", "aspect"),
    [
        ("需要带什么", Aspect.BRING),
        ("那要准备什么材料啊", Aspect.BRING),
        ("去哪办", Aspect.WHERE),
        ("嗯那个在哪里办理呢", Aspect.WHERE),
        ("网上能办吗", Aspect.WHERE),
        ("要多久", Aspect.HOW_LONG),
        ("办这个要多久能下来", Aspect.HOW_LONG),
        ("要钱吗", Aspect.COST),
        ("失业金去哪办", None),
        ("居民医保要多少钱", None),
        ("怎么办", None),
        ("你好", None),
    ],
)
def test_one_side_of_the_matter(sentence: str, aspect: Aspect | None) -> None:
    assert aspect_of(sentence) is aspect


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        *((each, True) for each in ("还有呢", "接着说", "好的接着说吧", "然后呢", "要")),
        *((each, False) for each in ("好", "再说一遍", "转人工", "还有一个问题想问", "要投诉")),
    ],
)
def test_the_rest_is_wanted(sentence: str, wanted: bool) -> None:
    assert goes_on(sentence) is wanted


@pytest.mark.parametrize(
    ("sentence", "title", "whole"),
    [
        ("那居民的呢", "职工医保断缴有什么影响", "居民医保断缴有什么影响"),
        ("灵活就业呢", "职工养老保险单位个人各缴多少", "灵活就业养老保险单位个人各缴多少"),
        ("断了三个月呢", "职工医保断缴有什么影响", "断了三个月职工医保断缴有什么影响"),
        ("如果是跨省呢", "省内异地就医怎么报", "跨省异地就医怎么报"),
        ("医保断了怎么办", "失业金能领几个月", None),
        ("你好", "失业金能领几个月", None),
        ("呢", "失业金能领几个月", None),
        ("那我在外面打了好几年工现在想回老家交居民医保行不行呢", "失业金能领几个月", None),
    ],
)
def test_what_is_left_out_comes_from_the_last_answer(sentence: str, title: str, whole: str | None) -> None:
    found = in_context(sentence, title)
    assert (found.question if found else None) == whole


def test_a_subject_that_takes_another_ones_place_is_named() -> None:
    found = in_context("那居民的呢", "职工医保断缴有什么影响")
    assert found is not None
    assert found.instead == "居民"


@pytest.mark.parametrize("sentence", ["还有呢", "然后呢"])
def test_wanting_the_rest_is_no_new_question(sentence: str) -> None:
    assert in_context(sentence, "职工医保断缴有什么影响") is None


def test_the_subject_of_a_title_goes_with_a_bare_question() -> None:
    assert about("失业金能领几个月", "去哪办") == "失业金去哪办"
    assert about("试用期、刚入职要交社保吗", "去哪办").endswith("去哪办")


def test_the_lines_that_tell_of_an_aspect() -> None:
    answer = "失业金这样申请：\n· 带身份证或社保卡\n· 到参保地经办窗口，或在浙里办申请\n· 次月起发放"
    assert lines_about(answer, Aspect.BRING) == ["带身份证或社保卡"]
    assert lines_about(answer, Aspect.WHERE) == ["到参保地经办窗口，或在浙里办申请"]
    assert lines_about(answer, Aspect.COST) == []


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        ("失业金能领几个月，去哪里申请？", ["失业金能领几个月", "去哪里申请"]),
        ("医保断了怎么办还有失业金怎么领", ["医保断了怎么办", "失业金怎么领"]),
        ("我想问一下养老金怎么算，另外医保要交多少年", ["养老金怎么算", "医保要交多少年"]),
        ("失业金能领几个月", ["失业金能领几个月"]),
        (
            "我在厂里干了十年，去年被裁了，失业金能领几个月",
            ["我在厂里干了十年，去年被裁了，失业金能领几个月"],
        ),
        ("能不能、行不行？好不好？对吗", ["能不能、行不行？好不好？对吗"]),
        ("", [""]),
    ],
)
def test_two_questions_in_one_breath(sentence: str, pieces: list[str]) -> None:
    assert split(sentence) == pieces
