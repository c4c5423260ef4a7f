"""Ask back when several topics are close, and take the choice."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.faq import answer_topic
from actions.out_of_scope import miss
from actions.say import confidence_in, say
from actions.wiring import services
from bot.business import choice
from bot.business.gate import TOPIC_PREFIX
from bot.business.reply import Option, ask_back, sure


class Clarify(Action):
    """Offers the titles of the closest topics."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_clarify"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with the options and remember them."""
        base = services().knowledge.current()
        topics, sentence = base.topics, str(tracker.latest_message.get("text") or "")
        guessed = [name.removeprefix(TOPIC_PREFIX) for name in tracker.latest_message.get("options") or []]
        offered = base.opening(sentence) or [topic for topic in guessed if topic in topics]
        if not offered:
            return miss(dispatcher, tracker)
        options = [Option(str(key), topics[topic].title, topic) for key, topic in enumerate(offered, start=1)]
        say(dispatcher, sure(ask_back("您是想问：", options), confidence_in(tracker)))
        return [SlotSet("options", list(offered))]


class ChooseOption(Action):
    """Answers the topic that was picked among those offered."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_choose_option"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply with the answer, or say that the choice was not understood."""
        offered: list[str] = tracker.get_slot("options") or []
        index = choice.parse(str(tracker.latest_message.get("text") or ""), len(offered))
        if index is None:
            return miss(dispatcher, tracker)
        return answer_topic(dispatcher, offered[index])


class NoneOfThese(Action):
    """Takes it that none of the offered topics was meant."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_none_of_these"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Go one step further on the ladder of not understanding."""
        return miss(dispatcher, tracker)
