"""Sums for one person: ask for what is missing, then tell the result. One so far: when one may retire."""

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.faq import answered_in_between
from actions.say import say
from bot.business import retirement_talk
from bot.business.reply import Reply

_FORM = "sum_form"
_TOPIC = [SlotSet("topic", retirement_talk.TOPIC), SlotSet("told", 0)]
_FORGET = [SlotSet("sum_known", None), SlotSet("sum_done", None)]


class StartSum(Action):
    """Takes what the first sentence tells; says the result at once when that is everything."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_start_sum"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with the result, or begin to ask."""
        known = retirement_talk.learn(None, _text(tracker))
        if known.complete:
            say(dispatcher, retirement_talk.result(known))
            return [*_FORGET, *_TOPIC]
        slots = [SlotSet("sum_known", known.as_dict()), SlotSet("sum_done", None)]
        return [*slots, *_TOPIC, FollowupAction(_FORM)]


class ValidateSum(FormValidationAction):
    """Learns from each answer; a question in between is answered and the sum goes on."""

    def name(self) -> str:
        """Return the name by which Rasa finds the form's validation."""
        return "validate_sum_form"

    def validate_sum_done(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Keep what the sentence tells; done when nothing is missing."""
        before = tracker.get_slot("sum_known")
        if value is None:
            return {"sum_done": None}
        known = retirement_talk.learn(before, str(value))
        if known.as_dict() == before:
            answered_in_between(dispatcher, tracker)
        return {"sum_known": known.as_dict(), "sum_done": True if known.complete else None}


class AskSum(Action):
    """Asks for the first piece that is missing."""

    def name(self) -> str:
        """Return the name by which Rasa asks for the slot `sum_done`."""
        return "action_ask_sum_done"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with the question."""
        say(dispatcher, retirement_talk.question(_known(tracker), _text(tracker)))
        return []


class TellSum(Action):
    """Says the result."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_tell_sum"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply and forget what the person told."""
        say(dispatcher, retirement_talk.result(_known(tracker)))
        return _FORGET


class CancelSum(Action):
    """Forgets the sum that was begun."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_cancel_sum"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say so."""
        text = "好的，不算了。还有别的问题可以接着问我。"
        say(dispatcher, Reply("calculation", text, text, (("topic", retirement_talk.TOPIC),)))
        return _FORGET


def _text(tracker: Tracker) -> str:
    return str(tracker.latest_message.get("text") or "")


def _known(tracker: Tracker) -> retirement_talk.Known:
    return retirement_talk.Known(**(tracker.get_slot("sum_known") or {}))
