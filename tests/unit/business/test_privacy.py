"""Numbers are masked however they were typed, said or heard."""

import pytest

from bot.business.privacy import mask_text, mask_words


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话幺三八零零幺三八零零零谢谢", "电话幺三八****八零零零谢谢"),
        ("幺三八零零一三八〇〇〇", "幺三八****八〇〇〇"),
        ("138 0013 8000", "138 **** 8000"),
        ("１３８００１３８０００", "１３８****８０００"),
        ("+86 13800138000", "+86 138****8000"),
        ("家里0577-88881234", "家里057*-****1234"),
        ("零五七七八八八八一二三四", "零五七*****一二三四"),
        ("88881234", "****1234"),
        ("三三零三零四幺九九零零幺零幺幺二三四", "三三零***********幺二三四"),
        ("330304 19900101 123X", "330*** ******** 123X"),
        ("卡号六二二二零二零二零零一一二二三三四四五", "卡号六二二二***********三四四五"),
        ("6222 0202 0011 2233 445", "6222 **** **** ***3 445"),
        ("幺三八零零零幺三八零零零", "幺三八*****八零零零"),  # one 零 too many was heard
    ],
)
def test_personal_numbers_are_masked(text: str, masked: str) -> None:
    assert mask_text(text) == masked
    assert len(masked) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "工单号261123048314",
        "二六幺幺二三零四八三幺四",
        "2026年11月23日",
        "拨打12345",
        "一二三四五六七八九",
        "20261123登记的",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_text(text) == text


def test_a_number_is_masked_across_the_words_that_the_recogniser_heard() -> None:
    words = ["我", "电话", "幺三八", "零零", "幺三", "八零零零"]
    assert mask_words(words) == ["我", "电话", "幺三八", "**", "**", "八零零零"]
