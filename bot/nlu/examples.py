"""What there is to learn from: the questions of a knowledge base, and the sentences of data/nlu that are about no topic."""

from pathlib import Path

import yaml

from bot.business.gate import TOPIC_PREFIX
from bot.knowledge.reader import read
from bot.nlu.trained import Example


def examples_in(knowledge: Path, region: str, nlu: Path) -> list[Example]:
    """Return all examples, each once. Raises KnowledgeError, OSError, ValueError."""
    topics = read(knowledge, region).topics.values()
    asked = [Example(text, TOPIC_PREFIX + topic.id) for topic in topics for text in topic.examples()]
    return list(dict.fromkeys([*asked, *_others(nlu)]))


def _others(folder: Path) -> list[Example]:
    """Return the examples of Rasa's own files: `nlu: - intent: …, examples: |` with a line `- …` for each."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for block in content["nlu"]:
            lines = (line.strip() for line in block["examples"].splitlines())
            found += [
                Example(line.removeprefix("-").strip(), block["intent"])
                for line in lines
                if line.startswith("-")
            ]
    return found
