"""What our featurizers share: named features of a whole sentence, each counted, each a column."""

from abc import abstractmethod
from typing import Any

import numpy as np
import scipy.sparse
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file

_FILE = "features.json"


class SentenceFeaturizer(SparseFeaturizer, GraphComponent):
    """Learns the names that the examples have and counts them in every message."""

    @abstractmethod
    def _names(self, tokens: list[str]) -> list[str]:
        """Return the features of a sentence, one name for each time it occurs."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what has to run before."""
        return [Tokenizer]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any values; wrong types fail at training."""

    def __init__(self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource) -> None:
        super().__init__(name, config)
        self._storage = storage
        self._resource = resource
        self._columns: dict[str, int] = {}
        self._unknown: int | None = None  # the column for names that no example has, where there is one
        self._weight = 1.0

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceFeaturizer":
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
    ) -> "SentenceFeaturizer":
        """Build the component with what training found."""
        featurizer = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            featurizer._learn(read_json_file(folder / _FILE))
        return featurizer

    def train(self, training_data: TrainingData) -> Resource:
        """Collect the names of all examples and store them."""
        self._learn(self._found_in([tokens_of(message) for message in training_data.training_examples]))
        with self._storage.write_to(self._resource) as folder:
            dump_obj_as_json_to_file(folder / _FILE, self._learned())
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to every example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features to every message that has tokens."""
        for message in messages:
            tokens = tokens_of(message)
            if tokens:
                empty = scipy.sparse.coo_matrix((len(tokens), self._width))
                self.add_features_to_message(empty, self._sentence(tokens), TEXT, message)
        return messages

    def _found_in(self, examples: list[list[str]]) -> dict[str, Any]:
        names = sorted({name for tokens in examples for name in self._names(tokens)})
        return {"columns": {name: column for column, name in enumerate(names)}}

    def _learn(self, found: dict[str, Any]) -> None:
        self._columns = found["columns"]

    def _learned(self) -> dict[str, Any]:
        return {"columns": self._columns}

    @property
    def _width(self) -> int:
        return len(self._columns) + (self._unknown is not None)

    def _sentence(self, tokens: list[str]) -> scipy.sparse.coo_matrix:
        found = [self._columns.get(name, self._unknown) for name in self._names(tokens)]
        columns = [column for column in found if column is not None]
        counts = np.full(len(columns), self._weight)
        row = scipy.sparse.coo_matrix(
            (counts, (np.zeros(len(columns), dtype=int), columns)), shape=(1, self._width)
        )
        row.sum_duplicates()
        return row


def tokens_of(message: Message) -> list[str]:
    """Return the words of a message's tokens, in order."""
    return [token.text for token in message.get(TOKENS_NAMES[TEXT]) or []]
