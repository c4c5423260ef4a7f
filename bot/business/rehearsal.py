"""The reply that a sentence would get at the start of a talk, without anything being done: nobody is handed over."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.business import retirement_talk
from bot.business.faq import KnowledgeBase, word_answer
from bot.business.gate import CLARIFY, EMERGENCY, HANDOFF, ORDER_STATUS, TOPIC_PREFIX
from bot.business.reply import answer, with_sum
from bot.business.sums import worked_out

_KINDS = {
    CLARIFY: "clarify",
    EMERGENCY: "emergency",
    HANDOFF: "handoff",
    ORDER_STATUS: "order_status",
    "open_work_order": "work_order",
    "repeat": "repeat",
} | dict.fromkeys(("greet", "goodbye", "thank", "ask_identity", "affirm", "deny", "cancel"), "chitchat")


def rehearse(
    intent: str, options: Sequence[str], sentence: str, base: KnowledgeBase, today: date
) -> dict[str, Any]:
    """Return kind, topic, options and text of the reply to a sentence that is taken for `intent`.

    Replies that no topic gives have no text here. tests/integration compares this with what the stack really says.
    """
    if intent.startswith(TOPIC_PREFIX):
        return _answered(intent.removeprefix(TOPIC_PREFIX), sentence, base, today)
    offered = base.opening(sentence) or [name.removeprefix(TOPIC_PREFIX) for name in options]
    listed = [{"topic": topic} for topic in offered] if intent == CLARIFY else []
    return {"kind": _KINDS.get(intent, "out_of_scope"), "text": "", "options": listed}


def _answered(topic: str, sentence: str, base: KnowledgeBase, today: date) -> dict[str, Any]:
    if topic == retirement_talk.TOPIC:
        known = retirement_talk.learn(None, sentence)
        reply = retirement_talk.result(known) if known.complete else retirement_talk.question(known, sentence)
        return reply.payload()
    wording = word_answer(base, topic, today)
    if wording is None:
        return {"kind": "out_of_scope", "text": ""}
    told = worked_out(topic, sentence, today)
    return (with_sum(answer(wording), told) if told else answer(wording)).payload()
