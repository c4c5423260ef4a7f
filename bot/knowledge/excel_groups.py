"""Groups and departments by the names that stand in a workbook; new groups come from its list."""

import re

from bot.business.studio.contents import Contents
from bot.knowledge.excel_cells import BadCell, value_in
from bot.knowledge.excel_file import Table
from bot.knowledge.excel_out import groups_of
from bot.knowledge.excel_records import Notes, Record
from bot.knowledge.excel_sheets import Holds, Names
from bot.knowledge.topic_ids import topic_id

_CODE = re.compile("[a-z0-9_]{1,64}")


def groups_in(table: Table | None, live: Contents, notes: Notes) -> dict[str, str]:
    """Return the titles of all groups by code: those that are live, and those that the list adds."""
    groups = groups_of(live)
    known = Names(groups)
    for row, cells in (table.rows if table else {}).items():
        if row == 1 or 1 not in cells:
            continue
        try:
            title, code = (str(value_in(cells[n], Holds.TEXT)) if n in cells else "" for n in (1, 2))
        except BadCell as bad:
            notes.add(cells[1].place, str(bad))
            continue
        if known.code(title) is not None or not title:
            continue
        if code in known.all() or code in groups:
            notes.add(cells[1].place, f"分组不能在表里改名，它现在叫“{known.shown(code)}”。")
        elif code and not _CODE.fullmatch(code):
            notes.add(cells[2].place, "分组编号只能用小写英文字母、数字和下划线；空着的话小政自己编。")
        else:
            groups[code or topic_id(title, groups)] = title
    return groups


def code_of(record: Record, key: str, called: str, names: Names, advice: str, notes: Notes) -> str:
    """Return the code of the group or department in a cell, "" after noting that there is none."""
    name = record.text(key)
    code = names.code(name) if name else None
    if code is None:
        notes.add(
            record.at(key), f"没有“{name}”这个{called}。{advice}" if name else f"还没有写{called}。{advice}"
        )
    return code or ""
