"""What used to be true: wordings that no answer may hold any more, told with what is true now."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.business.faq import Answer
from bot.knowledge.yaml_nodes import Problems, day, load, text


@dataclass(frozen=True)
class Saying:
    """A wording that is out of date: `says` in a line without `unless`, in answers that hold before `before`."""

    says: re.Pattern[str]
    unless: re.Pattern[str] | None
    right: str
    before: date | None

    def in_line(self, line: str) -> bool:
        """Return whether `line` says it."""
        return bool(self.says.search(line)) and not (self.unless and self.unless.search(line))


def read_sayings(path: Path, name: str, problems: Problems) -> list[Saying]:
    """Return the sayings in `path`, none when there is no such file; what can't be read is noted."""
    root = load(path, name, problems) if path.is_file() else None
    listed = root.get("sayings") if root else None
    found = []
    for node in listed.value if listed and isinstance(listed.value, list) else []:
        says, unless, right = (text(node.get(key)) for key in ("says", "unless", "right"))
        if not says or not right:
            problems.add(node, "过时说法要写 says（写法）和 right（现在的口径）")
            continue
        try:
            patterns = re.compile(says), re.compile(unless) if unless else None
        except re.error as error:
            problems.add(node, f"正则写法有误：{error}")
            continue
        found.append(Saying(*patterns, right, day(node.get("before"))))
    return found


def outdated_in(answer: Answer, sayings: list[Saying]) -> Iterator[tuple[str, Saying]]:
    """Yield each line of `answer` that is out of date, with the saying."""
    sources = [f"{source.name}{source.number}{source.article}" for source in answer.sources]
    lines = [*answer.screen.splitlines(), answer.speech, *answer.speech_more]
    for saying in sayings:
        if saying.before and answer.effective and answer.effective >= saying.before:
            continue
        law = [*lines, *sources] if not saying.before else [*lines, *_in_force(sources, answer, saying)]
        yield from ((line, saying) for line in law if saying.in_line(line))


def _in_force(sources: list[str], answer: Answer, saying: Saying) -> list[str]:
    # a source that takes effect later may be named where the answer says so
    return [] if any(saying.says.search(line) for line in answer.screen.splitlines()) else sources
