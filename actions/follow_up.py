"""Talking on after an answer: the rest of it, or one side of it."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.out_of_scope import miss
from actions.say import last_reply, say
from actions.wiring import services
from bot.business.faq import Wording, word_answer
from bot.business.follow_up import aspect_of, lines_about
from bot.business.reply import Reply, further, not_told, on_aspect, parts

ALL_TOLD = Reply(
    "chitchat",
    "这个问题我知道的都说完了。您可以接着问别的，或者说“转人工”。",
    "这个问题就这些了。您可以接着问别的，或者说转人工。",
)


class GoOn(Action):
    """Says the next part of the last answer."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_go_on"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with the part, or say that there is nothing more."""
        wording = _last_wording(tracker)
        if wording is None:
            return miss(dispatcher, tracker)
        return _next_part(dispatcher, wording, _told(tracker))


class Yes(Action):
    """Takes a yes: to "要我接着说吗" when there is more of the answer that was just given, else to nothing."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_yes"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with the next part, if one was offered."""
        wording, told = _last_wording(tracker), _told(tracker)
        offered = "sources" in (last_reply(tracker) or {})
        if wording is None or not offered or told >= len(parts(wording)):
            dispatcher.utter_message(response="utter_nothing_to_confirm")
            return []
        return _next_part(dispatcher, wording, told)


class TellAspect(Action):
    """Says what to bring, where to go, how long it takes or what it costs, as far as the last answer tells."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_tell_aspect"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with the lines of the answer, or with the office that knows."""
        wording, aspect = _last_wording(tracker), aspect_of(str(tracker.latest_message.get("text") or ""))
        if wording is None or aspect is None:
            return miss(dispatcher, tracker)
        lines = lines_about(wording.text, aspect)
        office = services().knowledge.current().departments[wording.topic.department]
        say(
            dispatcher,
            on_aspect(wording, aspect.value, lines) if lines else not_told(wording, aspect.value, office),
        )
        return [SlotSet("misses", 0)]


def _next_part(dispatcher: CollectingDispatcher, wording: Wording, told: int) -> list[dict[str, Any]]:
    more = told < len(parts(wording))
    say(dispatcher, further(wording, told) if more else ALL_TOLD)
    return [SlotSet("told", told + more), SlotSet("misses", 0)]


def _last_wording(tracker: Tracker) -> Wording | None:
    base, topic = services().knowledge.current(), tracker.get_slot("topic")
    return word_answer(base, topic, services().today()) if topic in base.topics else None


def _told(tracker: Tracker) -> int:
    return int(tracker.get_slot("told") or 0)
