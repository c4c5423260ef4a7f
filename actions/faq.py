"""Answer a question from the active knowledge base."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.say import say
from actions.wiring import services
from bot.business.faq import KnowledgeBase, word_answer
from bot.business.gate import TOPIC_PREFIX
from bot.business.reply import Reply, answer

EXPIRED = Reply(
    "out_of_scope",
    "这项政策的口径正在核对，我不能给您过时的答案。您可以说“转人工”，请工作人员帮您确认。",
    "这项政策的口径正在核对，您可以说转人工，请工作人员帮您确认。",
)


class AnswerFaq(Action):
    """Says the answer of the topic that the sentence was taken for."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_answer_faq"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply and remember the topic."""
        return answer_topic(dispatcher, topic_of(tracker) or "")


def topic_of(tracker: Tracker) -> str | None:
    """Return the topic of the last sentence, or None when it was no question of the knowledge base."""
    intent = str(tracker.latest_message.get("intent", {}).get("name") or "")
    return intent.removeprefix(TOPIC_PREFIX) if intent.startswith(TOPIC_PREFIX) else None


def answer_topic(dispatcher: CollectingDispatcher, topic: str) -> list[dict[str, Any]]:
    """Say the answer to `topic`; what is no longer known or in force is never answered from memory."""
    say(dispatcher, wording_of(services().knowledge.current(), topic))
    return [SlotSet("topic", topic), SlotSet("options", None), SlotSet("misses", 0)]


def wording_of(base: KnowledgeBase, topic: str) -> Reply:
    """Return the reply for `topic` today."""
    wording = word_answer(base, topic, services().today()) if topic in base.topics else None
    return answer(wording) if wording else EXPIRED
