"""What was said in a talk, in short: for who takes it over."""

from itertools import pairwise
from typing import Any

from bot.business.conversation import Speaker, Turn
from bot.business.order_form import FIELDS, NO_PHONE
from bot.business.privacy import mask_phone, mask_text

_LABELS = {"matter": "事情", "place": "地点", "occurred": "时间", "callback_phone": "回电号码"}
_LEAST = 5  # characters of a sentence that tells of a matter
_SENTENCES = 3


def told(turns: list[Turn]) -> list[dict[str, Any]]:
    """Return what 小政 answered, each topic once."""
    titles: dict[str, dict[str, Any]] = {}
    for turn in turns:
        if turn.speaker is Speaker.ROBOT and turn.payload and turn.payload.get("title"):
            titles[turn.payload["title"]] = {"title": turn.payload["title"], "seq": turn.seq}
    return list(titles.values())


def asked(turns: list[Turn]) -> list[dict[str, Any]]:
    """Return what 小政 asked and what the citizen said to it, the newest last."""
    pairs = []
    for question, answer in pairwise(turns):
        asks = question.speaker is Speaker.ROBOT and (question.payload or {}).get("expects")
        if asks and answer.speaker is Speaker.CITIZEN:
            pairs.append({"question": mask_text(question.text), "answer": mask_text(answer.text)})
    return pairs[-8:]


def filled(slots: dict[str, Any]) -> list[dict[str, str]]:
    """Return what of an order the citizen has told 小政 already."""
    return [
        {"label": _LABELS[name], "value": mask_text(str(slots[name]))} for name in FIELDS if slots.get(name)
    ]


def form(slots: dict[str, Any], turns: list[Turn], number: str | None) -> dict[str, Any]:
    """Return an order as far as the talk tells it."""
    said = [turn.text for turn in turns if turn.speaker is Speaker.CITIZEN and len(turn.text) >= _LEAST]
    matter = str(slots.get("matter") or "；".join(said[-_SENTENCES:]))
    refused = slots.get("callback_phone") == NO_PHONE
    return {
        "matter": mask_text(matter),
        "place": mask_text(str(slots.get("place") or "")),
        "occurred": mask_text(str(slots.get("occurred") or "")),
        "number": mask_phone(number) if number and not refused else None,
    }
