"""What of the knowledge base expires, and whether anything takes its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from bot.business.studio.checks_in_time import SOON
from bot.business.studio.contents import Content, Contents


class Part(Enum):
    """What of the knowledge base is meant."""

    ANSWER = "答案"
    VALUE = "本地值"
    SOURCE = "依据"


@dataclass(frozen=True)
class Ending:
    """Something whose last day is `day`; `name` tells it from others of its topic. `followed`: something takes its place."""

    part: Part
    key: str
    title: str
    name: str
    day: date
    followed: bool = False


def endings(contents: Contents, today: date) -> list[Ending]:
    """Return what has expired and nothing takes its place, and what expires within SOON, the earliest first."""
    found = [*_ending_topics(contents, today), *_ending_values(contents)]
    near = [each for each in found if each.day <= today + SOON]
    return sorted(near, key=lambda each: (each.day, each.part.value, each.title, each.name))


def _ending_topics(contents: Contents, today: date) -> Iterator[Ending]:
    for key, topic in contents.topics.items():
        title, answers = title_of(key, topic), listed(topic, "answers")
        ends = [day for each in answers if (day := day_in(each, "expires"))]
        answered = any(_holds(each, today) for each in answers)
        if ends and not answered and max(ends) < today:
            yield Ending(Part.ANSWER, key, title, "全部答案", max(ends))
        for number, each in enumerate(answers, 1):
            day = day_in(each, "expires")
            name = f"第 {number} 条答案" if len(answers) > 1 else "答案"
            if day is not None and day >= today:
                yield Ending(Part.ANSWER, key, title, name, day, _followed(answers, day))
            if day is None or day >= today:
                yield from _ending_sources(key, title, each, answers)


def _ending_sources(key: str, title: str, answer: Content, answers: list[Content]) -> Iterator[Ending]:
    ends = day_in(answer, "expires")
    others = [each for each in answers if each is not answer]
    for source in listed(answer, "sources"):
        day = day_in(source, "expires")
        if day is not None and (ends is None or day <= ends):
            yield Ending(Part.SOURCE, key, title, str(source.get("name")), day, _followed(others, day))


def _ending_values(contents: Contents) -> Iterator[Ending]:
    for key, value in contents.values.items():
        day = day_in(value, "expires")
        if day is not None and value.get("value") not in (None, ""):
            yield Ending(Part.VALUE, key, str(value.get("label") or key), str(value["value"]), day)


def to_tell(found: list[Ending]) -> list[Ending]:
    """Return what somebody has to do something about; a source that ends with its answer is told with it."""
    answers = {(each.key, each.day) for each in found if each.part is Part.ANSWER}
    return [
        each
        for each in found
        if not each.followed and not (each.part is Part.SOURCE and (each.key, each.day) in answers)
    ]


def listed(value: Content, key: str) -> list[Content]:
    """Return the entries of a list."""
    return [each for each in value.get(key) or () if isinstance(each, Mapping)]


def _holds(answer: Content, day: date) -> bool:
    starts, ends = day_in(answer, "effective"), day_in(answer, "expires")
    return (starts is None or starts <= day) and (ends is None or day <= ends)


def _followed(answers: list[Content], day: date) -> bool:
    return any(_holds(each, day + timedelta(days=1)) for each in answers)


def day_in(value: Mapping[str, Any], key: str) -> date | None:
    """Return a day, None for none."""
    try:
        return date.fromisoformat(str(value.get(key)))
    except ValueError:
        return None


def title_of(key: str, topic: Content) -> str:
    """Return what a topic is called."""
    return str(topic.get("title") or key)
