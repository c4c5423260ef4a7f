"""From a sheet's cells to records by the keys of its columns; what is wrong with headers and cells is noted by place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.knowledge.excel_cells import BadCell, value_in
from bot.knowledge.excel_file import Cell, Table, place
from bot.knowledge.excel_rows import with_more
from bot.knowledge.excel_sheets import ANSWERS, MORE, Column, Sheet
from bot.services.studio.importing_upload import Mistake

_MOST_MORE = 20
_OPTIONAL = re.compile(r"more\d+")  # columns that may be left out


@dataclass
class Notes:
    """Everything that is wrong, in the order in which it was found; one mistake for each place."""

    mistakes: dict[str, Mistake] = field(default_factory=dict)

    def add(self, where: str, message: str) -> None:
        """Note what is wrong at a place, unless something is already."""
        self.mistakes.setdefault(where, Mistake(where, message))


@dataclass(frozen=True)
class Record:
    """A row: what its columns say, without those that say nothing. `columns` has the number of each column."""

    sheet: str
    row: int
    values: dict[str, str | int]
    columns: dict[str, int]

    def text(self, key: str) -> str:
        """Return what a column says, "" for nothing."""
        return str(self.values.get(key, ""))

    def at(self, key: str) -> str:
        """Return the place of a cell."""
        return place(self.sheet, self.row, self.columns.get(key, 1))


def records_of(table: Table, sheet: Sheet, notes: Notes) -> list[Record]:
    """Return the rows of a sheet after noting what is wrong with its header, its merged cells and its values."""
    for area in table.merged:
        notes.add(f"{sheet.name}!{area}", "这几格合并了，请取消合并，一格只写一样。")
    columns = _columns(table, _as_long_as(table, sheet), notes)
    if columns is None:
        return []
    numbers = {column.key: number for number, column in columns.items()}
    found = []
    for row, cells in table.rows.items():
        if row > 1:
            values = dict(_values(cells, columns, notes))
            if values:
                found.append(Record(sheet.name, row, values, numbers))
    return found


def _as_long_as(table: Table, sheet: Sheet) -> Sheet:
    """Return the sheet with as many columns for sentences as the table has."""
    if sheet is not ANSWERS:
        return sheet
    numbers = [re.fullmatch(MORE + r"(\d{1,2})", _title(cell)) for cell in table.rows.get(1, {}).values()]
    most = max((int(number[1]) for number in numbers if number), default=0)
    return with_more(sheet, min(most, _MOST_MORE))


def _columns(table: Table, sheet: Sheet, notes: Notes) -> dict[int, Column] | None:
    """Return the columns by number, None when some are missing or there twice."""
    header = table.rows.get(1, {})
    wanted = {column.title: column for column in sheet.columns}
    found: dict[int, Column] = {}
    for number, cell in header.items():
        column = wanted.get(_title(cell))
        if column is None:
            notes.add(cell.place, f"不认识“{_title(cell)}”这个列名。{_advice(wanted, header)}")
        elif column in found.values():
            notes.add(cell.place, f"“{column.title}”这一列有两个，请删掉一个。")
        else:
            found[number] = column
    missing = [
        each for each in sheet.columns if each not in found.values() and not _OPTIONAL.fullmatch(each.key)
    ]
    if missing:
        titles = "、".join(f"“{column.title}”" for column in missing)
        notes.add(f"{sheet.name}!1:1", f"第一行缺少列名{titles}。请照导出的表把列名补上。")
        return None
    _note_headless(table, found, notes)
    return found


def _title(cell: Cell) -> str:
    return re.sub(r"\s+", "", str(cell.value))


def _advice(wanted: dict[str, Column], header: dict[int, Cell]) -> str:
    left = [title for title in wanted if title not in {_title(cell) for cell in header.values()}]
    return f"是不是“{left[0]}”？" if len(left) == 1 else "用不上的列请删掉。"


def _note_headless(table: Table, found: dict[int, Column], notes: Notes) -> None:
    """Note the first cell below no name in each column: it would be lost without a word."""
    told = set(table.rows.get(1, {}))
    for row, cells in table.rows.items():
        for number, cell in cells.items():
            if row > 1 and number not in found and number not in told:
                told.add(number)
                notes.add(cell.place, "这一列的第一行没有列名，里面的内容不知道是什么。用不上就请删掉。")


def _values(
    cells: dict[int, Cell], columns: dict[int, Column], notes: Notes
) -> Iterator[tuple[str, str | int]]:
    for number, cell in cells.items():
        column = columns.get(number)
        if column is None:
            continue
        try:
            value = value_in(cell, column.holds)
        except BadCell as bad:
            notes.add(cell.place, str(bad))
            value = 0 if column.key == "year" else str(cell.value)
        if value != "":
            yield column.key, value
