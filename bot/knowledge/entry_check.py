"""One topic or local value as an editor wrote it: everything that is wrong, by the place in the form."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.business.studio.contents import Content
from bot.knowledge.outdated import Saying, read_sayings
from bot.knowledge.reader import OUTDATED, checked_value
from bot.knowledge.topic_reader import TopicReader
from bot.knowledge.yaml_nodes import Node, Problems

_PLACE_OF_GROUP = ("group", "group_title")
_DAYS = {"as_of", "effective", "expires"}


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong at `place`, such as `questions.3` or `answers.0.speech`; it blocks publishing."""

    place: str
    message: str


def check_topic(
    content: Content, departments: Collection[str], local_keys: Collection[str], sayings: Sequence[Saying]
) -> list[FieldProblem]:
    """Return what is wrong in a topic by itself; whether its questions stand elsewhere is checked over all topics."""
    problems = Problems()
    entry = {key: value for key, value in content.items() if key not in _PLACE_OF_GROUP}
    reader = TopicReader(set(departments), set(local_keys), problems, list(sayings))
    reader.read(node_of(entry), str(content.get("group", "")), str(content.get("group_title", "")))
    return [FieldProblem(each.file, each.message) for each in problems]


def check_value(key: str, content: Content) -> list[FieldProblem]:
    """Return what is wrong in a local value."""
    problems = Problems()
    checked_value(key, node_of(dict(content)), problems)
    return [FieldProblem(each.file, each.message) for each in problems]


def sayings_of(folder: Path) -> list[Saying]:
    """Return the outdated sayings that a knowledge base refuses. Raises KnowledgeError."""
    return read_sayings(folder / OUTDATED, OUTDATED, Problems())


def node_of(value: Any, place: str = "", key: str = "") -> Node:
    """Return plain values as the readers take them; each node's `file` is its place in the form."""
    if isinstance(value, Mapping):
        inside = {str(name): node_of(each, _below(place, name), str(name)) for name, each in value.items()}
        return Node(inside, place, 0)
    if isinstance(value, list | tuple):
        return Node([node_of(each, _below(place, number)) for number, each in enumerate(value)], place, 0)
    return Node(_as_day(value) if key in _DAYS else value, place, 0)


def _below(place: str, name: object) -> str:
    return f"{place}.{name}" if place else str(name)


def _as_day(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value  # not a day: the reader says so
