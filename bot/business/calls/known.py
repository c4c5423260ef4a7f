"""What callers are told word for word, again and again: fixed prompts and spoken answers, each with its key."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.business.calls.prompts import PROMPTS
from bot.business.faq import KnowledgeBase, Wording, word_answer
from bot.business.reply import answer, further, parts

TITLES: Final[dict[str, str]] = {
    "greeting": "开头问候",
    "filler": "请稍等",
    "still_there": "没有听到声音",
    "not_heard": "没有听清",
    "menu": "按键菜单",
    "press_number": "按键输入号码",
    "form_help": "登记工单时的帮助",
    "to_person": "转人工",
    "no_such_key": "没有这个按键",
    "digits_again": "重新按号码",
    "nobody_free": "坐席没有接通",
    "trouble": "系统出了问题",
    "too_long": "通话时间太长",
    "full": "线路已满",
    "call_back": "线路已满，回电话",
    "goodbye": "再见",
}


@dataclass(frozen=True)
class Known:
    """One text that is spoken as it stands. `titles`: what it belongs to; `prompt`: its name if it is a fixed one."""

    key: str
    titles: tuple[str, ...]
    text: str
    prompt: str | None = None


def digest(text: str) -> str:
    """Return what tells one wording from another: a changed answer has another recording, or none."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def known_prompts() -> list[Known]:
    """Return the fixed prompts. The key is the name alone: a site may well record its own words for one."""
    return [Known(name, (TITLES.get(name, name),), text, name) for name, text in PROMPTS.items()]


def known_answers(base: KnowledgeBase, day: date) -> list[Known]:
    """Return what is heard of all answers on `day`, part by part; a part that several topics share comes once."""
    found: dict[str, Known] = {}
    for topic in base.topics.values():
        wording = word_answer(base, topic.id, day)
        for text in _heard(wording) if wording else ():
            held = found.get(text)
            key, titles = (held.key, held.titles) if held else (f"{topic.id}.{digest(text)}", ())
            found[text] = Known(key, (*titles, topic.title), text)
    return list(found.values())


def _heard(wording: Wording) -> Iterator[str]:
    yield answer(wording).speech
    for told in range(1, len(parts(wording))):
        yield further(wording, told).speech
