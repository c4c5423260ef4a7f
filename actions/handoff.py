"""转人工: put the conversation into the queue of the people."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.say import say
from actions.wiring import services
from bot.business.handoff import HandoffReason
from bot.business.queueing.replies import handed_over


class HandOver(Action):
    """Hands over because the citizen asked for a person."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_handoff"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Record the handoff, then say so."""
        hand_over(dispatcher, tracker, HandoffReason.ASKED)
        return [SlotSet("misses", 0), SlotSet("options", None)]


def hand_over(dispatcher: CollectingDispatcher, tracker: Tracker, reason: HandoffReason) -> None:
    """Record a handoff of this conversation for `reason`, then tell the citizen their place in the queue."""
    handoffs = services().handoffs
    handoff = handoffs.request(tracker.sender_id, reason, summary=_summary(tracker))
    say(dispatcher, handed_over(handoff, handoffs.outlook(handoff.id), services().now()))


def _summary(tracker: Tracker) -> str:
    """Return the citizen's last three sentences: what the agent reads first."""
    said = [event.get("text") or "" for event in tracker.events if event.get("event") == "user"]
    return " / ".join(each[:60] for each in said[-3:])
