"""The editable part of a knowledge base: from a folder's files to plain values, and back into a new folder."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from bot.business.studio.contents import Content, Contents
from bot.knowledge.reader import OPENINGS, KnowledgeError, faq_files, knowledge_files
from bot.knowledge.yaml_nodes import Problem, Problems

_TOPIC_ORDER = ("id", "title", "department", "questions", "answers", "local")
_DAYS = {"as_of", "effective", "expires"}
_WIDTH = 10_000  # a sentence stays on its line


Files = dict[str, tuple[bytes, dict[str, Any]]]  # by name: a file's bytes and what they mean


def read_contents(folder: Path, region: str, known: Files | None = None) -> Contents:
    """Return what editors can change in `folder`, without checking its sense. Raises KnowledgeError for broken YAML.

    `known` remembers files: those that stayed as they were aren't read again.
    """
    known = {} if known is None else known
    topics: dict[str, Content] = {}
    for path in faq_files(folder):
        file = _known(folder, path, known)
        place = {"group": str(file.get("group", path.stem)), "group_title": str(file.get("title", ""))}
        topics |= {
            str(topic["id"]): place | _without_empty(_plain(topic)) for topic in file.get("topics") or []
        }
    values = _known(folder, _region_file(folder, region), known).get("values") or {}
    return Contents(topics, {str(key): _plain(value) for key, value in values.items()})


def write_contents(contents: Contents, held: Contents, source: Path, region: str, target: Path) -> None:
    """Write `contents` into the empty folder `target`; whatever doesn't differ from `held`, which `source` holds, is copied
    byte for byte.
    """
    (target / "faq").mkdir()
    for path in knowledge_files(source):
        if path.parent.name != "faq":
            _copied(path, target / path.relative_to(source))
    if held.topics.keys() - contents.topics.keys():
        _write_openings(target / OPENINGS, set(contents.topics))
    before, after = _by_group(held), _by_group(contents)
    for group, topics in after.items():
        written = target / "faq" / f"{group}.yml"
        if before.get(group) == topics:
            _copied(source / "faq" / f"{group}.yml", written)
        else:
            _write_group(written, group, topics)
    if contents.values != held.values:
        _write_values(_region_file(source, region), _region_file(target, region), contents.values)


def _without_empty(topic: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in topic.items() if value not in (None, [])}


def _by_group(contents: Contents) -> dict[str, list[Content]]:
    groups: dict[str, list[Content]] = defaultdict(list)
    for topic in contents.topics.values():
        groups[str(topic["group"])].append(topic)
    return dict(groups)


def _copied(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())


def _write_group(path: Path, group: str, topics: Iterable[Content]) -> None:
    listed = list(topics)
    entries = [{key: topic[key] for key in _TOPIC_ORDER if key in topic} for topic in listed]
    file = {"group": group, "title": listed[0]["group_title"], "topics": _dated(entries)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_dumped(file), encoding="utf-8")


def _write_values(source: Path, target: Path, values: Any) -> None:
    text = source.read_text(encoding="utf-8")
    file = yaml.load(text, Loader=yaml.CSafeLoader) | {"values": _dated(values)}
    target.write_text(_head(text) + _dumped(file), encoding="utf-8")


def _write_openings(path: Path, topics: set[str]) -> None:
    """Take topics that are gone out of what is offered for a subject alone."""
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    listed = yaml.load(text, Loader=yaml.CSafeLoader)["openings"]
    kept = [each | {"topics": [topic for topic in each["topics"] if topic in topics]} for each in listed]
    path.write_text(
        _head(text) + _dumped({"openings": [each for each in kept if each["topics"]]}), encoding="utf-8"
    )


def _head(text: str) -> str:
    """Return the comments with which a file begins."""
    return "".join(takewhile(lambda line: line.startswith("#"), text.splitlines(keepends=True)))


def _region_file(folder: Path, region: str) -> Path:
    return folder / "regions" / f"{region}.yml"


def _known(folder: Path, path: Path, known: Files) -> dict[str, Any]:
    try:
        content = path.read_bytes()
    except OSError:
        return _loaded(folder, path)
    held = known.get(path.name)
    if held is None or held[0] != content:
        held = known[path.name] = (content, _loaded(folder, path))
    return held[1]


def _loaded(folder: Path, path: Path) -> dict[str, Any]:
    name = path.relative_to(folder).as_posix()
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError) as error:
        raise KnowledgeError(Problems([Problem(name, 1, f"读不了这个文件：{error}")])) from error
    if not isinstance(found, dict):
        raise KnowledgeError(Problems([Problem(name, 1, "这里应该是一组“名称: 值”")]))
    return found


def _plain(value: Any) -> Any:
    """Return days as text: what JSON knows."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _dated(value: Any, key: str = "") -> Any:
    """Return days as days again, so that YAML writes them as such."""
    if isinstance(value, dict):
        return {name: _dated(each, name) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_dated(each) for each in value]
    try:
        return date.fromisoformat(value) if key in _DAYS and isinstance(value, str) else value
    except ValueError:
        return value  # the reader names it as a problem


class _Dumper(yaml.SafeDumper):
    """Writes lists indented and texts of several lines as blocks, as people would."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _dumped(value: Any) -> str:
    return yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH, default_flow_style=False
    )
