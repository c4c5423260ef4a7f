"""Rasa's intent classifier over bot.nlu.ridge: trains in about a second, loads at once, knows how sure it is."""

import gzip
import json
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
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file

from bot.nlu.concepts import read_lexicon
from bot.nlu.features import FeatureSpace
from bot.nlu.meaning import Encoder, EncodingBeside
from bot.nlu.repair import Repair
from bot.nlu.ridge import RidgeModel, fit

MEANT = "meant"  # the sentence with misheard characters put right
ON_SUBJECT = "on_subject"  # whether the sentence names anything that this hotline is about
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
        """Return how many intents a ranking names, and where the lexicon of meanings is."""
        return {"ranking_length": 10, "lexicon": "data/reference/concepts.yml"}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._ranking_length = int(config["ranking_length"])
        self._lexicon = Path(config["lexicon"])
        self._storage = storage
        self._resource = resource
        self._intents: list[str] = []
        self._model: RidgeModel | None = None
        self._space: FeatureSpace | None = None
        self._repair = Repair({})
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
        """Build the component with what training stored."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier._intents = read_json_file(folder / "intents.json")
            classifier._space = FeatureSpace.load(folder)
            classifier._repair = Repair(read_json_file(folder / "grams.json"))
            classifier._model = RidgeModel.load(folder)
        classifier._encoder = Encoder()
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the intents of all examples and store what was learned."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._intents = sorted({example.get(INTENT) for example in examples})
        numbers = {intent: number for number, intent in enumerate(self._intents)}
        labels = np.array([numbers[example.get(INTENT)] for example in examples])
        sentences = [_tokens(example) for example in examples]
        meanings = EncodingBeside(sentences)
        self._space = FeatureSpace.learn(read_lexicon(self._lexicon), sentences)
        self._repair = Repair.learn(sentences)
        self._model, left_out = fit(self._space.counts(sentences), meanings.result(), labels)
        judged = [
            {
                "text": example.get(TEXT),
                "intent": example.get(INTENT),
                "on_subject": self._space.on_subject(tokens),
                "ranking": self._ranking(row),
            }
            for example, tokens, row in zip(examples, sentences, left_out, strict=True)
        ]
        with self._storage.write_to(self._resource) as folder:
            dump_obj_as_json_to_file(folder / "intents.json", self._intents)
            self._space.save(folder)
            dump_obj_as_json_to_file(folder / "grams.json", self._repair.stored())
            with gzip.open(folder / LEFT_OUT, "wt", encoding="utf-8") as file:
                json.dump(judged, file, ensure_ascii=False)
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the most likely intent of each message and the ranking; nothing without a model."""
        if self._model is None or self._space is None or self._encoder is None or not messages:
            return messages
        sentences = [self._repair(_tokens(message)) for message in messages]
        judged = self._model.probabilities(self._space.counts(sentences), self._encoder(sentences))
        for message, tokens, row in zip(messages, sentences, judged, strict=True):
            ranking = self._ranking(row)
            message.set(MEANT, "".join(tokens), add_to_output=True)
            message.set(ON_SUBJECT, self._space.on_subject(tokens), add_to_output=True)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, row: np.ndarray) -> list[dict[str, Any]]:
        best = np.argsort(-row)[: self._ranking_length]
        return [{"name": self._intents[each], "confidence": float(row[each])} for each in best]


def _tokens(message: Message) -> list[str]:
    return [token.text for token in message.get(TOKENS_NAMES[TEXT]) or []]
