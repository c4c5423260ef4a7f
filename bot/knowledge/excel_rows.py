"""The rows of each sheet: topics and local values taken apart by the keys of their columns."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.business.studio.contents import Content, Contents
from bot.knowledge.excel_sheets import (
    ANSWERS,
    MORE,
    NEEDS,
    QUESTIONS,
    SHEETS,
    SOURCES,
    TOPICS,
    VALUES,
    Column,
    Holds,
    Names,
    Sheet,
)

Row = Mapping[str, Any]


def rows_of(contents: Contents, departments: Names, groups: Names) -> dict[str, Iterator[Row]]:
    """Return the rows of each sheet, by its name."""
    topics = contents.topics
    return {
        TOPICS.name: (_topic(key, topic, departments, groups) for key, topic in topics.items()),
        QUESTIONS.name: _under(topics, _questions),
        ANSWERS.name: _under(topics, _answers),
        SOURCES.name: _under(topics, _sources),
        NEEDS.name: _under(topics, lambda topic: iter(topic.get("local") or ())),
        VALUES.name: ({"key": key, **value} for key, value in contents.values.items()),
    }


def sheets_for(contents: Contents) -> tuple[Sheet, ...]:
    """Return the sheets, that of the answers with a column for each sentence of the longest `speech_more`."""
    answers = [answer for topic in contents.topics.values() for answer in topic.get("answers") or ()]
    most = max((len(answer.get("speech_more") or ()) for answer in answers), default=0)
    return tuple(with_more(sheet, most) if sheet is ANSWERS else sheet for sheet in SHEETS)


def with_more(sheet: Sheet, most: int) -> Sheet:
    """Return a sheet whose columns 语音续讲 reach to the number `most`, if they didn't."""
    held = [column for column in sheet.columns if column.key.startswith("more")]
    added = tuple(Column(f"more{n}", f"{MORE}{n}", 40, Holds.LONG) for n in range(len(held) + 1, most + 1))
    at = sheet.columns.index(held[-1]) + 1
    return Sheet(sheet.name, (*sheet.columns[:at], *added, *sheet.columns[at:]))


def _topic(key: str, topic: Content, departments: Names, groups: Names) -> Row:
    return {
        "id": key,
        "group": groups.shown(str(topic.get("group", ""))),
        "title": topic.get("title"),
        "department": departments.shown(str(topic.get("department", ""))),
    }


def _under(topics: Mapping[str, Content], parts: Any) -> Iterator[Row]:
    for key, topic in topics.items():
        for part in parts(topic):
            yield {**part, "id": key, "title": topic.get("title")}


def _questions(topic: Content) -> Iterator[Row]:
    return ({"question": question} for question in topic.get("questions") or ())


def _answers(topic: Content) -> Iterator[Row]:
    for number, answer in enumerate(topic.get("answers") or (), 1):
        more = {f"more{n}": said for n, said in enumerate(answer.get("speech_more") or (), 1)}
        yield {**answer, **more, "number": number}


def _sources(topic: Content) -> Iterator[Row]:
    for number, answer in enumerate(topic.get("answers") or (), 1):
        for source in answer.get("sources") or ():
            yield {**source, "number_of": number}
