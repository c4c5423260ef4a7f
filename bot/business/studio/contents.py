"""What editors change: topics and local values as plain values, by the names of the exchange format."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

# A topic: id, group, group_title, title, department, questions, answers, local. A local value: label, value, as_of,
# source, expires. Days are text, YYYY-MM-DD. Nothing else than what JSON knows.
Content = Mapping[str, Any]


class Kind(Enum):
    """What can be edited."""

    TOPIC = "topic"
    VALUE = "value"

    @property
    def label(self) -> str:
        """Return the kind as people read it."""
        return {"topic": "主题", "value": "本地值"}[self.value]


@dataclass(frozen=True)
class Change:
    """A topic or local value as it shall be; `content` None: it is taken away."""

    kind: Kind
    key: str
    content: Content | None


@dataclass(frozen=True)
class Contents:
    """Everything that editors can change in a knowledge base: topics by id, in the order of the files; values by key."""

    topics: Mapping[str, Content]
    values: Mapping[str, Content]

    def of(self, kind: Kind) -> Mapping[str, Content]:
        """Return the topics or the values."""
        return self.topics if kind is Kind.TOPIC else self.values

    def get(self, kind: Kind, key: str) -> Content | None:
        """Return one of them, or None."""
        return self.of(kind).get(key)

    def changed(self, changes: Iterable[Change]) -> "Contents":
        """Return the contents after `changes`; what is new comes last."""
        kept = {kind: dict(self.of(kind)) for kind in Kind}
        for change in changes:
            if change.content is None:
                kept[change.kind].pop(change.key, None)
            else:
                kept[change.kind][change.key] = change.content
        return Contents(kept[Kind.TOPIC], kept[Kind.VALUE])


def digest(content: Content | None) -> str | None:
    """Return 16 hex digits that change when anything in `content` changes; None for None."""
    if content is None:
        return None
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def learnt_from(contents: Contents) -> dict[str, tuple[str, ...]]:
    """Return what the understanding depends on: title and questions of each topic. The rest needs no training."""
    return {
        key: (str(topic.get("title", "")), *map(str, topic.get("questions") or ()))
        for key, topic in contents.topics.items()
    }
