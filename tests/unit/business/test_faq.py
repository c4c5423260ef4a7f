"""How an answer is put into words: what holds today, what is known here, and nothing else."""

from datetime import date

from bot.business.faq import (
    Answer,
    Department,
    KnowledgeBase,
    LocalNeed,
    LocalValue,
    Region,
    Source,
    Topic,
    word_answer,
)
from bot.business.reply import Option, answer, ask_back

LAW = Source("某法", "第1号", "第二条", 2018)
OLD = Answer("旧说法", "旧", (), (LAW,), date(2026, 1, 1), expires=date(2026, 12, 31))
NEW = Answer("新说法", "新", (), (LAW,), date(2026, 1, 1), effective=date(2027, 1, 1))
NEED = LocalNeed("fee", "缴费金额", "{region}是{value}。")


def base(value: LocalValue | None, answers: tuple[Answer, ...] = (OLD, NEW)) -> KnowledgeBase:
    topic = Topic("t", "题目", "medical", ("问",), answers, (NEED,), "g", "组")
    values = {"fee": value} if value else {}
    office = Department("medical", "医保部门", "12393")
    return KnowledgeBase({"t": topic}, Region("wenzhou", "温州", values), {"medical": office}, "r1")


def said(value: LocalValue | None, day: date) -> str:
    worded = word_answer(base(value), "t", day)
    assert worded is not None
    return worded.text


def test_the_wording_in_force_is_said() -> None:
    assert said(None, date(2026, 12, 31)).startswith("旧说法")
    assert said(None, date(2027, 1, 1)).startswith("新说法")


def test_what_has_expired_is_not_said() -> None:
    assert word_answer(base(None, (OLD,)), "t", date(2027, 1, 1)) is None


def test_a_missing_local_value_sends_to_the_office() -> None:
    text = said(None, date(2026, 12, 1))
    assert "缴费金额" in text
    assert "12393" in text


def test_a_known_local_value_is_said_until_it_expires() -> None:
    value = LocalValue("缴费金额", "500元", date(2026, 1, 1), "通知", expires=date(2026, 12, 15))
    assert "温州是500元。" in said(value, date(2026, 12, 15))
    assert "500元" not in said(value, date(2026, 12, 16))


def test_replies_carry_what_the_pages_show() -> None:
    worded = word_answer(base(None), "t", date(2026, 12, 1))
    assert worded is not None
    payload = answer(worded).payload()
    assert payload["topic"] == "t"
    assert payload["sources"] == [{"name": "某法", "number": "第1号", "article": "第二条", "year": 2018}]
    asked = ask_back("您是想问：", [Option("1", "甲", "a"), Option("2", "乙", "b")]).payload()
    assert "一、甲；二、乙" in asked["speech"]
    assert [option["topic"] for option in asked["options"]] == ["a", "b"]
