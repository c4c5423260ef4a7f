"""What is spoken word for word, and under which key a recording of it is kept."""

from datetime import date

from bot.business.calls.known import TITLES, known_answers, known_prompts
from bot.business.calls.prompts import PROMPTS
from bot.business.faq import Answer, Department, KnowledgeBase, LocalNeed, Region, Source, Topic

LAW = Source("某法", "第1号", "第二条", 2018)
DAY = date(2026, 11, 26)
OFFICE = Department("medical", "医保部门", "12393")


def topic(id: str, speech: str, *more: str, local: tuple[LocalNeed, ...] = (), **in_force: date) -> Topic:
    told = Answer("写着的", speech, more, (LAW,), date(2026, 1, 1), **in_force)
    return Topic(id, f"{id}的题目", "medical", ("问",), (told,), local, "g", "组")


def base(*topics: Topic) -> KnowledgeBase:
    return KnowledgeBase(
        {each.id: each for each in topics}, Region("wenzhou", "温州"), {"medical": OFFICE}, "r1"
    )


def heard(*topics: Topic) -> list[str]:
    return [each.text for each in known_answers(base(*topics), DAY)]


def test_every_prompt_is_known_by_its_name_and_has_a_title_for_staff() -> None:
    assert {each.key: each.text for each in known_prompts()} == PROMPTS
    assert TITLES.keys() == PROMPTS.keys()


def test_an_answer_is_known_part_by_part_with_the_question_that_leads_on() -> None:
    assert heard(topic("a", "先说。", "再说。", "最后说。")) == [
        "先说。要我接着说吗？",
        "再说。要我接着说吗？",
        "最后说。",
    ]


def test_what_is_not_in_force_is_not_known() -> None:
    assert heard(topic("a", "以前的。", expires=date(2026, 1, 1))) == []


def test_a_part_that_topics_share_comes_once() -> None:
    need = LocalNeed("fee", "缴费金额", "{value}")
    known = known_answers(base(topic("a", "甲。", local=(need,)), topic("b", "乙。", local=(need,))), DAY)
    shared = [each for each in known if "12393" in each.text]
    assert [each.titles for each in shared] == [("a的题目", "b的题目")]


def test_a_changed_wording_has_another_key() -> None:
    old, new = (known_answers(base(topic("a", words)), DAY)[0].key for words in ("旧的。", "新的。"))
    assert old != new
    assert old.startswith("a.")
