"""An uploaded workbook: cells of its sheets as they stand there, within limits, nothing computed."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser

from bot.knowledge.upload_zip import content_of
from bot.services.studio.importing_upload import UnreadableFile

MOST_ROWS = 50_000  # of one sheet; the shipped knowledge base has 17,311 questions
_MOST_CELLS = 60  # of a row
_ROW = re.compile(rb"<row\b[^>]*>(.*?)</row>", re.DOTALL)
_TOO_MANY = "超过 {:,} 行，太多了。请删掉用不上的行，或者分几次导入。"
_BROKEN = "这份 Excel 打不开，可能坏了。请用 Excel 打开后另存一份再上传。"


@dataclass(frozen=True)
class Cell:
    """A cell that isn't empty. `kind` as openpyxl names it: s, n, d, b, f (formula), e (error)."""

    sheet: str
    row: int
    column: int
    value: Any
    kind: str
    format: str

    @property
    def place(self) -> str:
        """Return where it stands, as people say it."""
        return place(self.sheet, self.row, self.column)


@dataclass(frozen=True)
class Table:
    """A sheet: its rows that hold anything, by number from 1, and the ranges of merged cells."""

    name: str
    rows: dict[int, dict[int, Cell]]
    merged: tuple[str, ...]


def place(sheet: str, row: int, column: int) -> str:
    """Return “答案!C12”."""
    return f"{sheet}!{get_column_letter(column)}{row}"


def read_tables(archive: zipfile.ZipFile) -> dict[str, Table]:
    """Return the sheets by name. Raises UnreadableFile."""
    _check_parts(archive)
    try:
        book = load_workbook(archive.fp, read_only=True, data_only=False, keep_links=False)
        return {sheet.title.strip(): _table(book, sheet) for sheet in book.worksheets}
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file leads to
        raise UnreadableFile(_BROKEN) from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        other = "xl/workbook.bin" in names or "content.xml" in names
        raise UnreadableFile(
            "这是别的表格格式（.xlsb 或 .ods），请另存为“Excel 工作簿（.xlsx）”后再上传。"
            if other
            else _BROKEN
        )
    for name in names:
        if name.endswith((".xml", ".rels")):
            part = content_of(archive, name)
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part[:4] or part[:2] == b"\xff\xfe":
                raise UnreadableFile(_BROKEN)  # Excel writes neither; entities could grow without end
            if name.startswith("xl/worksheets/") and _filled_rows(part) > MOST_ROWS:
                raise UnreadableFile(
                    "有一张表" + _TOO_MANY.format(MOST_ROWS)
                )  # before openpyxl takes seconds


def _filled_rows(part: bytes) -> int:
    return sum(b"<v" in row[1] or b"<is" in row[1] for row in _ROW.finditer(part))


def _table(book: Workbook, sheet: ReadOnlyWorksheet) -> Table:
    rows: dict[int, dict[int, Cell]] = {}
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            held = {cell.column: cell for cell in _filled(book, sheet.title.strip(), cells)}
            if held:
                rows[number] = held
            if len(rows) > MOST_ROWS:
                raise UnreadableFile(f"“{sheet.title}”这张表" + _TOO_MANY.format(MOST_ROWS))
    merged = parser.merged_cells
    return Table(sheet.title.strip(), rows, tuple(each.ref for each in merged.mergeCell) if merged else ())


def _filled(book: Workbook, name: str, cells: list[dict[str, Any]]) -> Iterator[Cell]:
    for cell in cells[:_MOST_CELLS]:
        value = cell["value"]
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        style = book._cell_styles[cell["style_id"]] if cell["style_id"] else None
        kind, number = cell["data_type"], style.numFmtId if style else 0
        yield Cell(name, cell["row"], cell["column"], value, kind, _format(book, number))


def _format(book: Workbook, number: int) -> str:
    custom = number - 164
    if 0 <= custom < len(book._number_formats):
        return str(book._number_formats[custom])
    return BUILTIN_FORMATS.get(number, "General")
