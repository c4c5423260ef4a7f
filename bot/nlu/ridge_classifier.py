"""Rasa's intent classifier over bot.nlu.trained: learns at `rasa train`, takes up released understandings as it runs."""

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.concepts import read_lexicon
from bot.nlu.live_model import LiveModel, Named
from bot.nlu.meaning import Encoder, EncodingBeside
from bot.nlu.shelf import Shelf
from bot.nlu.tokens import tokens
from bot.nlu.trained import Example, Trained, learn

MEANT = "meant"  # the sentence with misheard characters put right
ON_SUBJECT = "on_subject"  # whether the sentence names anything that this hotline is about
UNDERSTANDING = "understanding"  # the folder of the understanding that judged; "" is the one of Rasa's model
READY = "ready"  # the folder of the one that could take over at once
LEFT_OUT = (
    "left_out.json.gz"  # what it would say of each training sentence had it not known it; for choosing limits
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RidgeClassifier(IntentClassifier, GraphComponent):
    """Sets `intent` and `intent_ranking` from a sentence's tokens, and whether it is about our subject at all."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what has to run before."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return where the lexicon of meanings is."""
        return {"lexicon": "data/reference/concepts.yml"}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._lexicon = Path(config["lexicon"])
        self._storage = storage
        self._resource = resource
        self._live: LiveModel | None = None
        self._encoder: Encoder | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "RidgeClassifier":
        """Build the untrained component for Rasa's graph."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "RidgeClassifier":
        """Build the component with what training stored, or with the active release's where there is one."""
        classifier = cls(config, model_storage, resource)
        shelf = Shelf()
        with model_storage.read_from(resource) as folder:
            packed = Named(os.environ.get("HOTLINE_PACKED", ""), Trained.load(folder, shelf))
        # Rasa starts us, so the environment is the only way to tell where releases are; without it there are none.
        var = Path(os.environ.get("HOTLINE_VAR", "var"))
        classifier._live = LiveModel(var / "releases", var / "understanding", packed, shelf)
        classifier._live.load_now()
        classifier._encoder = Encoder()
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the intents of all examples and store what was learned."""
        listed = [
            Example(example.get(TEXT), example.get(INTENT))
            for example in training_data.intent_examples
            if example.get(TEXT)
        ]
        trained, taught, left_out = learn(listed, read_lexicon(self._lexicon), _beside)
        judged = [
            {
                "text": example.text,
                "intent": example.intent,
                "on_subject": trained.space.on_subject(tokens(example.text)),
                "ranking": _named(trained.ranking(row)),
            }
            for example, row in zip(listed, left_out, strict=True)
        ]
        with self._storage.write_to(self._resource) as folder:
            trained.save(folder)
            taught.save(folder)
            with gzip.open(folder / LEFT_OUT, "wt", encoding="utf-8") as file:
                json.dump(judged, file, ensure_ascii=False)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the most likely intent of each message and the ranking; nothing without a model."""
        if self._live is None or self._encoder is None or not messages:
            return messages
        named = self._live.current()
        judged = named.trained.judge([_tokens(message) for message in messages], self._encoder)
        for message, judgement in zip(messages, judged, strict=True):
            ranking = _named(judgement.ranking)
            values = {
                MEANT: judgement.meant,
                ON_SUBJECT: judgement.on_subject,
                UNDERSTANDING: named.name,
                READY: self._live.ready,
                INTENT: ranking[0],
                INTENT_RANKING_KEY: ranking,
            }
            for name, value in values.items():
                message.set(name, value, add_to_output=True)
        return messages


def _beside(sentences: list[list[str]]) -> Callable[[], np.ndarray]:
    return EncodingBeside(sentences).result


def _named(ranking: tuple[tuple[str, float], ...]) -> list[dict[str, Any]]:
    return [{"name": name, "confidence": confidence} for name, confidence in ranking]


def _tokens(message: Message) -> list[str]:
    return [token.text for token in message.get(TOKENS_NAMES[TEXT]) or []]
