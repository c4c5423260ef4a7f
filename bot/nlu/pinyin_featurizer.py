"""Features from sound: n-grams of toneless and of blurred pinyin, so that a misheard word still counts."""

from typing import Any

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file

from bot.nlu.sounds import blurred, syllables

_UNKNOWN = ""  # no n-gram is empty


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class PinyinFeaturizer(SparseFeaturizer, GraphComponent):
    """Counts syllable n-grams of a sentence, and in the last column those that no example has.

    What is unknown makes a sentence less like any example. Without that column a single known syllable in a strange
    sentence would be all there is to see, and enough to be sure.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what has to run before."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the longest n-gram, how many examples must show it, and whether sounds are also blurred."""
        return {**SparseFeaturizer.get_default_config(), "max_ngram": 3, "min_examples": 1, "blur": True}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any values; wrong types fail at training."""

    def __init__(self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource) -> None:
        super().__init__(name, config)
        self._storage = storage
        self._resource = resource
        self._columns: dict[str, int] = {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "PinyinFeaturizer":
        """Build the untrained component for Rasa's graph."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "PinyinFeaturizer":
        """Build the component with the n-grams that training found."""
        featurizer = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            featurizer._columns = read_json_file(folder / "ngrams.json")
        return featurizer

    def train(self, training_data: TrainingData) -> Resource:
        """Collect the n-grams of all examples and store them."""
        seen: dict[str, int] = {}
        for message in training_data.training_examples:
            for gram in set(self._grams(message)):
                seen[gram] = seen.get(gram, 0) + 1
        kept = sorted(gram for gram, count in seen.items() if count >= self._config["min_examples"])
        self._columns = {gram: column for column, gram in enumerate([*kept, _UNKNOWN])}
        with self._storage.write_to(self._resource) as folder:
            dump_obj_as_json_to_file(folder / "ngrams.json", self._columns)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to every example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features to every message that has tokens."""
        for message in messages:
            tokens = message.get(TOKENS_NAMES[TEXT])
            if tokens:
                empty = scipy.sparse.coo_matrix((len(tokens), len(self._columns)))
                self.add_features_to_message(empty, self._sentence(message), TEXT, message)
        return messages

    def _sentence(self, message: Message) -> scipy.sparse.coo_matrix:
        grams = self._grams(message)
        columns = [self._columns.get(gram, self._columns[_UNKNOWN]) for gram in grams]
        row = scipy.sparse.coo_matrix(
            (np.ones(len(columns)), (np.zeros(len(columns), dtype=int), columns)),
            shape=(1, len(self._columns)),
        )
        row.sum_duplicates()
        return row

    def _grams(self, message: Message) -> list[str]:
        tokens = [token.text for token in message.get(TOKENS_NAMES[TEXT]) or []]
        sharp = syllables(tokens)
        grams = _ngrams(sharp, self._config["max_ngram"])
        if self._config["blur"]:
            grams += ["~" + gram for gram in _ngrams([blurred(s) for s in sharp], self._config["max_ngram"])]
        return grams


def _ngrams(items: list[str], longest: int) -> list[str]:
    padded = ["^", *items, "$"]
    return [
        " ".join(padded[start : start + size])
        for size in range(1, longest + 1)
        for start in range(len(padded) - size + 1)
    ]
