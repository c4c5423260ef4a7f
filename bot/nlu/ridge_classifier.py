"""Rasa's intent classifier over bot.nlu.ridge: trains in about a second, loads at once, knows how sure it is."""

from typing import Any

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file

from bot.nlu.concept_featurizer import ON_SUBJECT
from bot.nlu.ridge import RidgeModel, fit

LEFT_OUT = (
    "left_out.json"  # what it would say of each training sentence had it not known it; for choosing limits
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RidgeClassifier(IntentClassifier, GraphComponent):
    """Sets `intent` and `intent_ranking` from the sparse features of the sentence."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what has to run before."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return how many intents a ranking names."""
        return {"ranking_length": 10}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._ranking_length = int(config["ranking_length"])
        self._storage = storage
        self._resource = resource
        self._intents: list[str] = []
        self._model: RidgeModel | None = None

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
            classifier._model = RidgeModel.load(folder)
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the intents of all examples and store what was learned."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._intents = sorted({example.get(INTENT) for example in examples})
        numbers = {intent: number for number, intent in enumerate(self._intents)}
        labels = np.array([numbers[example.get(INTENT)] for example in examples])
        self._model, left_out = fit(_features(examples), labels)
        judged = [
            {
                "text": example.get(TEXT),
                "intent": example.get(INTENT),
                "on_subject": example.get(ON_SUBJECT, True),
                "ranking": self._ranking(row),
            }
            for example, row in zip(examples, left_out, strict=True)
        ]
        with self._storage.write_to(self._resource) as folder:
            dump_obj_as_json_to_file(folder / "intents.json", self._intents)
            dump_obj_as_json_to_file(folder / LEFT_OUT, judged)
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the most likely intent of each message and the ranking; nothing without a model."""
        if self._model is None or not messages:
            return messages
        for message, row in zip(messages, self._model.probabilities(_features(messages)), strict=True):
            ranking = self._ranking(row)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, row: np.ndarray) -> list[dict[str, Any]]:
        best = np.argsort(-row)[: self._ranking_length]
        return [{"name": self._intents[each], "confidence": float(row[each])} for each in best]


def _features(messages: list[Message]) -> scipy.sparse.csr_matrix:
    # One matrix a featurizer, then one of all: Rasa's own joining, message by message, takes longer than the learning.
    featurizers = zip(*(_of_sentence(message) for message in messages), strict=True)
    return scipy.sparse.hstack([scipy.sparse.vstack(rows) for rows in featurizers]).tocsr()


def _of_sentence(message: Message) -> list[scipy.sparse.spmatrix]:
    # Rasa keeps features of each token and features of the whole sentence; we learn from the sentence's.
    return [
        each.features
        for each in message.features
        if each.attribute == TEXT and each.type == FEATURE_TYPE_SENTENCE and each.is_sparse()
    ]
