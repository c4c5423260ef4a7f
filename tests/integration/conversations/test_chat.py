"""Whole talks through the real Rasa, action server and database."""

import pytest

from bot.business import order_number
from tests.integration.talk import Citizen
from tests.stack import Site


@pytest.fixture
def citizen(site: Site) -> Citizen:
    return Citizen(site.url)


def open_order(citizen: Citizen, phone: str = "13800138000") -> str:
    """Go through the form and return the order's number."""
    citizen.say("我要登记一个工单")
    for words in ("小区门口的路灯坏了三天没人修", "鹿城区人民路", "前天晚上", phone):
        assert citizen.kinds(words) == ["work_order"]
    reply = citizen.say("对")[0]
    assert reply["kind"] == "work_order"
    return str(reply["order"]["number"])


def test_a_question_is_answered_with_its_source(citizen: Citizen) -> None:
    reply = citizen.say("失业金能领几个月")[0]
    assert (reply["kind"], reply["topic"]) == ("faq", "unemp_duration")
    assert "24个月" in reply["text"]
    assert reply["sources"][0]["name"] == "中华人民共和国社会保险法"
    assert reply["as_of"] == "2026-11-23"


def test_a_local_value_that_is_not_known_is_not_invented(citizen: Citizen) -> None:
    reply = citizen.say("居民医保一年交多少钱")[0]
    assert reply["topic"] == "resident_medical_fee"
    assert "以参保地公布为准" in reply["text"]
    assert "12393" in reply["text"]


def test_close_topics_are_asked_back_and_chosen(citizen: Citizen) -> None:
    asked = citizen.say("医保")[0]
    assert asked["kind"] == "clarify"
    second = asked["options"][1]
    chosen = citizen.say("第二个")[0]
    assert (chosen["kind"], chosen["topic"]) == ("faq", second["topic"])


def test_work_order_from_first_word_to_its_state(citizen: Citizen) -> None:
    number = open_order(citizen)
    assert order_number.valid(number)
    status = citizen.say(f"工单号{number}办得怎么样了")[0]
    assert status["kind"] == "order_status"
    assert status["order"]["status"] == "registered"
    assert "13800138000" not in str(status)


def test_spoken_number_is_understood_and_a_short_one_refused(citizen: Citizen) -> None:
    citizen.say("我要登记一个工单")
    for words in ("窗口工作人员态度差", "瑞安市行政服务中心", "上周五"):
        citizen.say(words)
    assert "不完整" in citizen.say("幺三八零零幺三八")[0]["text"]
    summary = citizen.say("幺三八零零幺三八零零零")[0]["text"]
    assert "13800138000" in summary
    assert "窗口工作人员态度差" in summary


def test_one_field_can_be_corrected_before_it_is_written(citizen: Citizen) -> None:
    citizen.say("我要登记一个工单")
    for words in ("楼下半夜施工吵得睡不着", "龙湾区", "昨天夜里", "不留"):
        citizen.say(words)
    assert "哪里" in citizen.say("地点不对")[0]["text"]
    assert "乐清市柳市镇" in citizen.say("乐清市柳市镇")[0]["text"]


def test_a_question_in_the_middle_of_the_form_is_answered_and_the_form_goes_on(citizen: Citizen) -> None:
    citizen.say("我要登记一个工单")
    for words in ("单位三年没给我交社保", "瓯海区娄桥的鞋厂"):
        citizen.say(words)
    replies = citizen.say("失业金能领几个月？")
    assert [reply["kind"] for reply in replies] == ["faq", "work_order"]
    assert "时候" in replies[1]["text"]


def test_the_form_can_be_left_at_any_time(citizen: Citizen) -> None:
    citizen.say("我要登记一个工单")
    citizen.say("路灯坏了没人修")
    assert "没有提交" in citizen.say("取消")[0]["text"]
    assert citizen.kinds("失业金能领几个月") == ["faq"]


@pytest.mark.parametrize("words", ["转人工", "人工客服", "我要找真人", "帮我转接人工坐席"])
def test_a_person_can_be_asked_for_in_the_middle_of_the_form(site: Site, words: str) -> None:
    citizen = Citizen(site.url)
    citizen.say("我要登记一个工单")
    reply = citizen.say(words)[0]
    assert reply["kind"] == "handoff"
    assert reply["handoff"]["position"] >= 1
    assert citizen.owner == "queue"


@pytest.mark.parametrize(
    ("words", "phone"), [("着火了", "119"), ("有人晕倒了快叫救护车", "120"), ("有人拿刀砍人", "110")]
)
def test_emergencies_get_the_number_at_once_even_in_the_form_and_in_the_queue(
    site: Site, words: str, phone: str
) -> None:
    in_form, waiting = Citizen(site.url), Citizen(site.url)
    in_form.say("我要登记一个工单")
    waiting.say("转人工")
    for citizen in (Citizen(site.url), in_form, waiting):
        reply = citizen.say(words)[0]
        assert reply["kind"] == "emergency"
        assert phone in reply["phones"]


def test_accident_words_in_a_question_are_no_emergency(citizen: Citizen) -> None:
    assert citizen.say("单位没交工伤保险受伤了怎么办")[0]["topic"] == "injury_uninsured"


def test_repeat_says_the_same_again(citizen: Citizen) -> None:
    first = citizen.say("失业金能领几个月")[0]
    again = citizen.say("再说一遍")[0]
    assert (again["kind"], again["text"]) == ("repeat", first["text"])


def test_three_sentences_not_understood_lead_to_a_person(citizen: Citizen) -> None:
    kinds = [citizen.kinds(words)[0] for words in ("咕噜咕噜", "红烧肉怎么做", "今天天气怎么样")]
    assert kinds == ["out_of_scope", "out_of_scope", "handoff"]


@pytest.mark.parametrize(
    ("words", "told"),
    [("你好", "机器人"), ("你是机器人吗", "不是真人"), ("谢谢", "不客气"), ("再见", "再见")],
)
def test_smalltalk(site: Site, words: str, told: str) -> None:
    reply = Citizen(site.url).say(words)[0]
    assert reply["kind"] == "chitchat"
    assert told in reply["text"]


def test_a_sentence_sent_twice_is_answered_once(citizen: Citizen) -> None:
    first = citizen.say("失业金能领几个月", client_id="one")
    assert citizen.say("失业金能领几个月", client_id="one") == first
    turns = citizen.http.get(f"/api/chat/{citizen.session}/turns").json()["turns"]
    assert [turn["speaker"] for turn in turns] == ["citizen", "robot"]


def test_an_order_confirmed_twice_is_one_order(citizen: Citizen) -> None:
    first = open_order(citizen)
    assert open_order(citizen) == first
