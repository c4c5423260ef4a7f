"""Tables as an Excel workbook."""

import io
import re
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # no XML may hold them
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = Sequence[object]


def workbook(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """Return the file: a sheet for each name (31 characters at most, none of `[]:*?/\\`), None as an empty cell.

    A text stays a text, also one that begins with "=".
    """
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: object) -> object:
    if value is None or isinstance(value, int | float):
        return value
    cell = WriteOnlyCell(sheet, _FORBIDDEN.sub("", str(value)))
    cell.data_type = "s"
    return cell
