"""Numbers are masked however they were typed, said or heard."""

import pytest

from bot.business.privacy import mask_personal, mask_text, mask_words


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


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我叫王小明今年六十", "我叫***今年六十"),
        ("我叫王明，医保卡丢了", "我叫**，医保卡丢了"),
        ("我 叫 李 四 我想问", "我 叫 *** 我想问"),  # as the recogniser writes
        ("我妈叫王秀英想办退休", "我妈叫***想办退休"),
        ("我是李卫国，问退休", "我是***，问退休"),
        ("姓名：赵六", "姓名：**"),
        ("我姓陈", "我姓*"),
        ("王先生您好", "*先生您好"),
        ("张阿姨的养老金", "*阿姨的养老金"),
        ("住人民路123号3幢502室", "住人民路***号*幢***室"),
        ("学院路一百二十三号", "学院路*****号"),
        ("车牌浙C12345", "车牌*******"),
        ("邮箱 a.b@qq.com 发我", "邮箱 ********** 发我"),
        ("微信号abc12345", "微信号********"),
        ("社保号1234567查不到", "社保号*******查不到"),
        ("工单261123048314怎么样了", "工单************怎么样了"),
        ("打138 0013 8000找我", "打*************找我"),
        ("电话幺三八零零幺三八零零零谢谢", "电话***********谢谢"),
        ("身份证33030419900101123X", "身份证******************"),
    ],
)
def test_nothing_leads_to_a_person_where_only_the_question_matters(text: str, masked: str) -> None:
    assert mask_personal(text) == masked
    assert mask_personal(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        "我叫什么名字在系统里查不到",
        "公司叫我自己去办",
        "这个叫什么保险",
        "我是高中生",
        "我是温州人，怎么参保",
        "我是灵活就业人员",
        "对于女士来说几岁退休",
        "一共交了120000元",
        "每月12号到账",
        "2026年11月23日",
        "我1965年3月生的什么时候退休",
        "国家医保局36号文件",
        "交了二十五年",
    ],
)
def test_what_a_question_needs_stays(text: str) -> None:
    assert mask_personal(text) == text
