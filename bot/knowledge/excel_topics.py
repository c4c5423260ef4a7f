"""Topics put together from the rows of the sheets, each place of theirs with the cell it came from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from bot.knowledge.excel_records import Notes, Record
from bot.knowledge.excel_refs import TopicRows
from bot.knowledge.excel_sheets import ANSWERS, NEEDS, QUESTIONS, SOURCES

Parts = dict[str, list[Record]]
_DAYS = ("as_of", "effective", "expires")


class Topics:
    """The rows below the topics, sorted by topic."""

    def __init__(self, rows: TopicRows, records: Mapping[str, Iterable[Record]], notes: Notes) -> None:
        self._rows = rows
        self._notes = notes
        self._parts = {
            sheet.name: self._sorted(records[sheet.name]) for sheet in (QUESTIONS, ANSWERS, SOURCES, NEEDS)
        }
        rows.note_lost()

    def _sorted(self, records: Iterable[Record]) -> Parts:
        found: Parts = defaultdict(list)
        for record in records:
            key = self._rows.topic_of(record)
            if key is not None:
                found[key].append(record)
        return found

    def parts_of(self, key: str) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the lists of a topic, and the cell of each place in them."""
        places: dict[str, str] = {}
        content: dict[str, Any] = {
            "questions": self._questions(key, places),
            "answers": self._answers(key, places),
        }
        needs = []
        for number, record in enumerate(self._parts[NEEDS.name][key]):
            needs.append(_some(record, ("key", "label", "say")))
            _put(places, f"local.{number}", record, ("key", "label", "say"))
        return content | ({"local": needs} if needs else {}), places

    def _questions(self, key: str, places: dict[str, str]) -> list[str]:
        found = []
        for record in self._parts[QUESTIONS.name][key]:
            if record.text("question"):
                places[f"questions.{len(found)}"] = record.at("question")
                found.append(record.text("question"))
        return found

    def _answers(self, key: str, places: dict[str, str]) -> list[dict[str, Any]]:
        numbered = self._numbered(key)
        sources = self._sources(key, numbered)
        found = []
        for at, number in enumerate(sorted(numbered)):
            record = numbered[number]
            answer: dict[str, Any] = _some(record, ("as_of", "effective", "expires", "screen", "speech"))
            more = [
                each
                for each in sorted(record.columns, key=record.columns.__getitem__)
                if each.startswith("more")
            ]
            spoken = [each for each in more if record.text(each)]
            _put(places, f"answers.{at}", record, ("screen", "speech", *_DAYS))
            if spoken:
                answer["speech_more"] = [record.text(each) for each in spoken]
                places |= {f"answers.{at}.speech_more.{n}": record.at(each) for n, each in enumerate(spoken)}
            answer["sources"] = [_source(each) for each in sources[number]]
            for n, each in enumerate(sources[number]):
                _put(
                    places,
                    f"answers.{at}.sources.{n}",
                    each,
                    ("name", "number", "article", "year", "expires"),
                )
            found.append(answer)
        return found

    def _numbered(self, key: str) -> dict[int, Record]:
        found: dict[int, Record] = {}
        for record in self._parts[ANSWERS.name][key]:
            number = _number(record, "number")
            if number in found:
                self._notes.add(
                    record.at("number"),
                    f"这个主题的第 {number} 条答案在第 {found[number].row} 行已经有了，请写成别的数。",
                )
            found.setdefault(number, record)
        return found

    def _sources(self, key: str, numbered: Mapping[int, Record]) -> dict[int, list[Record]]:
        found: dict[int, list[Record]] = defaultdict(list)
        for record in self._parts[SOURCES.name][key]:
            number = _number(record, "number_of")
            if number not in numbered:
                self._notes.add(record.at("number_of"), f"这个主题没有第 {number} 条答案。")
            found[number].append(record)
        return found


def _number(record: Record, key: str) -> int:
    value = record.values.get(key, 1)
    return value if isinstance(value, int) else 1


def _source(record: Record) -> dict[str, Any]:
    return {"number": "", "article": ""} | _some(record, ("name", "number", "article", "year", "expires"))


def _some(record: Record, keys: Iterable[str]) -> dict[str, Any]:
    return {key: record.values[key] for key in keys if key in record.values}


def _put(places: dict[str, str], place: str, record: Record, keys: Iterable[str]) -> None:
    places[place] = record.at("title" if "title" in record.columns else "key")
    places |= {f"{place}.{key}": record.at(key) for key in keys}
