"""Features from meaning: the concepts of a sentence and their pairs, so that an unseen wording still counts."""

from pathlib import Path
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

from bot.nlu.concepts import ConceptFinder, read_lexicon, with_pairs


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class ConceptFeaturizer(SparseFeaturizer, GraphComponent):
    """Counts concepts and pairs of concepts, each `weight` times: one says more than a character does."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return what has to run before."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return where the lexicon is and how much a concept weighs."""
        return {
            **SparseFeaturizer.get_default_config(),
            "lexicon": "data/reference/concepts.yml",
            "weight": 5,
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any values; wrong types fail at training."""

    def __init__(self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource) -> None:
        super().__init__(name, config)
        self._storage = storage
        self._resource = resource
        self._finder = ConceptFinder({})
        self._columns: dict[str, int] = {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ConceptFeaturizer":
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
    ) -> "ConceptFeaturizer":
        """Build the component with the lexicon that it was trained with."""
        featurizer = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            stored = read_json_file(folder / "concepts.json")
        featurizer._finder = ConceptFinder(stored["lexicon"])
        featurizer._columns = stored["columns"]
        return featurizer

    def train(self, training_data: TrainingData) -> Resource:
        """Read the lexicon, collect the concepts and pairs of all examples, store both."""
        lexicon = read_lexicon(Path(self._config["lexicon"]))
        self._finder = ConceptFinder(lexicon)
        seen = sorted({name for message in training_data.training_examples for name in self._names(message)})
        self._columns = {name: column for column, name in enumerate(seen)}
        with self._storage.write_to(self._resource) as folder:
            dump_obj_as_json_to_file(folder / "concepts.json", {"lexicon": lexicon, "columns": self._columns})
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
        columns = [self._columns[name] for name in self._names(message) if name in self._columns]
        counts = np.full(len(columns), float(self._config["weight"]))
        return scipy.sparse.coo_matrix(
            (counts, (np.zeros(len(columns), dtype=int), columns)), shape=(1, len(self._columns))
        )

    def _names(self, message: Message) -> list[str]:
        return with_pairs(self._finder.find([token.text for token in message.get(TOKENS_NAMES[TEXT]) or []]))
