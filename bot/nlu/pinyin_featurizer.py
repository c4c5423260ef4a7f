"""Features from sound: n-grams of toneless and of blurred pinyin, so that a misheard word still counts."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer

from bot.nlu.sentence_featurizer import SentenceFeaturizer
from bot.nlu.sounds import blurred, syllables


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class PinyinFeaturizer(SentenceFeaturizer):
    """Counts syllable n-grams of a sentence, and in the last column those that no example has.

    What is unknown makes a sentence less like any example. Without that column a single known syllable in a strange
    sentence would be all there is to see, and enough to be sure.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the longest n-gram."""
        return {**SparseFeaturizer.get_default_config(), "max_ngram": 3}

    def _learn(self, found: dict[str, Any]) -> None:
        super()._learn(found)
        self._unknown = len(self._columns)

    def _names(self, tokens: list[str]) -> list[str]:
        sharp, longest = syllables(tokens), self._config["max_ngram"]
        return _ngrams(sharp, longest) + [
            "~" + gram for gram in _ngrams([blurred(s) for s in sharp], longest)
        ]


def _ngrams(items: list[str], longest: int) -> list[str]:
    padded = ["^", *items, "$"]
    return [
        " ".join(padded[start : start + size])
        for size in range(1, longest + 1)
        for start in range(len(padded) - size + 1)
    ]
