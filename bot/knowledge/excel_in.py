"""A workbook read back: all topics and local values, with everything that is wrong by cell."""

import re
import zipfile

from bot.business.studio.contents import Content, Contents, Kind
from bot.business.studio.words import whole_value
from bot.knowledge.entry_check import FieldProblem, check_topic, check_value
from bot.knowledge.excel_file import Table, read_tables
from bot.knowledge.excel_groups import code_of, groups_in
from bot.knowledge.excel_records import Notes, Record, records_of
from bot.knowledge.excel_refs import TopicRows
from bot.knowledge.excel_settled import settled
from bot.knowledge.excel_sheets import HELP, LISTS, SHEETS, STAMP, TOPICS, VALUES, Names, as_text
from bot.knowledge.excel_topics import Topics
from bot.knowledge.excel_words import in_words, part_meant
from bot.knowledge.import_reference import Reference
from bot.services.studio.importing_upload import MOST_MISTAKES, Entry, UnreadableFile, Upload

_KEY = re.compile(r"[A-Za-z0-9_.\-]{1,64}")


def read_workbook(archive: zipfile.ZipFile, reference: Reference) -> Upload:
    """Return what a workbook says. Raises UnreadableFile when it can't be read as one of ours."""
    tables = read_tables(archive)
    _check_sheets(tables)
    return _Reader(tables, reference).upload()


def _check_sheets(tables: dict[str, Table]) -> None:
    missing = [sheet.name for sheet in SHEETS if sheet.name not in tables]
    if not missing:
        return
    if len(missing) == len(SHEETS):
        raise UnreadableFile("这份 Excel 不是小政知识库的表。请先在这一页下载 Excel，在那份表里改。")
    others = [name for name in tables if name not in {HELP, LISTS, *(sheet.name for sheet in SHEETS)}]
    seen = f"多出来的有{'、'.join(f'“{name}”' for name in others)}，是不是改了名？" if others else ""
    raise UnreadableFile(f"缺少{'、'.join(f'“{name}”' for name in missing)}这张表。{seen}")


class _Reader:
    def __init__(self, tables: dict[str, Table], reference: Reference) -> None:
        self._tables = tables
        self._reference = reference
        self._notes = Notes()
        self._places: dict[Entry, dict[str, str]] = {}
        self._untouched: set[Entry] = set()
        self._base = reference.base(self._stamp())

    def upload(self) -> Upload:
        records = {sheet.name: records_of(self._tables[sheet.name], sheet, self._notes) for sheet in SHEETS}
        headless = any(place.endswith("!1:1") for place in self._notes.mistakes)
        contents = Contents({}, {}) if headless else self._contents(records)
        return Upload(
            "Excel",
            contents,
            self._places,
            tuple(self._notes.mistakes.values())[:MOST_MISTAKES],
            tuple(self._notices()),
            self._base,
            frozenset(self._untouched),
        )

    def _contents(self, records: dict[str, list[Record]]) -> Contents:
        values = self._values(records[VALUES.name])
        rows = TopicRows(records[TOPICS.name], self._reference.live, self._notes)
        parts = Topics(rows, records, self._notes)
        groups = groups_in(self._tables.get(LISTS), self._reference.live, self._notes)
        departments = Names(self._reference.department_names())
        topics: dict[str, Content] = {}
        for key, record in rows.rows.items():
            content, places = parts.parts_of(key)
            head = self._head(key, record, groups, departments)
            own = {part: record.at(part) for part in ("id", "title", "department", "group")}
            self._places[Kind.TOPIC, key] = {"": record.at("title")} | own | places
            topics[key] = self._topic(key, head | content, {*values, *self._reference.live.values})
        return Contents(topics, values)

    def _head(self, key: str, record: Record, groups: dict[str, str], departments: Names) -> dict[str, str]:
        new = "新分组请先加到“分组和部门”表里。"
        group = code_of(record, "group", "分组", Names(groups), new, self._notes)
        choice = f"可以写：{'、'.join(departments.all())}。"
        department = code_of(record, "department", "部门", departments, choice, self._notes)
        named = {"title": record.text("title")} if record.text("title") else {}
        placed = {"group": group, "group_title": groups.get(group, ""), "id": key}
        return placed | named | {"department": department}

    def _topic(self, key: str, read: Content, local_keys: set[str]) -> Content:
        held = self._reference.live.topics.get(key)
        content = settled(read, held) if held is not None else read
        self._mark(Kind.TOPIC, key, read)
        if content != held:
            departments = self._reference.departments
            self._note(
                Kind.TOPIC, key, check_topic(content, departments, local_keys, self._reference.sayings)
            )
        return content

    def _values(self, records: list[Record]) -> dict[str, Content]:
        found: dict[str, Content] = {}
        for record in records:
            key = record.text("key")
            if not _KEY.fullmatch(key):
                self._notes.add(record.at("key"), "本地值的编号要用 1 到 64 个英文字母、数字、点和下划线。")
            elif key in found:
                self._notes.add(record.at("key"), f"编号“{key}”写了两次。")
            else:
                found[key] = self._value(key, record)
        return found

    def _value(self, key: str, record: Record) -> Content:
        read = whole_value(record.values)
        held = self._reference.live.values.get(key)
        content: Content = settled(read, held) if held is not None else read
        parts = {column.key: record.at(column.key) for column in VALUES.columns}
        self._places[Kind.VALUE, key] = {"": record.at("key"), **parts}
        self._mark(Kind.VALUE, key, read)
        if not read["label"]:
            self._notes.add(record.at("label"), "还没有写名称。")
        if content != held:
            self._note(Kind.VALUE, key, check_value(key, content))
        return content

    def _mark(self, kind: Kind, key: str, read: Content) -> None:
        base = self._base.get(kind, key) if self._base else None
        if base is not None and settled(read, base) == base:
            self._untouched.add((kind, key))

    def _note(self, kind: Kind, key: str, problems: list[FieldProblem]) -> None:
        places = self._places[kind, key]
        for problem in problems:
            wanted = f"{problem.place}.{part_meant(problem.message)}".strip(".")
            while wanted not in places:
                wanted = wanted.rpartition(".")[0]
            self._notes.add(places[wanted], in_words(problem.message))

    def _stamp(self) -> str:
        cells = (row for row in self._tables[HELP].rows.values()) if HELP in self._tables else ()
        found = [row[2] for row in cells if 1 in row and 2 in row and as_text(row[1].value) == STAMP]
        return as_text(found[0].value) if found else ""

    def _notices(self) -> list[str]:
        ours = {HELP, LISTS, *(sheet.name for sheet in SHEETS)}
        return [f"“{name}”这张表没有用上。" for name in self._tables if name not in ours]
