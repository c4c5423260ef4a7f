"""A topic as it stands in the form, half written or not, as the wording of answers takes it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.business.faq import Answer, Department, KnowledgeBase, LocalNeed, LocalValue, Region, Source, Topic
from bot.business.studio.contents import Content
from bot.web.studio.entry_ground import Ground

_NO_OFFICE = Department("", "还没选部门", "…")


def base_with(held: Ground, key: str, content: Content, number: int) -> tuple[KnowledgeBase, Topic]:
    """Return a knowledge base of this topic alone, with the answer of that number, over the values as they shall be."""
    topic = _topic(key, content, number)
    office = held.departments.get(topic.department, _NO_OFFICE)
    values = {key: _value(each) for key, each in held.planned.values.items()}
    region = Region("", held.region_name, values)
    return KnowledgeBase({key: topic}, region, {topic.department: office}, ""), topic


def day_of(topic: Topic, today: date) -> date:
    """Return the day to look at: today, or the first or last on which the answer holds."""
    only = topic.answers[0] if topic.answers else None
    if only is None or only.holds_on(today):
        return today
    return (only.effective if only.effective and only.effective > today else only.expires) or today


def _topic(key: str, content: Content, number: int) -> Topic:
    answers = content.get("answers") or []
    return Topic(
        id=key,
        title=str(content.get("title") or ""),
        department=str(content.get("department") or ""),
        questions=(),
        answers=tuple(_answer(each) for each in answers[number : number + 1]),
        local=tuple(
            LocalNeed(*(str(need.get(part) or "") for part in ("key", "label", "say")))
            for need in content.get("local") or ()
        ),
        group=str(content.get("group")),
        group_title=str(content.get("group_title")),
    )


def _answer(content: Mapping[str, Any]) -> Answer:
    effective, expires = _day(content, "effective"), _day(content, "expires")
    if effective and expires and expires < effective:  # the check says so
        effective = None
    return Answer(
        screen=str(content.get("screen") or ""),
        speech=str(content.get("speech") or ""),
        speech_more=tuple(map(str, content.get("speech_more") or ())),
        sources=_sources(content.get("sources") or ()),
        as_of=_day(content, "as_of") or date.min,
        effective=effective,
        expires=expires,
    )


def _sources(listed: Sequence[Mapping[str, Any]]) -> tuple[Source, ...]:
    return tuple(
        Source(
            *(str(each.get(part) or "") for part in ("name", "number", "article")),
            year=each["year"] if isinstance(each.get("year"), int) else 0,
        )
        for each in listed
    )


def _value(content: Content) -> LocalValue:
    said = content.get("value")
    return LocalValue(
        str(content.get("label") or ""),
        None if said in (None, "") else str(said),
        _day(content, "as_of"),
        str(content.get("source") or "") or None,
        _day(content, "expires"),
    )


def _day(content: Mapping[str, Any], key: str) -> date | None:
    try:
        return date.fromisoformat(str(content.get(key)))
    except ValueError:
        return None
