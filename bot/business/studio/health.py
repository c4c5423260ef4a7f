"""How the knowledge base is doing: what ages, what is missing, what has few questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.business.studio.checks_in_time import OLD_YEARS
from bot.business.studio.contents import Content, Contents
from bot.business.studio.health_endings import Part, day_in, listed, title_of

_YEAR = timedelta(days=365)
FEW = 30  # questions, our own choice; the shipped topics have more than 90


@dataclass(frozen=True)
class Aged:
    """Something so old that somebody should look whether it still holds; `since`: the day or the year that it is of."""

    part: Part
    key: str
    title: str
    name: str
    since: str


@dataclass(frozen=True)
class Missing:
    """A local value that callers don't hear, and the topics that would say it."""

    key: str
    label: str
    why: str
    topics: tuple[str, ...]


def ageing(contents: Contents, today: date) -> list[Aged]:
    """Return answers and values that were checked more than a year ago, and sources older than OLD_YEARS, the oldest first."""
    found = [*_aged_values(contents, today)]
    for key, topic in contents.topics.items():
        for answer in listed(topic, "answers"):
            ends = day_in(answer, "expires")
            if ends is None or ends >= today:
                found += _aged_answer(key, title_of(key, topic), answer, today)
    return sorted(dict.fromkeys(found), key=lambda each: (each.since, each.title, each.name))


def _aged_answer(key: str, title: str, answer: Content, today: date) -> Iterator[Aged]:
    checked = day_in(answer, "as_of")
    if checked is not None and checked < today - _YEAR:
        yield Aged(Part.ANSWER, key, title, "口径日期", checked.isoformat())
    for source in listed(answer, "sources"):
        year = source.get("year")
        if isinstance(year, int) and 0 < year < today.year - OLD_YEARS:
            yield Aged(Part.SOURCE, key, title, str(source.get("name")), str(year))


def _aged_values(contents: Contents, today: date) -> Iterator[Aged]:
    for key, value in contents.values.items():
        checked = day_in(value, "as_of")
        if value.get("value") not in (None, "") and checked is not None and checked < today - _YEAR:
            yield Aged(Part.VALUE, key, str(value.get("label") or key), "口径日期", checked.isoformat())


def missing_values(contents: Contents, today: date) -> list[Missing]:
    """Return the local values that callers are sent elsewhere for, those that most topics need first."""
    needed: dict[str, dict[str, str]] = {}
    for key, topic in contents.topics.items():
        for need in listed(topic, "local"):
            needed.setdefault(str(need.get("key")), {})[key] = title_of(key, topic)
    found = []
    for key, topics in needed.items():
        why = _why_missing(contents.values.get(key), today)
        if why:
            label = str(contents.values.get(key, {}).get("label") or key)
            found.append(Missing(key, label, why, tuple(topics.values())))
    return sorted(found, key=lambda each: -len(each.topics))


def _why_missing(value: Content | None, today: date) -> str:
    if value is None or value.get("value") in (None, ""):
        return "还没填"
    ends = day_in(value, "expires")
    return "已失效" if ends is not None and ends < today else ""


def few_questions(contents: Contents) -> list[tuple[str, str, int]]:
    """Return (key, title, count) of topics with fewer than FEW questions, the fewest first."""
    counted = (
        (key, title_of(key, topic), len(topic.get("questions") or ()))
        for key, topic in contents.topics.items()
    )
    return sorted((each for each in counted if each[2] < FEW), key=lambda each: each[2])
