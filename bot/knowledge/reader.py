"""Read a knowledge base from its folder, whole or not at all."""

import hashlib
from functools import cache
from pathlib import Path

from pypinyin import lazy_pinyin

from bot.business.faq import Department, KnowledgeBase, LocalValue, Region, Topic
from bot.business.text import normalise
from bot.knowledge.outdated import read_sayings
from bot.knowledge.topic_reader import TopicReader
from bot.knowledge.yaml_nodes import Node, Problem, Problems, day, load, text

_OPENINGS, OUTDATED = "reference/openings.yml", "reference/outdated.yml"


class KnowledgeError(Exception):
    """The folder can't be used; `problems` says everything that is wrong, with file and line."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read(folder: Path, region: str) -> KnowledgeBase:
    """Return the knowledge base in `folder`: `faq/*.yml`, `regions/<region>.yml`, `reference/departments.yml`.

    `reference/openings.yml` and `reference/outdated.yml` may be missing. Raises KnowledgeError with all problems of all files.
    """
    problems = Problems()
    departments = _departments(folder, problems)
    local = _region(folder, region, problems)
    sayings = read_sayings(folder / OUTDATED, OUTDATED, problems)
    topics = _topics(folder, TopicReader(set(departments), set(local.values), problems, sayings), problems)
    by_id = {topic.id: topic for topic in topics}
    # a topic with a mistake is missing from by_id: its openings would only tell the same mistake again
    openings = {} if problems else _openings(folder / _OPENINGS, by_id, problems)
    if problems:
        raise KnowledgeError(problems)
    return KnowledgeBase(by_id, local, departments, fingerprint(folder), openings)


def faq_files(folder: Path) -> list[Path]:
    """Return the files that hold topics, in a fixed order."""
    return sorted((folder / "faq").glob("*.yml"))


def knowledge_files(folder: Path) -> list[Path]:
    """Return every file that a knowledge base consists of, in a fixed order."""
    return [
        *faq_files(folder),
        *sorted((folder / "regions").glob("*.yml")),
        folder / "reference" / "departments.yml",
        *(path for name in (_OPENINGS, OUTDATED) if (path := folder / name).is_file()),
    ]


def fingerprint(folder: Path) -> str:
    """Return 12 hex digits that change when anything in the knowledge base changes."""
    digest = hashlib.sha256()
    for path in knowledge_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _topics(folder: Path, reader: TopicReader, problems: Problems) -> list[Topic]:
    files = faq_files(folder)
    if not files:
        problems.append(Problem("faq", 1, "没有知识条目（faq/*.yml）"))
    seen: dict[str, Node] = {}
    owners: dict[str, str] = {}
    topics = []
    for path in files:
        root = load(path, f"faq/{path.name}", problems)
        for entry in _entries(root, path.stem, problems):
            _check_doubles(entry, seen, owners, problems)
            topic = reader.read(entry, path.stem, text(root.get("title")) or "" if root else "")
            topics += [topic] if topic else []
    return topics


def _entries(root: Node | None, stem: str, problems: Problems) -> list[Node]:
    if root is None:
        return []
    if text(root.get("group")) != stem:
        problems.add(root, f"group 应该和文件名相同：{stem}")
    if text(root.get("title")) is None:
        problems.add(root, "缺少 title（这一组的名称）")
    topics = root.get("topics")
    if topics is None or not isinstance(topics.value, list):
        problems.add(root, "缺少 topics 列表")
        return []
    return topics.value


def _check_doubles(entry: Node, seen: dict[str, Node], owners: dict[str, str], problems: Problems) -> None:
    topic_id = text(entry.get("id")) or "?"
    if topic_id in seen:
        first = seen[topic_id]
        problems.add(entry, f"id“{topic_id}”已经在 {first.file}:{first.line} 用过")
    seen.setdefault(topic_id, entry)
    questions = entry.get("questions")
    for question in questions.value if questions and isinstance(questions.value, list) else []:
        words = text(question)
        if not words:
            continue
        for key, same in ((normalise(words), "也有"), (_sound(words), "有读音相同的")):
            owner = owners.setdefault(key, topic_id)
            if owner != topic_id:
                problems.add(question, f"问法“{words}”在“{owner}”里{same}，会让小政分不清")
                break


def _sound(words: str) -> str:
    return " ".join(map(_syllable, normalise(words)))


@cache
def _syllable(character: str) -> str:
    return lazy_pinyin(character)[0]  # its usual reading; phrases would cost a second for all questions


def _openings(path: Path, topics: dict[str, Topic], problems: Problems) -> dict[str, tuple[str, ...]]:
    root = load(path, _OPENINGS, problems) if path.is_file() else None
    listed = root.get("openings") if root else None
    found: dict[str, tuple[str, ...]] = {}
    for node in listed.value if listed and isinstance(listed.value, list) else []:
        entry = node.plain()
        ids = entry.get("topics") or []
        for missing in [each for each in ids if each not in topics]:
            problems.add(node, f"没有“{missing}”这个主题")
        found |= {normalise(str(word)): tuple(ids) for word in entry.get("words") or []}
    return found


def _departments(folder: Path, problems: Problems) -> dict[str, Department]:
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


def _region(folder: Path, region: str, problems: Problems) -> Region:
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
