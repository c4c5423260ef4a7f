"""Read the catalogue of matters and the units that settle them, whole or not at all."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from bot.business.orders.catalogue import Catalogue, Level, Matter, Unit
from bot.business.orders.order import Kind, Urgency
from bot.business.queueing.groups import Group
from bot.business.text import normalise
from bot.knowledge.reader import KnowledgeError, load_required
from bot.knowledge.yaml_nodes import Node, Problems, text

_MATTERS, _UNITS = "reference/matters.yml", "reference/units.yml"
_KEYS = frozenset({"code", "name", "unit", "kind", "urgency", "personal", "redirect", "examples"})
_EXAMPLES = (8, 15)
_LONGEST_CODE = 64  # as the store's columns

Choice = TypeVar("Choice", Kind, Urgency, Group)


def read_catalogue(folder: Path) -> Catalogue:
    """Return the catalogue in `folder`: `reference/matters.yml` and `reference/units.yml`.

    Raises KnowledgeError with all problems of both files.
    """
    problems = Problems()
    units = _units(load_required(folder / _UNITS, _UNITS, problems), problems)
    reader = _MattersReader({unit.code for unit in units}, problems)
    matters = reader.read(load_required(folder / _MATTERS, _MATTERS, problems))
    if problems:
        raise KnowledgeError(problems)
    return Catalogue(matters, units)


def _units(root: Node | None, problems: Problems) -> list[Unit]:
    seen: dict[str, Node] = {}
    found = []
    for node in _listed(root, "units", problems):
        code = _code(node, seen, problems)
        groups = [_choice(each, Group, "坐席组", problems) for each in _listed(node, "groups", problems)]
        known = tuple(group for group in groups if group is not None)
        found.append(Unit(code, _name(node, problems), known))
    return found


class _MattersReader:
    """Reads the three levels; remembers codes and examples to tell doubles."""

    def __init__(self, units: set[str], problems: Problems) -> None:
        self._units = units
        self._problems = problems
        self._codes: dict[str, Node] = {}
        self._examples: dict[str, Node] = {}

    def read(self, root: Node | None) -> list[Matter]:
        """Return all matters; what is wrong is noted."""
        return [
            self._matter(node, group, subgroup)
            for group_node, group in self._levels(root, "groups")
            for subgroup_node, subgroup in self._levels(group_node, "subgroups")
            for node in _listed(subgroup_node, "matters", self._problems)
        ]

    def _levels(self, parent: Node | None, key: str) -> Iterator[tuple[Node, Level]]:
        for node in _listed(parent, key, self._problems):
            code = _code(node, self._codes, self._problems)
            yield node, Level(code, _name(node, self._problems))

    def _matter(self, node: Node, group: Level, subgroup: Level) -> Matter:
        for key in set(node.value if isinstance(node.value, dict) else ()) - _KEYS:
            self._problems.add(node, f"不认识的项目“{key}”")
        return Matter(
            code=_code(node, self._codes, self._problems),
            name=_name(node, self._problems),
            group=group,
            subgroup=subgroup,
            unit=self._unit(node),
            kind=_choice(node.get("kind") or node, Kind, "kind（诉求类型）", self._problems) or Kind.HELP,
            urgency=_choice(node.get("urgency") or node, Urgency, "urgency（紧急程度）", self._problems)
            or Urgency.GENERAL,
            examples=self._examples_of(node),
            personal=self._personal(node),
            redirect=text(node.get("redirect")),
        )

    def _unit(self, node: Node) -> str:
        unit = text(node.get("unit"))
        if unit not in self._units:
            self._problems.add(node.get("unit") or node, f"units.yml 里没有“{unit or ''}”这个承办单位")
        return unit or ""

    def _personal(self, node: Node) -> bool:
        value = node.get("personal")
        if value is not None and not isinstance(value.value, bool):
            self._problems.add(value, "personal 只能写 true 或 false")
        return value is not None and value.value is True

    def _examples_of(self, node: Node) -> tuple[str, ...]:
        listed = _listed(node, "examples", self._problems)
        said = [(each, words) for each in listed if (words := text(each))]
        fewest, most = _EXAMPLES
        if not fewest <= len(said) <= most or len(said) < len(listed):
            self._problems.add(node, f"examples 要有 {fewest} 到 {most} 句，每句都是文字")
        for each, words in said:
            first = self._examples.setdefault(normalise(words), each)
            if first is not each:
                self._problems.add(each, f"说法“{words}”在 {first.file}:{first.line} 已经有了")
        return tuple(words for _, words in said)


def _listed(parent: Node | None, key: str, problems: Problems) -> list[Node]:
    if parent is None:
        return []
    found = parent.get(key)
    if found is None or not isinstance(found.value, list) or not found.value:
        problems.add(found or parent, f"缺少 {key} 列表")
        return []
    return found.value


def _code(node: Node, seen: dict[str, Node], problems: Problems) -> str:
    code = text(node.get("code")) or ""
    if not (code.isascii() and code.isidentifier() and code == code.lower() and len(code) <= _LONGEST_CODE):
        problems.add(node, "code 要用小写字母、数字和下划线，字母开头")
    elif seen.setdefault(code, node) is not node:
        problems.add(node, f"code“{code}”已经在 {seen[code].file}:{seen[code].line} 用过")
    return code


def _name(node: Node, problems: Problems) -> str:
    name = text(node.get("name"))
    if name is None:
        problems.add(node, "缺少 name（名称）")
    return name or ""


def _choice(node: Node, choices: type[Choice], what: str, problems: Problems) -> Choice | None:
    try:
        return choices(node.value)
    except ValueError:
        problems.add(node, f"{what}只能是：{'、'.join(str(each.value) for each in choices)}")
        return None
