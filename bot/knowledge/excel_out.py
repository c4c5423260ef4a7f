"""The knowledge base as a workbook that an office can edit."""

import io
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from bot.business.errors import Invalid
from bot.business.studio.contents import Contents
from bot.knowledge.excel_help import add_help, add_lists, add_validations
from bot.knowledge.excel_rows import Row, rows_of, sheets_for
from bot.knowledge.excel_sheets import LONGEST_TEXT, Column, Holds, Names, Sheet, as_text

_FORMULA_LIKE = ("=", "+", "-", "@")
_FIRST_EXCEL_YEAR = 1901  # Excel counts days from 1900, with a day too many in it
_FORMATS = {Holds.TEXT: "@", Holds.LONG: "General", Holds.DAY: "yyyy-mm-dd", Holds.NUMBER: "0"}


def workbook_of(contents: Contents, departments: Mapping[str, str], stamp: str, day: date) -> bytes:
    """Return the workbook; `departments` by code, `stamp` names the release. Raises Invalid for what no cell can hold."""
    groups = groups_of(contents)
    book = Workbook(write_only=True)
    add_help(book, stamp, day)
    by_sheet = rows_of(contents, Names(departments), Names(groups))
    for sheet in sheets_for(contents):
        add_sheet(book, sheet, by_sheet[sheet.name])
    add_lists(book, groups, departments, Names(groups), Names(departments))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def groups_of(contents: Contents) -> dict[str, str]:
    """Return the titles of the groups by code, in the order of the topics."""
    return {str(topic["group"]): as_text(topic.get("group_title")) for topic in contents.topics.values()}


def add_sheet(book: Workbook, sheet: Sheet, rows: Iterable[Row]) -> None:
    """Add a sheet with its header frozen and its columns as wide as what stands in them."""
    made = book.create_sheet(sheet.name)
    made.freeze_panes = "C2" if len(sheet.columns) > 4 else "A2"
    styles = {column.key: _cell(made, column) for column in sheet.columns}
    for number, column in enumerate(sheet.columns, 1):
        dimension = made.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        dimension._style = styles[column.key]._style  # what is typed below the last row looks the same
    add_validations(made, sheet)
    made.append(_header(made, sheet))
    count = 1
    for row in rows:
        made.append([_filled(made, column, row, styles[column.key]) for column in sheet.columns])
        count += 1
    made.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count}"


def _header(made: WriteOnlyWorksheet, sheet: Sheet) -> list[Cell]:
    cells = []
    for column in sheet.columns:
        cell = WriteOnlyCell(made, column.title)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="8A3A16")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cells.append(cell)
    return cells


def _cell(made: WriteOnlyWorksheet, column: Column) -> Cell:
    cell = WriteOnlyCell(made)
    cell.number_format = _FORMATS[column.holds]
    cell.alignment = Alignment(vertical="top", wrap_text=column.holds in (Holds.TEXT, Holds.LONG))
    return cell


def _filled(made: WriteOnlyWorksheet, column: Column, row: Row, style: Cell) -> Cell | None:
    value = _value(column, row.get(column.key))
    if value is None:
        return None
    cell = WriteOnlyCell(made)
    cell._style = style._style
    cell._value = value  # by hand: openpyxl takes "=…" for a formula and gives each day its own format
    cell.data_type = "s" if isinstance(value, str) else "d" if isinstance(value, date) else "n"
    if isinstance(value, str):
        _check_length(column, value, row)
        if value.startswith(_FORMULA_LIKE):
            cell._style = copy(style._style)
            cell.quotePrefix = True  # it stays a text when somebody edits it
    return cell


def _value(column: Column, value: Any) -> str | int | date | None:
    if column.holds is Holds.NUMBER and type(value) is int:
        return value
    text = as_text(value)
    if column.holds is Holds.DAY:
        return _day(text) or text or None
    return text or None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= _FIRST_EXCEL_YEAR else None


def _check_length(column: Column, text: str, row: Row) -> None:
    if len(text) > LONGEST_TEXT:
        named = as_text(row.get("title") or row.get("label") or row.get("key"))
        raise Invalid(
            column.key,
            f"“{named}”的{column.title}有 {len(text)} 个字，Excel 的一格放不下，请先改短，或者导出 YAML。",
        )
