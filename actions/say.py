"""How an action answers: one custom message that carries the whole reply."""

from typing import Any

from rasa_sdk.events import BotUttered
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.wiring import services
from bot.business.reply import Reply


def say(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    """Send `reply`; Rasa's REST channel would split text and custom parts, so all goes into the custom part.

    What comes from the knowledge base names its release, so that each answer can be traced to who changed it.
    """
    payload = reply.payload()
    if "topic" in payload or "options" in payload:
        payload["release"] = services().knowledge.current().release
    dispatcher.utter_message(json_message=payload)


def confidence_in(tracker: Tracker) -> float:
    """Return how sure the understanding of the last sentence is, 0 to 1; it is stored with the answer for 质检."""
    return round(float(tracker.latest_message.get("intent", {}).get("confidence") or 0.0), 3)


def last_reply(tracker: Tracker) -> dict[str, Any] | None:
    """Return what the assistant said last, as it was sent."""
    for event in reversed(tracker.events):
        if event.get("event") == BotUttered("")["event"]:
            custom = (event.get("data") or {}).get("custom")
            if custom:
                return dict(custom)
    return None
