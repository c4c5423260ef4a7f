"""From a cell to what people meant by it: text, a day, a whole number."""

import math
import re
from datetime import date, datetime, time
from typing import Any

from bot.knowledge.excel_file import Cell
from bot.knowledge.excel_sheets import Holds, as_text

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_YEAR = re.compile(r"(\d+)(?:\.0+)?\s*年?")
_EXACT = 10**15  # beyond it Excel has changed the last digits


class BadCell(Exception):
    """A cell that can't be taken; the message says why."""


def value_in(cell: Cell, holds: Holds) -> str | int:
    """Return what a cell says: days as YYYY-MM-DD. Raises BadCell."""
    if cell.kind == "f":
        raise BadCell("这一格是公式。小政只读内容、不计算，请改成直接写出来的字。")
    if cell.kind == "e":
        raise BadCell(f"这一格是 Excel 的错误“{cell.value}”，请改成要写的内容。")
    if holds is Holds.DAY:
        return _day(cell.value)
    if holds is Holds.NUMBER:
        return _whole(cell.value)
    return _text(cell.value, cell.format)


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    found = _DAY.fullmatch(as_text(value)) if isinstance(value, str) else None
    try:
        if found:
            return date(*map(int, found.groups())).isoformat()
    except ValueError:
        pass
    raise BadCell(f"“{_shown(value)}”不是日期，请写成 2026-11-23 这样。")


def _whole(value: Any) -> int:
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and value == int(value)
    ):
        return int(value)
    found = _YEAR.fullmatch(as_text(value)) if isinstance(value, str) else None
    if not found or len(found[1]) > 9:
        raise BadCell(f"“{_shown(value)}”不是整数。")
    return int(found[1])


def _text(value: Any, form: str) -> str:
    if isinstance(value, bool):
        raise BadCell(f"这一格是 Excel 的逻辑值 {str(value).upper()}，请写成文字。")
    if isinstance(value, datetime):
        return _said_day(value)
    if isinstance(value, time):
        return value.strftime("%H:%M").removeprefix("0")
    if isinstance(value, int | float):
        return _said_number(value, form)
    if not isinstance(value, str):
        raise BadCell("这一格的内容读不懂，请写成文字。")
    return as_text(value)


def _said_day(value: datetime) -> str:
    day = f"{value.year}年{value.month}月{value.day}日"
    return day if value.time() == time() else f"{day}{value:%H:%M}"


def _said_number(value: int | float, form: str) -> str:
    if not math.isfinite(value) or abs(value) >= _EXACT:
        raise BadCell("这个数字太长，Excel 已经改掉了后面几位。请先把格子设成“文本”，再写一遍。")
    if form.endswith("%"):
        return f"{_plain(value * 100)}%"
    if form.startswith("#,##0"):
        return f"{value:,.{_decimals(form)}f}"
    if re.fullmatch(r"0\.0+", form):
        return f"{value:.{_decimals(form)}f}"
    return _plain(value)


def _decimals(form: str) -> int:
    found = re.search(r"\.(0+)", form)
    return len(found[1]) if found else 0


def _plain(value: int | float) -> str:
    if value == int(value):
        return str(int(value))
    said = f"{value:.12g}"  # what Excel shows; 0.1 + 0.2 is 0.3 for people
    return said if "e" not in said else f"{value:.15f}".rstrip("0")


def _shown(value: Any) -> str:
    said = as_text(value)
    return said if len(said) <= 20 else said[:20] + "…"
