"""What is made of one sentence, in words that an editor understands."""

from typing import Any

from bot.business.gate import CLARIFY, EMERGENCY, HANDOFF, ORDER, ORDER_STATUS, OUT_OF_SCOPE, topic_of
from bot.business.rehearsal import rehearse
from bot.business.studio.batch import Got, got
from bot.business.studio.understanding import Near, Understanding
from bot.business.text import normalise, without_fillers
from bot.web.context import Context
from bot.web.studio.asked_view import Topics
from bot.web.studio.bench_releases import Tried

REASONS = 6
_RANKED = 6
_LEAST = 0.005  # a bar below can't be seen
_INTENTS = {
    EMERGENCY: "紧急情况",
    HANDOFF: "要找人工",
    ORDER: "要登记工单",
    ORDER_STATUS: "查工单",
    OUT_OF_SCOPE: "不归我们管",
    "greet": "打招呼",
    "goodbye": "告别",
    "thank": "道谢",
    "ask_identity": "问小政是谁",
    "affirm": "说“是”",
    "deny": "说“不”",
    "cancel": "不办了",
    "repeat": "要再听一遍",
    "choose_option": "说第几个",
    "none_of_these": "说都不是",
    "go_on": "要接着听",
    "ask_aspect": "接着问材料、时间之类",
}
_DOES = {
    "emergency": "当成紧急情况：马上告诉市民打 110、119 或 120。",
    "handoff": "当成要找人工：转给坐席。",
    "order_status": "当成查工单：请市民报工单号。",
    "work_order": "当成要登记工单：开始一步步登记。",
    "chitchat": "当成寒暄：客气地回一句，不给政策答案。",
    "repeat": "当成没听清：把上一句再说一遍。",
    "out_of_scope": "不会回答：说没有把握，请市民换个说法；连着三次没听懂就转人工。",
}
_ELSEWHERE = "要看前面说了什么：刚开始说这句，小政接不上，会请市民换个说法。"


def try_view(taken: Understanding, tried: Tried, shared: Context, topics: Topics) -> dict[str, Any]:
    """Return everything that is shown of a sentence."""
    found = got(taken, tried.base, shared.services.today())
    return {
        "text": taken.text,
        "meant": taken.meant if _plain(taken.meant) != _plain(taken.text) else None,
        "does": does(found, taken, tried),
        "why": _why(taken, found, tried),
        "outcome": "answer" if found.topic else "ask" if found.options else "other",
        "topic": found.topic,
        "ranking": _ranking(taken, tried, topics),
        "reasons": _reasons(taken, tried),
        "answer": _answer(taken, found, tried, shared),
    }


def _plain(text: str) -> str:
    return without_fillers(normalise(text))


def title_in(tried: Tried, topic: str) -> str:
    """Return what a topic is called in a release."""
    held = tried.base.topics.get(topic)
    return held.title if held else topic


def does(found: Got, taken: Understanding, tried: Tried) -> str:
    """Return in a sentence what happens."""
    if found.topic:
        return f"会回答“{title_in(tried, found.topic)}”（把握 {found.confidence:.0%}）。"
    if found.options:
        return f"把握不够，会反问市民想问哪一个（{len(found.options)} 个选择）。"
    if taken.intent == CLARIFY:
        return _DOES["out_of_scope"]
    if topic_of(taken.intent) in tried.base.topics:
        return "听懂了，但是这个主题现在没有有效的答案，只能说没有把握。"
    if taken.intent in ("choose_option", "none_of_these", "go_on", "ask_aspect"):
        return _ELSEWHERE
    return _DOES.get(found.kind, _DOES["out_of_scope"])


def _why(taken: Understanding, found: Got, tried: Tried) -> list[str]:
    if found.options and tried.base.opening(taken.text):
        return ["只说了一个话题，没有说想问什么，所以列出这个话题里常问的。"]
    why = []
    if taken.confidence == 1.0 and taken.ranking and taken.ranking[0][0] != taken.intent:
        why.append("这句话里的说法直接决定了怎么办，没有看下面的排名。")
    elif not taken.on_subject:
        why.append("句子里没有提到社保、医保的事，所以要特别有把握才会直接回答。")
    if found.options and taken.on_subject:
        why.append("几个主题都有可能，没有哪个把握够大，或者句子太短。")
    return why


def _ranking(taken: Understanding, tried: Tried, topics: Topics) -> list[dict[str, Any]]:
    """Return the best guesses; the first is shown whatever it is worth."""
    rows = [each for n, each in enumerate(taken.ranking) if n == 0 or each[1] >= _LEAST]
    return [_ranked(intent, sure, tried, topics) for intent, sure in rows[:_RANKED]]


def _ranked(intent: str, sure: float, tried: Tried, topics: Topics) -> dict[str, Any]:
    topic = topic_of(intent)
    title = title_in(tried, topic) if topic else _INTENTS.get(intent, "别的意思")
    return {
        "topic": topic if topic in topics else None,
        "title": title,
        "sure": sure,
        "is_topic": bool(topic),
    }


def _reasons(taken: Understanding, tried: Tried) -> list[dict[str, Any]]:
    spoke = [each for each in taken.reasons if each.weight > 0]
    most = max((each.weight for each in spoke), default=1.0)
    return [_reason(each, most, tried) for each in spoke]


def _reason(each: Near, most: float, tried: Tried) -> dict[str, Any]:
    title = title_in(tried, each.topic) if each.topic else _INTENTS.get(each.intent, "别的意思")
    return {"text": each.text, "title": title, "share": each.weight / most}


def _answer(taken: Understanding, found: Got, tried: Tried, shared: Context) -> dict[str, Any] | None:
    if found.options:
        titles = [title_in(tried, topic) for topic in found.options]
        listed = [f"{n}、{title}" for n, title in zip("一二三四五六七八九", titles, strict=False)]
        return {"text": "\n".join(["您是想问：", *listed]), "speech": "", "sources": [], "as_of": None}
    if not found.topic:
        return None
    reply = rehearse(taken.intent, (), taken.text, tried.base, shared.services.today())
    sources = [
        " ".join(filter(None, (each["name"], each["number"], each["article"])))
        for each in reply.get("sources") or ()
    ]
    return {
        "text": reply["text"],
        "speech": reply.get("speech", ""),
        "sources": sources,
        "as_of": reply.get("as_of"),
    }
