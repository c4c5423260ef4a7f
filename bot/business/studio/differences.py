"""What is different between two states of a topic, a local value, or the whole knowledge base, in people's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.business.studio.contents import Content, Contents, Kind

NAMES = {
    "group": "分组",
    "group_title": "分组名称",
    "title": "标题",
    "department": "部门",
    "questions": "问法",
    "answers": "答案",
    "local": "本地值",
    "screen": "屏幕答案",
    "speech": "语音答案",
    "speech_more": "语音续讲",
    "sources": "依据",
    "as_of": "口径日期",
    "effective": "生效日期",
    "expires": "失效日期",
    "label": "名称",
    "value": "值",
    "source": "出处",
    "name": "文件名称",
    "number": "文号",
    "article": "条款",
    "year": "年份",
    "key": "本地值",
    "say": "句子",
}


@dataclass(frozen=True)
class Difference:
    """One place that differs: its name, and what stands there before and after; None: nothing."""

    where: str
    before: str | None
    after: str | None


class What(Enum):
    """What happened to an entry."""

    ADDED = "新增"
    CHANGED = "修改"
    REMOVED = "删除"


@dataclass(frozen=True)
class ChangedEntry:
    """A topic or local value that differs."""

    kind: Kind
    key: str
    title: str
    what: What
    differences: tuple[Difference, ...]


def differences(before: Content | None, after: Content | None) -> tuple[Difference, ...]:
    """Return the places in which an entry differs. Lists of sentences by what was added and taken away."""
    old, new = before or {}, after or {}
    keys = dict.fromkeys([*NAMES, *old, *new])
    found: list[Difference] = []
    for key in keys:
        if key != "id" and old.get(key) != new.get(key):
            found += _differing(NAMES.get(key, key), old.get(key), new.get(key))
    return tuple(found)


def compare(before: Contents, after: Contents) -> tuple[ChangedEntry, ...]:
    """Return every topic and local value that differs, topics first, in the order of `after`."""
    found = []
    for kind in Kind:
        old, new = before.of(kind), after.of(kind)
        for key in dict.fromkeys([*new, *old]):
            if old.get(key) != new.get(key):
                found.append(changed_entry(kind, key, old.get(key), new.get(key)))
    return tuple(found)


def changed_entry(kind: Kind, key: str, before: Content | None, after: Content | None) -> ChangedEntry:
    """Return what happened to one entry."""
    what = What.ADDED if before is None else What.REMOVED if after is None else What.CHANGED
    named = after or before or {}
    title = str(named.get("title" if kind is Kind.TOPIC else "label") or key)
    return ChangedEntry(kind, key, title, what, differences(before, after))


def _differing(where: str, before: Any, after: Any) -> list[Difference]:
    if isinstance(before, list) or isinstance(after, list):
        old, new = _items(before), _items(after)
        if all(isinstance(each, str) for each in (*old, *new)):
            return _sentences(where, old, new)
        return [
            difference
            for number in range(max(len(old), len(new)))
            for difference in _differing(f"{where} {number + 1}", _at(old, number), _at(new, number))
        ]
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        old_map, new_map = before or {}, after or {}
        return [
            difference
            for key in dict.fromkeys([*old_map, *new_map])
            for difference in _differing(
                f"{where} · {NAMES.get(key, key)}", old_map.get(key), new_map.get(key)
            )
        ]
    return [] if before == after else [Difference(where, _said(before), _said(after))]


def _sentences(where: str, old: list[str], new: list[str]) -> list[Difference]:
    gone = [Difference(where, each, None) for each in old if each not in new]
    come = [Difference(where, None, each) for each in new if each not in old]
    if not gone and not come and old != new:
        return [Difference(f"{where}（顺序）", "、".join(old), "、".join(new))]
    return [*gone, *come]


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _at(items: list[Any], number: int) -> Any:
    return items[number] if number < len(items) else None


def _said(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)
