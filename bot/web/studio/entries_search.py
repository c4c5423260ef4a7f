"""Finding topics by what stands in them, and what the list tells of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.business.studio.checks_in_time import marks
from bot.business.studio.contents import Content, Kind
from bot.business.studio.draft import Draft
from bot.business.text import normalise
from bot.web.studio.entry_ground import Ground

_MOST_HELD = 2000


@dataclass(frozen=True)
class _Text:
    """A topic's sentences as they are and as they are compared."""

    title: str
    questions: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]


class Finder:
    """Finds words in topics; keeps the comparable form of those that it has seen."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[Content, _Text]] = {}

    def find(self, topic: Content, words: list[str]) -> tuple[int, str] | None:
        """Return where all `words` stand (0 title, 1 questions, 2 answers) and one sentence with them, or None."""
        text, worst, shown = self._text(topic), 0, ""
        for word in words:
            if word in text.title:
                continue
            found = _in(word, text.questions), _in(word, text.answers)
            place = next((number for number, said in enumerate(found, 1) if said), None)
            if place is None:
                return None
            worst, shown = max(worst, place), found[place - 1] or shown
        return worst, shown

    def _text(self, topic: Content) -> _Text:
        held = self._held.get(id(topic))
        if held is None or held[0] is not topic:
            if len(self._held) > _MOST_HELD:
                self._held.clear()
            held = self._held[id(topic)] = (topic, _text_of(topic))
        return held[1]


def _text_of(topic: Content) -> _Text:
    return _Text(
        normalise(f"{topic.get('title', '')} {topic.get('id', '')}"),
        tuple((normalise(str(each)), str(each)) for each in topic.get("questions") or ()),
        tuple((normalise(line), line) for line in _lines(topic)),
    )


def _lines(topic: Content) -> Iterator[str]:
    for answer in topic.get("answers") or ():
        yield from str(answer.get("screen") or "").splitlines()
        yield str(answer.get("speech") or "")
        yield from map(str, answer.get("speech_more") or ())
        for source in answer.get("sources") or ():
            yield f"{source.get('name', '')}{source.get('number', '')}{source.get('article', '')}"


def _in(word: str, texts: tuple[tuple[str, str], ...]) -> str:
    return next((said for words, said in texts if word in words), "")


def listed(held: Ground, finder: Finder, query: str, today: date) -> dict[str, Any]:
    """Return the topics with all words of `query`, the best first; without a query all, by group."""
    words = [word for each in query.split() if (word := normalise(each))]
    keys = dict.fromkeys([*held.planned.topics, *held.live.topics])
    rows = []
    for order, key in enumerate(keys):
        topic = held.known(Kind.TOPIC, key) or {}
        found = finder.find(topic, words)
        if found:
            rows.append((found[0], order, _row(held, key, topic, today) | {"found": found[1]}))
    rows.sort(key=lambda row: row[:2])
    groups = held.groups()
    return {
        "topics": [row[2] for row in rows],
        "groups": [{"key": key, "title": title} for key, title in groups.items()],
        "total": len(keys),
        "searched": bool(words),
    }


def _row(held: Ground, key: str, topic: Content, today: date) -> dict[str, Any]:
    office, draft = held.departments.get(str(topic.get("department"))), held.draft(Kind.TOPIC, key)
    return {
        "key": key,
        "title": str(topic.get("title") or "（还没有标题）"),
        "group": str(topic.get("group")),
        "department": office.name if office else "（没有部门）",
        "questions": len(topic.get("questions") or ()),
        "marks": marks(topic, today),
        "draft": _draft(draft, key in held.live.topics) if draft else None,
    }


def _draft(draft: Draft, live: bool) -> dict[str, str]:
    what = "要删除" if draft.content is None else "修改" if live else "新主题"
    state = "发布中" if draft.release is not None else draft.state.label
    return {"label": f"{what}，{state}", "state": draft.state.value, "by": draft.updated_by}
