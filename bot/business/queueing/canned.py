"""Answers ready to send: what in them is filled in."""

import re
from collections.abc import Mapping
from datetime import date

from bot.business.errors import Invalid
from bot.business.text import clean

VARIABLES = ("市民", "坐席", "工单号", "日期")
_VARIABLE = re.compile(r"[{｛]([^{}｛｝]*)[}｝]")
_DEFAULTS = {"市民": "您"}  # what stands there when nothing is known
_LONGEST_TITLE, _LONGEST_TEXT = 30, 500


def checked_canned(title: str, text: str) -> tuple[str, str]:
    """Return title and text cleaned. Raises Invalid for empty, too long, or an unknown variable."""
    title, text = clean(title), clean(text)
    if not 1 <= len(title) <= _LONGEST_TITLE:
        raise Invalid("title", f"标题要写 1 到 {_LONGEST_TITLE} 个字。")
    if not 1 <= len(text) <= _LONGEST_TEXT:
        raise Invalid("text", f"内容要写 1 到 {_LONGEST_TEXT} 个字。")
    for name in _VARIABLE.findall(text):
        if name.strip() not in VARIABLES:
            known = "、".join(f"{{{each}}}" for each in VARIABLES)
            raise Invalid("text", f"“{{{name}}}”不认识，可以用的有：{known}。")
    if re.search("[{}｛｝]", _VARIABLE.sub("", text)):
        raise Invalid("text", "大括号没有成对。")
    return title, text


def filled(text: str, values: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return `text` with its variables filled in, and the names of those that nothing is known for: they stay as they are."""
    missing: list[str] = []

    def fill(found: "re.Match[str]") -> str:
        name = found.group(1).strip()
        value = values.get(name) or _DEFAULTS.get(name)
        if not value:
            missing.append(name)
        return value or f"{{{name}}}"

    return _VARIABLE.sub(fill, text), tuple(dict.fromkeys(missing))


def values_for(agent: str, today: date, order_number: str | None = None, citizen: str = "") -> dict[str, str]:
    """Return what the variables stand for now."""
    day = f"{today.year}年{today.month}月{today.day}日"
    return {"市民": citizen, "坐席": agent, "工单号": order_number or "", "日期": day}
