"""How turns look to the pages."""

from typing import Any

from bot.business.conversation import Turn


def turn_view(turn: Turn) -> dict[str, Any]:
    """Return a turn as JSON-ready values."""
    payload = None if turn.payload is None else {**turn.payload, "seq": turn.seq}
    return {
        "seq": turn.seq,
        "speaker": turn.speaker.value,
        "text": turn.text,
        "kind": turn.kind,
        "payload": payload,
        "at": turn.at.isoformat(),
    }
