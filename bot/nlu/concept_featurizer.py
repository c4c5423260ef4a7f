"""Features from meaning: the concepts of a sentence and their pairs, so that an unseen wording still counts."""

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer

from bot.nlu.concepts import ConceptFinder, read_lexicon, with_pairs
from bot.nlu.sentence_featurizer import SentenceFeaturizer


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
        self._lexicon: dict[str, list[str]] = {}
        self._finder = ConceptFinder({})

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

    def _use(self, lexicon: dict[str, list[str]]) -> None:
        self._lexicon = lexicon
        self._finder = ConceptFinder(lexicon)

    def _learn(self, found: dict[str, Any]) -> None:
        super()._learn(found)
        if "lexicon" in found:
            self._use(found["lexicon"])

    def _learned(self) -> dict[str, Any]:
        return {**super()._learned(), "lexicon": self._lexicon}

    def _names(self, tokens: list[str]) -> list[str]:
        return with_pairs(self._finder.find(tokens))
