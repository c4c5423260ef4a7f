"""Read when people are there and the queue's rules, whole or not at all."""

import re
from dataclasses import dataclass, fields
from datetime import time
from pathlib import Path

from bot.business.queueing.office_hours import Hours, IsWorkday, OfficeHours
from bot.business.queueing.rules import QueueRules
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.yaml_nodes import Node, Problems, load

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_SECONDS = tuple(field.name for field in fields(QueueRules) if field.name != "automatic")
_KEYS = {"workdays", "other_days", "assignment", *_SECONDS}
_LONGEST_S = 24 * 3600
_USUAL = (time(8, 30), time(17, 30))


@dataclass(frozen=True)
class Office:
    """When people are there, and how they are given talks."""

    hours: OfficeHours
    rules: QueueRules


def read_office(path: Path, is_workday: IsWorkday) -> Office:
    """Return what the file says, `reference/office.yml` in a knowledge base; without it, what is usual.

    Raises KnowledgeError with all problems of the file.
    """
    if not path.is_file():
        return Office(OfficeHours(_USUAL, None, is_workday), QueueRules())
    problems = Problems()
    root = load(path, path.name, problems)
    office = _office(root, is_workday, problems) if root is not None else None
    if problems or office is None:
        raise KnowledgeError(problems)
    return office


def _office(root: Node, is_workday: IsWorkday, problems: Problems) -> Office | None:
    if not isinstance(root.value, dict):
        problems.add(root, "要写成“名称: 值”的形式")
        return None
    for name in sorted(root.value.keys() - _KEYS):
        problems.add(root.value[name], f"不认识“{name}”")
    hours = OfficeHours(_hours(root, "workdays", problems), _hours(root, "other_days", problems), is_workday)
    seconds = {name: _seconds(root.value[name], name, problems) for name in _SECONDS if name in root.value}
    return Office(hours, QueueRules(_automatic(root, problems), **seconds))


def _automatic(root: Node, problems: Problems) -> bool:
    node = root.get("assignment")
    if node is not None and node.value not in ("automatic", "manual"):
        problems.add(node, "assignment 要写 automatic 或 manual")
    return node is None or node.value != "manual"


def _seconds(node: Node, name: str, problems: Problems) -> int:
    if type(node.value) is int and 1 <= node.value <= _LONGEST_S:
        return node.value
    problems.add(node, f"{name} 要写 1 到 {_LONGEST_S} 的整数（秒）")
    return 1


def _hours(root: Node, name: str, problems: Problems) -> Hours | None:
    node = root.get(name)
    if node is None:
        return None
    start, end = (_time(node.get(key)) for key in ("from", "to"))
    if start is None or end is None or start >= end:
        problems.add(
            node, f'{name} 要写 from 和 to，如 {{from: "8:30", to: "17:30"}}（时间加引号，from 早于 to）'
        )
        return None
    return start, end


def _time(node: Node | None) -> time | None:
    match = _TIME.fullmatch(node.value) if node is not None and isinstance(node.value, str) else None
    return time(int(match.group(1)), int(match.group(2))) if match else None
