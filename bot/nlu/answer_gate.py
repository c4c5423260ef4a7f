"""The last component of the pipeline: what the sentence is taken for, by the rules of bot.business.gate."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.business import retirement_talk
from bot.business.gate import Guess, Limits, decide, topic_of
from bot.nlu.action_results import compile_schema
from bot.nlu.ridge_classifier import MEANT, ON_SUBJECT

# To the dialogue every topic is the same: releases bring new ones without another training of Rasa's rules.
ASK_TOPIC = "ask_topic"
_ASKED = {retirement_talk.TOPIC: "ask_retirement"}  # topics that ask for what they need and work it out


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerGate(GraphComponent, IntentClassifier):
    """Puts the decision in place of the classifier's first guess and the topics to ask back with beside it."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what has to run before."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the limits; how they were found stands in docs/understanding.md."""
        return {"answer": 0.65, "ask": 0.08, "act": 0.6}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "AnswerGate":
        """Build the component for Rasa's graph, and spare its action calls a cost that this server can't afford."""
        compile_schema()
        return cls(Limits(**{key: float(config[key]) for key in ("answer", "ask", "act")}))

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent`, `topic` and `options` of each message."""
        for message in messages:
            ranking = [
                Guess(each["name"], each["confidence"]) for each in message.get(INTENT_RANKING_KEY) or []
            ]
            text = message.get(TEXT) or ""
            decision = decide(
                text, ranking, self._limits, message.get(ON_SUBJECT, True), message.get(MEANT, text)
            )
            topic = topic_of(decision.intent)
            name = decision.intent if topic is None else _ASKED.get(topic, ASK_TOPIC)
            message.set(INTENT, {"name": name, "confidence": decision.confidence}, add_to_output=True)
            message.set("topic", topic, add_to_output=True)
            message.set("options", list(decision.options), add_to_output=True)
        return messages
