"""What is decided by words alone."""

import pytest

from bot.business import (
    choice,
    emergency,
    handoff_wish,
    matter,
    order_form,
    order_number,
    order_wish,
    phone,
    privacy,
)
from bot.business.text import clean, normalise, without_fillers


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("失 业 金　能领几个月？", "失业金能领几个月"),
        ("ＡＢＣ１２", "abc12"),
        ("！？…", ""),
        ("医保\u200b卡", "医保卡"),
    ],
)
def test_typed_and_spoken_become_the_same(text: str, same_as: str) -> None:
    assert normalise(text) == same_as


def test_clean_keeps_what_was_written_without_control_characters() -> None:
    assert clean("  你\x00好\x1b[31m\u202e！ ") == "你好[31m！"


def test_fillers_go_but_never_everything() -> None:
    assert without_fillers("嗯那个我想问一下医保断了怎么办") == "医保断了怎么办"
    assert without_fillers("请问") == "请问"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("着火了", "119"),
        ("我家煤气泄漏了怎么办", "119"),
        ("老人晕倒了快叫救护车", "120"),
        ("快来，工地上有人摔下来昏迷了，算不算工伤以后再说", "120"),
        ("有人打我", "110"),
        ("我不想活了", "110"),
        ("帮我打120", "120"),
        ("出车祸了", "122"),
    ],
)
def test_emergencies_are_heard(text: str, number: str) -> None:
    found = emergency.detect(text)
    assert found is not None
    assert found.phone == number


@pytest.mark.parametrize(
    "text",
    [
        "上下班路上出车祸算工伤吗",
        "去年摔下来的能报销吗",
        "退休人员去世丧葬费怎么领",
        "120急救车的费用医保报销吗",
        "你好",
        "",
    ],
)
def test_questions_are_no_emergencies(text: str) -> None:
    assert emergency.detect(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "转人工",
        "人工",
        "人工人工人工",
        "我要找真人",
        "换个人工客服",
        "不要机器人",
        "帮我转一下人工",
        "我想跟人说",
    ],
)
def test_who_asks_for_a_person_is_heard(text: str) -> None:
    assert handoff_wish.asks_for_person(text)


@pytest.mark.parametrize(
    "text", ["人工智能是什么", "工作人员态度很差我要投诉", "人工流产能报销吗", "失业金怎么领"]
)
def test_who_does_not_ask_for_a_person_is_not_sent_there(text: str) -> None:
    assert not handoff_wish.asks_for_person(text)


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("1", 0),
        ("第二个", 1),
        ("我要问的是第三个", 2),
        ("选二", 1),
        ("头一个", 0),
        ("最后一个", 2),
        ("五", None),
        ("第三个月", None),
        ("一下", None),
    ],
)
def test_choices(text: str, index: int | None) -> None:
    assert choice.parse(text, 3) == index


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800138000", "13800138000"),
        ("我的电话是 138-0013-8000", "13800138000"),
        ("幺三八零零幺三八零零零", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0577-88881234", "057788881234"),
        ("88881234", "88881234"),
        ("1380013800", None),
        ("138001380001", None),
        ("没有", None),
    ],
)
def test_telephone_numbers(text: str, number: str | None) -> None:
    assert phone.find(text) == number


def test_order_numbers_show_one_wrong_digit() -> None:
    number = order_number.new(__import__("datetime").date(2026, 11, 23), lambda _: 4831)
    assert number.startswith("26112304831")
    assert order_number.valid(number)
    for place in range(12):
        wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert not order_number.valid(wrong)


@pytest.mark.parametrize("text", ["工单261123048317帮我查", "261123 048317", "二六一一二三零四八三幺七"])
def test_order_numbers_are_found(text: str) -> None:
    assert order_number.find_in(text) == "261123048317"


@pytest.mark.parametrize("text", ["13800138000", "330304199001011234", "没有号码"])
def test_other_numbers_are_no_order_numbers(text: str) -> None:
    assert order_number.find_in(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [("我要投诉", False), ("帮我登记一下", False), ("我要投诉窗口态度差", True), ("开个工单", False)],
)
def test_whether_the_first_sentence_tells_the_matter(text: str, told: bool) -> None:
    assert (matter.stated_in(text) is not None) == told


@pytest.mark.parametrize(
    ("text", "yes"),
    [("对", True), ("嗯是的没错", True), ("不对", False), ("地点错了", False), ("今天星期几", None)],
)
def test_confirmations(text: str, yes: bool | None) -> None:
    assert order_form.confirmation(text) is yes


@pytest.mark.parametrize(
    ("text", "field"), [("地址不对", "place"), ("电话说错了", "callback_phone"), ("不对", None)]
)
def test_which_field_is_wrong(text: str, field: str | None) -> None:
    assert order_form.field_named_in(text) == field


def test_no_number_to_call_back() -> None:
    assert order_form.phone_answer("不留了") == order_form.NO_PHONE
    assert order_form.phone_answer("不六") == order_form.NO_PHONE  # how a recogniser hears it
    assert order_form.phone_answer("什么") is None


def test_personal_numbers_are_masked() -> None:
    masked = privacy.mask_text("手机13800138000，身份证330304199001011234，卡6222020200112233445")
    assert masked == "手机138****8000，身份证330***********1234，卡6222***********3445"
    assert privacy.mask_phone("057788881234") == "057****1234"


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("我要投诉社保窗口", True),
        ("麻烦您把这件事登记一下", True),
        ("帮我下个工单路灯坏了", True),
        ("请予以立案查处", True),
        ("叫城管来管管楼下的夜宵摊", True),
        ("你给往上反映反映", True),
        ("怎么投诉单位不交社保", False),
        ("举报电话多少", False),
        ("失业登记怎么办", False),
        ("不用登记了", False),
        ("叫人来接电话", False),
        ("失业金能领几个月", False),
    ],
)
def test_a_matter_is_to_be_registered(sentence: str, wanted: bool) -> None:
    assert order_wish.asks_for_order(sentence) is wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("我上周反映的路灯处理了没有", True),
        ("那张单子办到哪了", True),
        ("我要反映路灯坏了", False),
        ("你们几天回复", False),
    ],
)
def test_a_registered_matter_is_asked_after(sentence: str, wanted: bool) -> None:
    assert order_wish.asks_after_order(sentence) is wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("换人", True),
        ("叫你们领导来接电话", True),
        ("接线员呢", True),
        ("I need a real person", True),
        ("我不想跟机器人说话", True),
        ("听人说不激活养老金打不进去", False),
        ("换了个单位社保怎么转", False),
        ("领导不给交社保", False),
    ],
)
def test_a_person_is_wished_for(sentence: str, wanted: bool) -> None:
    assert handoff_wish.asks_for_person(sentence) is wanted
