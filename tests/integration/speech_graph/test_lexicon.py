"""Sentences are cut as callers say them, and words get their readings."""

import pytest

from speech.graph.lexicon import Segmenter, pronunciations, syllables


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter(["益康保"])


def test_own_words_stay_whole(segmenter: Segmenter) -> None:
    assert segmenter.words("益康保怎么买") == ["益康保", "怎么", "买"]
    assert "益康保" not in Segmenter().words("益康保怎么买")


def test_dictated_digits_are_single_words(segmenter: Segmenter) -> None:
    assert segmenter.words("幺三八零零一三八零零零") == list("幺三八零零一三八零零零")


def test_digits_inside_numerals_stay(segmenter: Segmenter) -> None:
    assert "三十六" in segmenter.words("人民东路三十六号")


def test_only_chinese_is_left(segmenter: Segmenter) -> None:
    assert segmenter.words("医保，OK吗？12") == ["医保", "吗"]
    assert segmenter.words(" !?abc") == []


def test_common_words_leave_our_own_out(segmenter: Segmenter) -> None:
    common = segmenter.common_words(50)
    assert len(common) == 50
    assert "我" in common
    assert "益康保" not in common


def test_readings_follow_the_word() -> None:
    assert pronunciations("银行") == [("y", "in", "h", "ang")]
    assert pronunciations("乐清") == [("y", "ve", "q", "ing")]
    assert syllables(["不是"])[0] == "bu2"


def test_single_characters_may_have_two_readings() -> None:
    assert {("h", "ai"), ("h", "uan")} <= set(pronunciations("还"))
    assert {("zh", "ang"), ("ch", "ang")} <= set(pronunciations("长"))


def test_what_cannot_be_read_has_no_pronunciation() -> None:
    assert pronunciations("") == []
