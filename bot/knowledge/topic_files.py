"""The files of topics: read one by one, and not again while they stay as they are; the same question in two topics."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from pypinyin import lazy_pinyin

from bot.business.faq import Topic
from bot.business.text import normalise
from bot.knowledge.topic_reader import TopicReader
from bot.knowledge.yaml_nodes import Node, Problem, Problems, load, text


def faq_files(folder: Path) -> list[Path]:
    """Return the files that hold topics, in a fixed order."""
    return sorted((folder / "faq").glob("*.yml"))


@dataclass(frozen=True)
class _Asked:
    """A question, by what would make it the same as another: its words, and its sound."""

    words: str
    same: tuple[str, str]
    place: Node


@dataclass(frozen=True)
class _File:
    """What one file of topics holds; `asked`: of each entry its id, place and questions."""

    topics: tuple[Topic, ...]
    asked: tuple[tuple[str, Node, tuple[_Asked, ...]], ...]
    problems: tuple[Problem, ...]


class Memory:
    """Files that were read before: with one of them changed, the whole is read again in a fifth of the time."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[bytes, _File]] = {}

    def get(self, name: str, digest: bytes, read: Callable[[], _File]) -> _File:
        """Return what was read of this version of a file, or read it; another version is forgotten."""
        held = self._files.get(name)
        if held is None or held[0] != digest:
            held = self._files[name] = (digest, read())
        return held[1]


def read_topics(
    folder: Path,
    reader: Callable[[Problems], TopicReader],
    around: bytes,
    problems: Problems,
    memory: Memory,
) -> list[Topic]:
    """Return all topics after noting what is wrong. `around` changes with whatever else decides how they are read."""
    if not (folder / "faq").is_dir():
        problems.append(Problem("faq", 1, "没有知识条目的目录（faq）"))
    files = []
    for path in faq_files(folder):
        digest = hashlib.sha256(around + path.read_bytes()).digest()
        files.append(memory.get(path.name, digest, partial(_read, path, reader)))
    seen: dict[str, Node] = {}
    owners: dict[str, str] = {}
    for file in files:
        problems += file.problems
        for topic_id, place, asked in file.asked:
            _check_id(topic_id, place, seen, problems)
            _check_questions(topic_id, asked, owners, problems)
    return [topic for file in files for topic in file.topics]


def same(question: str) -> tuple[str, str]:
    """Return what makes a question the same as another: its words without punctuation, or the sound of its usual readings."""
    words = normalise(question)
    return words, " ".join(map(_syllable, words))


@cache
def _syllable(character: str) -> str:
    return lazy_pinyin(character)[0]  # its usual reading; phrases would cost a second for all questions


def _read(path: Path, reader: Callable[[Problems], TopicReader]) -> _File:
    problems = Problems()
    reading = reader(problems)
    root = load(path, f"faq/{path.name}", problems)
    title = text(root.get("title")) or "" if root else ""
    entries = _entries(root, path.stem, problems)
    topics = [reading.read(entry, path.stem, title) for entry in entries]
    asked = tuple((text(entry.get("id")) or "?", _place(entry), _asked(entry)) for entry in entries)
    return _File(tuple(topic for topic in topics if topic), asked, tuple(problems))


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


def _asked(entry: Node) -> tuple[_Asked, ...]:
    questions = entry.get("questions")
    listed = questions.value if questions and isinstance(questions.value, list) else []
    return tuple(
        _Asked(words, same(words), _place(question)) for question in listed if (words := text(question))
    )


def _place(node: Node) -> Node:
    return Node(None, node.file, node.line)


def _check_id(topic_id: str, place: Node, seen: dict[str, Node], problems: Problems) -> None:
    if topic_id in seen:
        first = seen[topic_id]
        problems.add(place, f"id“{topic_id}”已经在 {first.file}:{first.line} 用过")
    seen.setdefault(topic_id, place)


def _check_questions(
    topic_id: str, asked: tuple[_Asked, ...], owners: dict[str, str], problems: Problems
) -> None:
    for question in asked:
        for key, same in zip(question.same, ("也有", "有读音相同的"), strict=True):
            owner = owners.setdefault(key, topic_id)
            if owner != topic_id:
                problems.add(question.place, f"问法“{question.words}”在“{owner}”里{same}，会让小政分不清")
                break
