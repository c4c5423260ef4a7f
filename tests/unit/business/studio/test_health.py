"""What expires, ages and is missing, on contents made up for it."""

from datetime import date, datetime, timezone
from typing import Any

from bot.business.studio.contents import Content, Contents
from bot.business.studio.health import ageing, few_questions, missing_values
from bot.business.studio.health_course import Week, accuracy
from bot.business.studio.health_endings import Part, endings, to_tell
from bot.business.studio.release import Release, ReleaseState

TODAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, tzinfo=timezone.utc)


def answer(**changed: Any) -> Content:
    return {"as_of": "2026-06-01", "sources": [], **changed}


def source(**changed: Any) -> Content:
    return {"name": "某办法", "year": 2024, **changed}


def topic(*answers: Content, **changed: Any) -> Content:
    return {"title": "某事怎么办", "questions": ["问"] * 40, "answers": list(answers), **changed}


def only(content: Content) -> Contents:
    return Contents({"t": content}, {})


def names(contents: Contents) -> list[tuple[str, str, bool]]:
    return [(each.part.value, each.day.isoformat(), each.followed) for each in endings(contents, TODAY)]


def test_an_answer_that_another_follows_is_no_worry() -> None:
    ends = answer(expires="2026-12-31")
    followed = only(topic(ends, answer(effective="2027-01-01")))
    assert names(followed) == [("答案", "2026-12-31", True)]
    assert to_tell(endings(followed, TODAY)) == []
    alone = only(topic(ends))
    assert names(alone) == [("答案", "2026-12-31", False)]
    assert len(to_tell(endings(alone, TODAY))) == 1
    gap = only(topic(ends, answer(effective="2027-01-05")))
    assert names(gap) == [("答案", "2026-12-31", False)]


def test_what_expires_later_than_in_two_months_is_not_shown_yet() -> None:
    assert names(only(topic(answer(expires="2027-01-25")))) == [("答案", "2027-01-25", False)]
    assert names(only(topic(answer(expires="2027-01-26")))) == []


def test_what_has_expired_is_told_while_nothing_took_its_place() -> None:
    old = answer(expires="2026-10-31")
    assert names(only(topic(old))) == [("答案", "2026-10-31", False)]
    assert names(only(topic(old, answer(effective="2026-11-01")))) == []
    assert names(only(topic(old, answer(effective="2027-01-01")))) == [("答案", "2026-10-31", False)]


def test_a_source_that_ends_with_its_answer_is_told_once() -> None:
    both = topic(answer(expires="2026-12-01", sources=[source(expires="2026-12-01")]))
    found = endings(only(both), TODAY)
    assert [each.part for each in found] == [Part.SOURCE, Part.ANSWER]
    assert [each.part for each in to_tell(found)] == [Part.ANSWER]
    alone = only(topic(answer(sources=[source(expires="2026-12-01")])))
    assert [each.part for each in to_tell(endings(alone, TODAY))] == [Part.SOURCE]
    outlives = topic(answer(expires="2026-12-01", sources=[source(expires="2026-12-20")]))
    assert [each.part for each in endings(only(outlives), TODAY)] == [Part.ANSWER]


def test_local_values() -> None:
    values = {
        "a": {"label": "甲", "value": "1", "expires": "2026-11-25"},
        "b": {"label": "乙", "value": None, "expires": "2026-11-25"},
        "c": {"label": "丙", "value": "3", "as_of": "2025-11-25"},
    }
    needs = [[{"key": "b"}], [{"key": "b"}, {"key": "a"}, {"key": "none"}], [{"key": "c"}]]
    topics = {f"t{n}": topic(answer(), title=f"第{n}个", local=local) for n, local in enumerate(needs)}
    contents = Contents(topics, values)
    assert names(contents) == [("本地值", "2026-11-25", False)]
    found = missing_values(contents, TODAY)
    assert [(each.label, each.why, len(each.topics)) for each in found] == [
        ("乙", "还没填", 2),
        ("甲", "已失效", 1),
        ("none", "还没填", 1),
    ]
    assert [(each.part, each.title, each.since) for each in ageing(contents, TODAY)] == [
        (Part.VALUE, "丙", "2025-11-25")
    ]


def test_what_ages() -> None:
    young = answer(as_of="2025-11-26", sources=[source(year=2021)])
    assert ageing(only(topic(young)), TODAY) == []
    old = answer(as_of="2025-11-25", sources=[source(year=2020), source(year=2020)])
    found = ageing(only(topic(old)), TODAY)
    assert [(each.part, each.since) for each in found] == [(Part.SOURCE, "2020"), (Part.ANSWER, "2025-11-25")]
    assert ageing(only(topic(old | {"expires": "2026-11-25"})), TODAY) == []


def test_few_questions() -> None:
    topics = {
        "a": topic(questions=["问"] * 29),
        "b": topic(questions=["问"] * 30),
        "c": topic(questions=None),
    }
    assert [(key, count) for key, _, count in few_questions(Contents(topics, {}))] == [("c", 0), ("a", 29)]


def test_half_written_contents_are_no_reason_to_fail() -> None:
    broken = only({"answers": [None, {"expires": "bald", "sources": None}], "local": ["x"]})
    assert (endings(broken, TODAY), ageing(broken, TODAY), missing_values(broken, TODAY)) == ([], [], [])


def test_a_weeks_share() -> None:
    assert Week(TODAY, 6, 1, 3).share == 0.6
    assert Week(TODAY, 0, 0, 0).share is None


def release(number: int, report: Any, live: bool = True) -> Release:
    state = ReleaseState.RETIRED if live else ReleaseState.BLOCKED
    return Release(number, "f", None, state, AT, "admin", "", report=report, live_at=AT if live else None)


def test_accuracy_over_releases() -> None:
    report = {
        "shares": {"before": {}, "after": {"topic_first": [90, 100]}},
        "groups": [
            {"name": "养老", "by": "subjects", "sentences": 40, "before": 30, "after": 38},
            {"name": "faq · web", "by": "groups", "sentences": 60, "before": 50, "after": 55},
        ],
    }
    strange = (
        {"shares": None},
        {"shares": {"after": {"topic_first": [0, 0]}}},
        {"shares": {"after": {"topic_first": ["x"]}}},
    )
    releases = [release(9, report), release(8, report, live=False), release(7, None), release(2, report)]
    found = accuracy([*releases, *(release(n, each) for n, each in enumerate(strange, 3))])
    assert [each.number for each in found] == [2, 9]
    assert (found[0].overall, found[0].groups) == ((90, 100), {"养老": (38, 40)})
