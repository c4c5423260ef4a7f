"""The sheets of the knowledge base as a workbook: names and columns that writing and reading share."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # no XML may hold them
LONGEST_TEXT = 32_767  # characters in a cell, says Excel
MORE = "语音续讲"  # with a number behind it: as many columns as the longest list needs


class Holds(Enum):
    """What stands in a column."""

    TEXT = "text"
    LONG = "long"  # text of several lines
    DAY = "day"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """A column: `key` is the name in the exchange format, `title` what people read, `width` in characters."""

    key: str
    title: str
    width: int
    holds: Holds = Holds.TEXT


@dataclass(frozen=True)
class Sheet:
    """A sheet that is read back."""

    name: str
    columns: tuple[Column, ...]

    def titles(self) -> dict[str, str]:
        """Return what people read for each key."""
        return {column.key: column.title for column in self.columns}


_ID = Column("id", "编号", 24)
_OF = (_ID, Column("title", "主题", 30))  # which topic a row belongs to

TOPICS = Sheet(
    "主题", (_ID, Column("group", "分组", 18), Column("title", "标题", 44), Column("department", "部门", 18))
)
QUESTIONS = Sheet("问法", (*_OF, Column("question", "问法", 80)))
ANSWERS = Sheet(
    "答案",
    (
        *_OF,
        Column("number", "第几条", 8, Holds.NUMBER),
        Column("screen", "屏幕答案", 70, Holds.LONG),
        Column("speech", "语音答案", 50, Holds.LONG),
        *(Column(f"more{n}", f"{MORE}{n}", 40, Holds.LONG) for n in (1, 2, 3)),
        Column("as_of", "口径日期", 13, Holds.DAY),
        Column("effective", "生效日期", 13, Holds.DAY),
        Column("expires", "失效日期", 13, Holds.DAY),
    ),
)
SOURCES = Sheet(
    "依据",
    (
        *_OF,
        Column("number_of", "第几条答案", 12, Holds.NUMBER),
        Column("name", "依据名称", 44),
        Column("number", "文号", 26),
        Column("article", "条款", 26),
        Column("year", "年份", 8, Holds.NUMBER),
        Column("expires", "失效日期", 13, Holds.DAY),
    ),
)
NEEDS = Sheet(
    "用到的本地值",
    (
        *_OF,
        Column("key", "本地值编号", 30),
        Column("label", "怎么称呼", 36),
        Column("say", "怎么说", 60, Holds.LONG),
    ),
)
VALUES = Sheet(
    "本地值",
    (
        Column("key", "编号", 30),
        Column("label", "名称", 36),
        Column("value", "值", 40),
        Column("as_of", "口径日期", 13, Holds.DAY),
        Column("source", "出处", 44),
        Column("expires", "失效日期", 13, Holds.DAY),
    ),
)
SHEETS = (TOPICS, QUESTIONS, ANSWERS, SOURCES, NEEDS, VALUES)
HELP, LISTS = "说明", "分组和部门"
LISTS_GROUP, LISTS_GROUP_CODE, LISTS_DEPARTMENT = "分组", "分组编号", "部门"
STAMP = "从这一版导出"  # in 说明, with the release beside it


class Names:
    """Codes by the names that people read; a name that two codes have is no name."""

    def __init__(self, named: Mapping[str, str]) -> None:
        held = Counter(named.values())
        self._shown = {
            code: name if name and held[name] == 1 and name not in named else code
            for code, name in named.items()
        }
        self._codes = {code: code for code in named} | {name: code for code, name in self._shown.items()}

    def shown(self, code: str) -> str:
        """Return the name of a code, itself when there is none."""
        return self._shown.get(code, code)

    def code(self, name: str) -> str | None:
        """Return the code of a name or of itself, None for a name that nothing has."""
        return self._codes.get(name)

    def all(self) -> list[str]:
        """Return all names."""
        return list(self._shown.values())


def as_text(value: Any) -> str:
    """Return a text as a cell holds it: without outer blanks and what no cell may hold; "" for None."""
    if value is None:
        return ""
    return FORBIDDEN.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()
