"""What 小政 answers: the one shape that the chat, the voice, the pages and the store share."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.business.faq import Department, Wording


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


_GO_ON = "要我接着说吗？"


def answer(wording: Wording) -> Reply:
    """Return the reply that gives a topic's answer with its sources; heard is its first part."""
    return Reply("faq", wording.text, _offering(wording.speech, wording.more), _about(wording))


def parts(wording: Wording) -> tuple[str, ...]:
    """Return what is heard of an answer, piece by piece."""
    return (wording.speech, *wording.more)


def further(wording: Wording, told: int) -> Reply:
    """Return the reply with the part after the first `told` ones."""
    text, *rest = parts(wording)[told:]
    return Reply("faq", text, _offering(text, rest), _about(wording))


def on_aspect(wording: Wording, name: str, lines: Sequence[str]) -> Reply:
    """Return the reply with the lines of an answer that tell of one aspect, such as 要带的材料."""
    text = "\n".join([f"{wording.topic.title}，{name}：", *(f"· {line}" for line in lines)])
    return Reply("faq", text, "；".join(lines), _about(wording))


def not_told(wording: Wording, name: str, office: Department) -> Reply:
    """Return the reply for an aspect that the knowledge base tells nothing of."""
    text = f"“{wording.topic.title}”{name}，我这里没有写明。可以拨打 {office.phone}（{office.name}）问清楚，也可以说“转人工”。"
    heard = f"{name}，我这里没有写明，可以打{office.phone}问清楚，也可以说转人工。"
    return Reply("faq", text, heard, _about(wording))


def _offering(text: str, rest: Sequence[str]) -> str:
    return f"{text}{_GO_ON}" if rest else text


def _about(wording: Wording) -> tuple[tuple[str, Any], ...]:
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
    return tuple(details.items())


def with_sum(reply: Reply, told: str) -> Reply:
    """Return `reply` after what was worked out for one person; heard is the result, and the answer for who asks on."""
    return Reply("calculation", f"{told}\n\n{reply.text}", _offering(told, [reply.speech]), reply.details)


def sure(reply: Reply, confidence: float) -> Reply:
    """Return `reply` with how sure the understanding of the sentence is, 0 to 1."""
    return replace(reply, details=(*reply.details, ("confidence", confidence)))


_ORDINALS = "一二三四五六七八九"


def ask_back(opening: str, options: Sequence[Option], kind: str = "clarify") -> Reply:
    """Return the reply that offers `options`: "您是想问：一、…；二、…"."""
    listed = [f"{_ORDINALS[int(option.key) - 1]}、{option.title}" for option in options]
    text = opening + "\n" + "\n".join(listed)
    speech = f"{opening}{'；'.join(listed)}。请说第几个。"
    shown = [{"key": option.key, "title": option.title, "topic": option.topic} for option in options]
    return Reply(kind, text, speech, (("options", shown),))
