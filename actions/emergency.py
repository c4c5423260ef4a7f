"""Give the number that helps, at once."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.say import say
from bot.business.emergency import CRIME, FIRE, MEDICAL, detect
from bot.business.reply import Reply
from bot.business.service_reply import emergency

# The model heard danger that the word list does not know: all three numbers, since guessing one could cost time.
UNCERTAIN = Reply(
    "emergency",
    "如果有人正处在危险中，请马上拨打：110 报警、119 火警、120 急救。不是紧急情况，请再说一次您的问题。",
    "如果有人正处在危险中，请马上拨打110报警、119火警，或者120急救。不是紧急情况，请再说一次您的问题。",
    (("phones", [CRIME.phone, FIRE.phone, MEDICAL.phone]),),
)


class EmergencyNumber(Action):
    """Names 110, 119, 120 or 122 and says that a person can be had."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_emergency"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with the number and what to do."""
        found = detect(str(tracker.latest_message.get("text") or ""))
        say(dispatcher, emergency(found) if found else UNCERTAIN)
        return []
