"""What callers may say of a knowledge base, as sentences for the recogniser's language model."""

import hashlib
import re
from pathlib import Path

from bot.business.faq import KnowledgeBase
from speech.sentences import sentences
from speech.spoken import to_spoken
from speech.training.collect import SENTENCES, collect, read_sentences

_EXAMPLES = Path("data/nlu")  # answers, wishes and orders that no knowledge base contains
_UNSPOKEN = re.compile("[A-Za-z0-9]")
_HAN = re.compile("[\u4e00-\u9fff]+")


def general_sentences() -> list[str]:
    """Return what callers say whatever the knowledge base: yes and no, names and places, wishes, orders."""
    return [*collect([_EXAMPLES]), *read_sentences(SENTENCES)]


def knowledge_sentences(base: KnowledgeBase) -> list[str]:
    """Return every question, title, line of an answer and local value of `base` as it is said, each once."""
    lines = [line for topic in base.topics.values() for line in topic.examples()]
    lines += [value.value for value in base.region.values.values() if value.value]
    spoken = (part for line in lines for part in sentences(_said(line)))
    return list(dict.fromkeys(part for part in spoken if _HAN.search(part) and not _UNSPOKEN.search(part)))


def own_words(base: KnowledgeBase) -> list[str]:
    """Return the names in `base` that are one word to callers: offices and subjects."""
    names = [*(office.name for office in base.departments.values()), *base.openings]
    return [name for name in dict.fromkeys(names) if _HAN.fullmatch(name)]


def plain(text: str) -> str:
    """Return only the Chinese characters of `text`: what a recogniser can write."""
    return "".join(_HAN.findall(text))


def digest(lines: list[str]) -> str:
    """Return 12 hex digits that change with `lines`."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def _said(line: str) -> str:
    return to_spoken(line) if _UNSPOKEN.search(line) else line
