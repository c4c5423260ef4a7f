"""Answer a question from the active knowledge base."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.say import confidence_in, say
from actions.wiring import services
from bot.business import order_form
from bot.business.faq import KnowledgeBase, word_answer
from bot.business.reply import Reply, answer, sure, with_sum
from bot.business.sums import worked_out

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
        topic, sentence = topic_of(tracker) or "", str(tracker.latest_message.get("text") or "")
        told = worked_out(topic, sentence, services().today())
        return answer_topic(dispatcher, topic, told, confidence_in(tracker))


def topic_of(tracker: Tracker) -> str | None:
    """Return the topic of the last sentence, or None when it was no question of the knowledge base."""
    topic = tracker.latest_message.get("topic")
    return str(topic) if topic else None


def answer_topic(
    dispatcher: CollectingDispatcher, topic: str, first: str | None = None, confidence: float = 1.0
) -> list[dict[str, Any]]:
    """Say the answer to `topic`, after what was worked out for this person; nothing is answered from memory.

    `confidence` is that of the understanding; a title that was picked is certain.
    """
    reply = wording_of(services().knowledge.current(), topic)
    told = 0 if first else 1  # parts of what is heard: the rest is for who asks on
    reply = with_sum(reply, first) if first and reply is not EXPIRED else reply
    say(dispatcher, sure(reply, confidence))
    slots = {"topic": topic, "told": told, "options": None, "misses": 0}
    return [SlotSet(name, value) for name, value in slots.items()]


def wording_of(base: KnowledgeBase, topic: str) -> Reply:
    """Return the reply for `topic` today."""
    wording = word_answer(base, topic, services().today()) if topic in base.topics else None
    return answer(wording) if wording else EXPIRED


def answered_in_between(dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
    """Answer a question that came instead of a form's answer; return whether there was one."""
    topic = topic_of(tracker)
    if topic is None or not order_form.is_question(str(tracker.latest_message.get("text") or "")):
        return False
    say(dispatcher, wording_of(services().knowledge.current(), topic))
    return True
