"""What 小政 answers: the one shape that the chat, the voice, the pages and the store share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.business.faq import Wording


@dataclass(frozen=True)
class Option:
    """A title offered when asking back, and the key that picks it."""

    key: str
    title: str
    topic: str


@dataclass(frozen=True)
class Reply:
    """One answer: `text` for the screen, `speech` for the ear, `kind` for what the sentence was taken for.

    `kind` is one of faq, clarify, calculation, work_order, order_status, handoff, emergency, chitchat, repeat,
    out_of_scope. `details` holds what only some kinds carry, by the names of the public interface.
    """

    kind: str
    text: str
    speech: str
    details: tuple[tuple[str, Any], ...] = ()

    def payload(self) -> dict[str, Any]:
        """Return the reply as JSON-ready values."""
        return {"kind": self.kind, "text": self.text, "speech": self.speech, **dict(self.details)}


def answer(wording: Wording) -> Reply:
    """Return the reply that gives a topic's answer with its sources."""
    sources = [
        {"name": each.name, "number": each.number, "article": each.article, "year": each.year}
        for each in wording.sources
    ]
    details = {
        "topic": wording.topic.id,
        "title": wording.topic.title,
        "sources": sources,
        "as_of": wording.as_of.isoformat(),
    }
    return Reply("faq", wording.text, wording.speech, tuple(details.items()))


def with_sum(reply: Reply, told: str) -> Reply:
    """Return `reply` after what was worked out for one person; heard is only the result."""
    return Reply("calculation", f"{told}\n\n{reply.text}", told, reply.details)


_ORDINALS = "一二三四五六七八九"


def ask_back(opening: str, options: Sequence[Option], kind: str = "clarify") -> Reply:
    """Return the reply that offers `options`: "您是想问：一、…；二、…"."""
    listed = [f"{_ORDINALS[int(option.key) - 1]}、{option.title}" for option in options]
    text = opening + "\n" + "\n".join(listed)
    speech = f"{opening}{'；'.join(listed)}。请说第几个。"
    shown = [{"key": option.key, "title": option.title, "topic": option.topic} for option in options]
    return Reply(kind, text, speech, (("options", shown),))
