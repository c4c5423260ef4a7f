"""What an upload would change, also when the knowledge base went on in the meantime."""

from typing import Any

from bot.business.studio.contents import Contents, Kind
from bot.business.text import normalise
from bot.services.studio.importing_plan import Plan, planned
from bot.services.studio.importing_upload import Mistake, Upload


def topic(key: str, *questions: str, group: str = "cards", **more: Any) -> dict[str, Any]:
    return {"id": key, "group": group, "title": f"题{key}", "questions": list(questions), **more}


def contents(*topics: dict[str, Any], **values: dict[str, Any]) -> Contents:
    return Contents({each["id"]: each for each in topics}, values)


def plan(file: Contents, live: Contents, **more: Any) -> Plan:
    base = more.get("base")
    if base is not None:
        held = [(kind, key, each) for kind in Kind for key, each in file.of(kind).items()]
        more["untouched"] = frozenset((kind, key) for kind, key, each in held if base.get(kind, key) == each)
    places = {(Kind.TOPIC, key): {f"questions.{n}": f"问法!C{n}" for n in range(9)} for key in file.topics}
    return planned(
        Upload("Excel", file, places, **more), live, lambda words: (normalise(words), normalise(words))
    )


def names(entries: Any) -> list[str]:
    return [each.name for each in entries]


def test_the_same_file_changes_nothing() -> None:
    held = contents(topic("a", "一"), v={"label": "值"})
    made = plan(held, held)
    assert (made.changes, made.removals, made.mistakes) == ((), (), ())


def test_new_changed_and_missing_entries() -> None:
    live = contents(topic("a", "一"), topic("b", "二"), v={"label": "值"}, w={"label": "旧"})
    made = plan(contents(topic("a", "一一"), topic("c", "三"), w={"label": "新"}), live)
    assert names(made.changes) == ["topic:a", "topic:c", "value:w"]
    assert names(made.removals) == ["topic:b", "value:v"]
    assert made.chosen(False) == made.changes
    assert made.chosen(True) == made.changes + made.removals
    assert all(each.after is None for each in made.removals)


def test_a_part_says_nothing_of_other_groups() -> None:
    live = contents(topic("a"), topic("b"), topic("x", group="transfer"), v={"label": "值"})
    made = plan(contents(topic("a")), live, groups=frozenset({"cards"}), whole_values=False)
    assert names(made.removals) == ["topic:b"]


def test_what_only_the_knowledge_base_changed_since_stays() -> None:
    base = contents(topic("a", "一"), topic("b", "二"))
    live = contents(topic("a", "一", "新"), topic("b", "二"), topic("since", "四"))
    made = plan(contents(topic("a", "一"), topic("b", "二二")), live, base=base)
    assert names(made.changes) == ["topic:b"]
    assert made.removals == ()  # the file couldn't know of the newer one
    assert made.notices == ("您导出以后，“题a”在知识库里改过，文件里没有动，保持现在的样子。",)


def test_what_both_changed_is_said() -> None:
    base = contents(topic("a", "一"), topic("b", "二"))
    live = contents(topic("a", "一", "新"), topic("b", "二二"))
    made = plan(contents(topic("a", "一", "改")), live, base=base)
    assert [(each.name, each.both) for each in made.chosen(True)] == [("topic:a", True), ("topic:b", True)]


def test_a_question_in_two_topics_is_told_at_its_cell() -> None:
    live = contents(topic("a", "一"), topic("b", "二"))
    made = plan(contents(topic("a", "一", "三"), topic("b", "二", "三！")), live)
    assert {each.where for each in made.mistakes} == {"问法!C1"}
    assert "“题a”里也有“三”" in made.mistakes[1].message


def test_a_question_moved_from_a_topic_that_goes() -> None:
    live = contents(topic("a", "一"), topic("b", "二"))
    made = plan(contents(topic("a", "一", "二")), live)
    assert made.mistakes == ()
    assert [each.where for each in made.forbidding(False)] == ["问法!C1"]
    assert made.forbidding(True) == ()


def test_doubles_between_topics_that_nobody_touched_are_not_the_importers() -> None:
    live = contents(topic("a", "一"), topic("b", "一"))
    assert plan(contents(topic("a", "一"), topic("b", "一"), topic("c", "三")), live).mistakes == ()


def test_what_is_still_used_can_not_go() -> None:
    live = contents(topic("a"), topic("b", local=[{"key": "v"}]), v={"label": "值"})
    made = plan(contents(topic("b", local=[{"key": "v"}])), live)
    assert made.forbidding(False) == ()
    assert [each.where for each in made.forbidding(True)] == ["删除“值”"]


def test_mistakes_of_the_file_leave_nothing_to_choose() -> None:
    wrong = Mistake("答案!C12", "错")
    made = plan(contents(topic("a", "一")), contents(), mistakes=(wrong,))
    assert (made.changes, made.removals, made.forbidding(False)) == ((), (), (wrong,))
