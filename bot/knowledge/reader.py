"""Read a knowledge base from its folder, whole or not at all."""

import hashlib
from pathlib import Path

from bot.business.faq import Department, KnowledgeBase, LocalValue, Region, Topic
from bot.business.text import normalise
from bot.knowledge.outdated import read_sayings
from bot.knowledge.topic_files import Memory, faq_files, read_topics
from bot.knowledge.topic_reader import TopicReader
from bot.knowledge.yaml_nodes import Node, Problem, Problems, day, load, text

OPENINGS, OUTDATED = "reference/openings.yml", "reference/outdated.yml"


class KnowledgeError(Exception):
    """The folder can't be used; `problems` says everything that is wrong, with file and line."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read(folder: Path, region: str, memory: Memory | None = None) -> KnowledgeBase:
    """Return the knowledge base in `folder`: `faq/*.yml`, `regions/<region>.yml`, `reference/departments.yml`.

    `reference/openings.yml` and `reference/outdated.yml` may be missing. Raises KnowledgeError with all problems of all files.
    With `memory` only files that changed since are read.
    """
    problems = Problems()
    departments = read_departments(folder, problems)
    local = read_region(folder, region, problems)
    sayings = read_sayings(folder / OUTDATED, OUTDATED, problems)
    around = repr((sorted(departments), sorted(local.values), sayings)).encode()

    def reader(found: Problems) -> TopicReader:
        return TopicReader(set(departments), set(local.values), found, sayings)

    topics = read_topics(folder, reader, around, problems, memory or Memory())
    by_id = {topic.id: topic for topic in topics}
    # a topic with a mistake is missing from by_id: its openings would only tell the same mistake again
    openings = {} if problems else _openings(folder / OPENINGS, by_id, problems)
    if problems:
        raise KnowledgeError(problems)
    return KnowledgeBase(by_id, local, departments, fingerprint(folder), openings)


def knowledge_files(folder: Path) -> list[Path]:
    """Return every file that a knowledge base consists of, in a fixed order."""
    return [
        *faq_files(folder),
        *sorted((folder / "regions").glob("*.yml")),
        folder / "reference" / "departments.yml",
        *(path for name in (OPENINGS, OUTDATED) if (path := folder / name).is_file()),
    ]


def fingerprint(folder: Path) -> str:
    """Return 12 hex digits that change when anything in the knowledge base changes."""
    digest = hashlib.sha256()
    for path in knowledge_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _openings(path: Path, topics: dict[str, Topic], problems: Problems) -> dict[str, tuple[str, ...]]:
    root = load(path, OPENINGS, problems) if path.is_file() else None
    listed = root.get("openings") if root else None
    found: dict[str, tuple[str, ...]] = {}
    for node in listed.value if listed and isinstance(listed.value, list) else []:
        entry = node.plain()
        ids = entry.get("topics") or []
        for missing in [each for each in ids if each not in topics]:
            problems.add(node, f"没有“{missing}”这个主题")
        found |= {normalise(str(word)): tuple(ids) for word in entry.get("words") or []}
    return found


def read_departments(folder: Path, problems: Problems) -> dict[str, Department]:
    """Return the departments by code, after noting what is wrong with them."""
    root = load_required(folder / "reference" / "departments.yml", "reference/departments.yml", problems)
    listed = root.get("departments") if root else None
    found: dict[str, Department] = {}
    for node in listed.value if listed and isinstance(listed.value, list) else []:
        code, name, phone = (text(node.get(key)) for key in ("code", "name", "phone"))
        if code and name and phone:
            found[code] = Department(code, name, phone)
        else:
            problems.add(node, "部门要写 code、name 和 phone（电话要加引号）")
    return found


def read_region(folder: Path, region: str, problems: Problems) -> Region:
    """Return a region with its values, after noting what is wrong with them."""
    name = f"regions/{region}.yml"
    root = load_required(folder / "regions" / f"{region}.yml", name, problems)
    listed = root.get("values") if root else None
    values = listed.value if listed and isinstance(listed.value, dict) else {}
    title = text(root.get("name")) if root else None
    return Region(
        region, title or region, {key: checked_value(key, node, problems) for key, node in values.items()}
    )


def checked_value(key: str, node: Node, problems: Problems) -> LocalValue:
    """Return a local value after noting what is wrong with it."""
    value = node.get("value")
    said = None if value is None else str(value.value).strip()
    local = LocalValue(
        label=text(node.get("label")) or key,
        value=said or None,
        as_of=day(node.get("as_of")),
        source=text(node.get("source")),
        expires=day(node.get("expires")),
    )
    if local.value and not (local.as_of and local.source):
        problems.add(node, f"“{key}”有值，就要写 as_of（口径日期）和 source（出处）")
    return local


def load_required(path: Path, name: str, problems: Problems) -> Node | None:
    """Return the document in `path`; a missing file is a problem."""
    if not path.is_file():
        problems.append(Problem(name, 1, "缺少这个文件"))
        return None
    return load(path, name, problems)
