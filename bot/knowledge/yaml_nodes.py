"""YAML with line numbers: every value knows where it stands, so that an error can point at it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file of the knowledge base, told to the person who edits it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class Problems(list[Problem]):
    """All that is wrong, collected instead of stopping at the first."""

    def add(self, at: "Node", message: str) -> None:
        """Note `message` at the place of `at`."""
        self.append(Problem(at.file, at.line, message))


@dataclass(frozen=True)
class Node:
    """A YAML value and its place. `value` is a dict of Nodes, a list of Nodes, or a plain scalar."""

    value: Any
    file: str
    line: int

    def get(self, key: str) -> "Node | None":
        """Return the child `key` of a mapping, None when it is absent or null."""
        child = self.value.get(key) if isinstance(self.value, dict) else None
        return None if child is None or child.value is None else child

    def plain(self) -> Any:
        """Return the value without places, as yaml.safe_load would."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value


def load(path: Path, name: str, problems: Problems) -> Node | None:
    """Return the document in `path`, or None after noting why it can't be read. `name` is how people know the file."""
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError:
        problems.append(Problem(name, 1, "文件不是 UTF-8 编码"))
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(
            Problem(name, mark.line + 1 if mark else 1, f"YAML 写法有误：{getattr(error, 'problem', error)}")
        )
        return None
    if root is None:
        problems.append(Problem(name, 1, "文件是空的"))
        return None
    return _convert(root, name, problems, yaml.SafeLoader(""))


def _convert(node: yaml.Node, name: str, problems: Problems, loader: yaml.SafeLoader) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Node(_mapping(node, name, problems, loader), name, line)
    if isinstance(node, yaml.SequenceNode):
        return Node([_convert(child, name, problems, loader) for child in node.value], name, line)
    try:
        return Node(loader.construct_object(node), name, line)
    except (yaml.YAMLError, ValueError) as error:  # such as the date 2026-02-30
        problems.append(Problem(name, line, f"这个值读不懂：{error}"))
        return Node(None, name, line)


def _mapping(
    node: yaml.MappingNode, name: str, problems: Problems, loader: yaml.SafeLoader
) -> dict[str, Node]:
    children: dict[str, Node] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in children:
            problems.append(Problem(name, key_node.start_mark.line + 1, f"“{key}”写了两次"))
        children[key] = _convert(value_node, name, problems, loader)
    return children


def text(node: Node | None) -> str | None:
    """Return a non-empty string value without outer blanks, else None."""
    return node.value.strip() or None if node is not None and isinstance(node.value, str) else None


def day(node: Node | None) -> date | None:
    """Return a date value, else None."""
    return node.value if node is not None and type(node.value) is date else None
