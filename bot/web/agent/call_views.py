"""How calls look to the staff's page: numbers masked, states in words, times in seconds of the call."""

import time
from typing import Any

from bot.business.calls.events import Outcome
from bot.business.calls.policy import State
from bot.business.calls.record import CallRecord, RecordingAccess
from bot.business.conversation import Speaker, Turn
from bot.business.privacy import mask_phone, mask_text, mask_words
from bot.conversations.calls.call import Call
from bot.conversations.calls.center import CallCenter

_LINES = {"audiosocket": "电话（交换机）", "sip": "电话（SIP）", "page": "网页语音"}
_OUTCOMES = {Outcome.DONE: "小政答完", Outcome.AGENT: "转人工", Outcome.CALLBACK: "约好回电"}
STATES = {
    State.LISTENING: "在听",
    State.COLLECTING: "在按号码",
    State.THINKING: "在想",
    State.SPEAKING: "在说",
    State.TRANSFERRING: "在转人工",
    State.ENDED: "结束",
}
_SPEAKERS = {"citizen": "来电人", "robot": "小政", "agent": "坐席", "system": "系统"}


def live_view(center: CallCenter) -> dict[str, Any]:
    """Return what goes on just now, and how quick the last turns were."""
    going_on = sorted(center.live.values(), key=lambda call: call.began)
    stages = center.measures.summary()
    return {
        "calls": [_live_call(call) for call in going_on],
        "most": center.most,
        "free": max(0, center.most - len(going_on)),
        "stages": [{"stage": stage, "p50_s": p50, "p95_s": p95} for stage, p50, p95 in stages],
        "late_per_thousand": center.measures.late_per_thousand,
    }


def _live_call(call: Call) -> dict[str, Any]:
    who, words = call.last_words or (None, "")
    return {
        "line": _LINES[call.line.name],
        "caller": mask_phone(call.caller) if call.caller else None,
        "seconds": int(time.monotonic() - call.began),
        "state": STATES[call.session.state],
        "speaker": _SPEAKERS[who] if who else None,
        "words": mask_text(words),
    }


def call_view(record: CallRecord) -> dict[str, Any]:
    """Return a call that came, as JSON-ready values."""
    return {
        "id": record.id,
        "line": _LINES[record.line],
        "caller": mask_phone(record.caller) if record.caller else None,
        "began_at": record.began_at.isoformat() if record.began_at else None,
        "seconds": record.seconds,
        "outcome": _OUTCOMES[record.outcome] if record.outcome else None,
        "recorded": record.seconds is not None and record.recording is not None,
    }


def access_view(access: RecordingAccess) -> dict[str, Any]:
    """Return who opened a recording, and when."""
    return {"staff": access.staff, "at": access.at.isoformat()}


def transcript_view(record: CallRecord, turns: list[Turn]) -> list[dict[str, Any]]:
    """Return what was said in a call, each turn with its beginning in seconds of the call."""
    return [_turn(record, turn) for turn in turns]


def _turn(record: CallRecord, turn: Turn) -> dict[str, Any]:
    words = _words(turn)
    written_s = (turn.at - record.began_at).total_seconds() if record.began_at else 0.0
    return {
        "seq": turn.seq,
        "speaker": turn.speaker.value,
        "speaker_label": _SPEAKERS[turn.speaker.value],
        "at_s": max(0.0, words[0]["at_s"] if words else written_s),
        "text": mask_text(turn.text),
        "words": words,
    }


def _words(turn: Turn) -> list[dict[str, Any]]:
    """Return each word that the recogniser heard. Their times count within the turn, whose end in the call is known."""
    heard = turn.payload or {}
    words = heard.get("words") or []
    if turn.speaker is not Speaker.CITIZEN or not words:
        return []
    began_s = heard["ended_at_s"] - words[-1]["end_s"]
    texts = mask_words([word["text"] for word in words])
    return [
        {"text": text, "at_s": round(began_s + word["start_s"], 2), "confidence": word["confidence"]}
        for text, word in zip(texts, words, strict=True)
    ]
