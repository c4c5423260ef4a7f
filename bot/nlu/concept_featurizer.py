"""Features from meaning: the concepts of a sentence and their pairs, so that an unseen wording still counts."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.concepts import ConceptFinder, Lexicon, read_lexicon, with_pairs
from bot.nlu.sentence_featurizer import SentenceFeaturizer, tokens_of

ON_SUBJECT = "on_subject"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class ConceptFeaturizer(SentenceFeaturizer):
    """Counts concepts and pairs of concepts, each `weight` times: one says more than a character does.

    The lexicon is stored with what was learned, so a model always runs with the lexicon that it was trained with.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return where the lexicon is and how much a concept weighs."""
        return {
            **SparseFeaturizer.get_default_config(),
            "lexicon": "data/reference/concepts.yml",
            "weight": 5,
        }

    def __init__(self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, name, storage, resource)
        self._weight = float(config["weight"])
        self._use(Lexicon({}, []))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ConceptFeaturizer":
        """Build the untrained component for Rasa's graph, with the lexicon of today."""
        featurizer = cls(config, execution_context.node_name, model_storage, resource)
        featurizer._use(read_lexicon(Path(config["lexicon"])))
        return featurizer

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features, and whether the sentence names anything that this hotline is about."""
        for message in messages:
            named = self._finder.find(tokens_of(message))
            message.set(ON_SUBJECT, any(concept in self._subjects for concept in named), add_to_output=True)
        return super().process(messages)

    def _use(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._finder = ConceptFinder(lexicon.concepts)
        self._subjects = frozenset(lexicon.subjects)

    def _learn(self, found: dict[str, Any]) -> None:
        super()._learn(found)
        if "lexicon" in found:
            self._use(Lexicon(**found["lexicon"]))

    def _learned(self) -> dict[str, Any]:
        return {**super()._learned(), "lexicon": asdict(self._lexicon)}

    def _names(self, tokens: list[str]) -> list[str]:
        return with_pairs(self._finder.find(tokens))
