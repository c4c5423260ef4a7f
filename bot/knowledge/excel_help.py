"""What stands beside the rows: how to use the workbook, the lists to choose from, what Excel itself checks."""

from collections.abc import Mapping
from datetime import date
from itertools import zip_longest

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from bot.knowledge.excel_sheets import (
    HELP,
    LISTS,
    LISTS_DEPARTMENT,
    LISTS_GROUP,
    LISTS_GROUP_CODE,
    NEEDS,
    STAMP,
    TOPICS,
    VALUES,
    Holds,
    Names,
    Sheet,
)

_LAST = 1_048_576  # rows of a sheet
_FREE_GROUPS = 20  # rows that stay open for new groups
_LINES = (
    "这份表是小政知识库的全部内容。改好以后在“知识库 → 导入导出”上传："
    "先给您看哪里不同、哪里填错，点了导入才会成为草稿，发布以后市民才听得到。",
    "每张表的第一行是列名，请不要改名、不要删列、不要合并单元格，也不要写公式。列的先后可以换，行可以排序和筛选。",
    "“主题”：一行一个主题。改标题、分组、部门都在这里。",
    "“问法”：市民会怎么问，一行一句。每个主题至少 15 句；同一句不能放在两个主题里。",
    "“答案”：一行一条答案。语音答案和每一句续讲最多 80 个字。口径换了时间，就给原来那条写失效日期，再加一行，“第几条”写 2，写上生效日期。"
    "只有一条时“第几条”可以空着。",
    "“依据”：每条答案的法规和文件，“第几条答案”对应“答案”表里的“第几条”。",
    "“用到的本地值”：答案后面要带上哪个本地数字。“怎么说”里写 {value} 的地方会换成值，{region} 会换成地名。",
    "“本地值”：各地自己的数字。填了值，就要写口径日期和出处；没有核实的空着，小政会请市民问当地。",
    "新主题：在“主题”表最下面加一行，编号空着，小政会自己编；别的表里编号也空着，“主题”一列写它的标题。",
    "别的表里，“编号”说明这一行是哪个主题的，“主题”一列只是方便您看。",
    "少了一行主题，导入时默认不动它；要删除主题，上传以后勾选“文件里没有的就是要删除”。",
    "新分组：在“分组和部门”表的“分组”一列往下加。已有的分组和部门不能在表里改。",
    "日期写成 2026-11-23 这样。以 = 开头的内容会被当成公式，请换个写法。",
)


def add_help(book: Workbook, stamp: str, day: date) -> None:
    """Add the sheet that explains the others."""
    made = book.create_sheet(HELP)
    made.column_dimensions["A"].width, made.column_dimensions["B"].width = 18, 100
    made.append([_text(made, "小政知识库", bold=True)])
    made.append([_text(made, "导出日期"), _text(made, day.isoformat())])
    made.append([_text(made, STAMP), _text(made, stamp)])
    for number, line in enumerate(_LINES, 1):
        made.append([_text(made, f"{number}"), _text(made, line)])


def add_lists(
    book: Workbook,
    groups: Mapping[str, str],
    departments: Mapping[str, str],
    by_group: Names,
    by_department: Names,
) -> None:
    """Add the groups and departments to choose from; only new groups can be written there."""
    made = book.create_sheet(LISTS)
    made.protection.sheet = True
    made.freeze_panes = "A2"
    for letter, width in zip("ABDE", (30, 24, 24, 16), strict=True):
        made.column_dimensions[letter].width = width
    header = (LISTS_GROUP, LISTS_GROUP_CODE, None, LISTS_DEPARTMENT, "部门编号")
    made.append([_text(made, title, bold=True) if title else None for title in header])
    left = [(by_group.shown(code), code) for code in groups]
    right = [(by_department.shown(code), code) for code in departments]
    for group, department in zip_longest([*left, *[("", "")] * _FREE_GROUPS], right, fillvalue=("", "")):
        open_ = group == ("", "")
        made.append(
            [
                *(_text(made, each, open_=open_) for each in group),
                None,
                *(_text(made, each) for each in department),
            ]
        )


def add_validations(made: WriteOnlyWorksheet, sheet: Sheet) -> None:
    """Let Excel offer groups, departments and local values, and refuse what is no day."""
    chosen = {
        (TOPICS.name, "group"): f"'{LISTS}'!$A$2:$A$500",
        (TOPICS.name, "department"): f"'{LISTS}'!$D$2:$D$500",
        (NEEDS.name, "key"): f"'{VALUES.name}'!$A$2:$A$5000",
    }
    for number, column in enumerate(sheet.columns, 1):
        wanted = None
        where = chosen.get((sheet.name, column.key))
        if where:
            wanted = DataValidation("list", formula1=where, error=f"请从列表里选{column.title}。")
        elif column.holds is Holds.DAY:
            wanted = DataValidation(
                "date", operator="greaterThan", formula1="1", error="请写日期，例如 2026-11-23。"
            )
        if wanted:
            wanted.showErrorMessage, wanted.errorTitle = True, column.title
            letter = get_column_letter(number)
            wanted.add(f"{letter}2:{letter}{_LAST}")
            made.data_validations.append(wanted)


def _text(made: WriteOnlyWorksheet, text: str, bold: bool = False, open_: bool = False) -> Cell:
    cell = WriteOnlyCell(made, text or None)
    if text:
        cell.data_type = "s"
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.protection = Protection(locked=not open_)
    return cell
