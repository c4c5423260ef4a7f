"""What the classifier sees of a sentence: characters, sounds, meanings, and what is said together; each a column.

All of it in one place, outside of Rasa's featurizers: Rasa fingerprints every message's features after every component,
which took longer than the learning.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from itertools import chain, combinations
from typing import Any

import numpy as np
import scipy.sparse

from bot.nlu.concepts import ConceptFinder, Lexicon, with_pairs
from bot.nlu.sounds import blurred, syllables

_LONGEST = 3  # characters or syllables in a row
_CONCEPT_WEIGHT = 5.0  # a concept says more than a character does; 1 to 25 tried
_PAIR_WEIGHT = 2.0
_PAIR_SENTENCES = 2  # a pair that one sentence has tells nothing of another


@dataclass(frozen=True)
class Family:
    """One kind of features: `names` gives those of a sentence's tokens, one for each time that it occurs.

    Each counts `weight` times; a name that fewer than `min_sentences` sentences have is none. With `unknown` there is a
    last column for names that no sentence has: without it a single known syllable in a strange sentence would be all
    there is to see, and enough to be sure.
    """

    names: Callable[[list[str]], Iterable[str]]
    weight: float = 1.0
    min_sentences: int = 1
    unknown: bool = False


class FeatureSpace:
    """Turns sentences, given as tokens, into rows of weighted counts. Made by `learn` or from what `stored` gave."""

    def __init__(self, lexicon: Lexicon, columns: list[dict[str, int]]) -> None:
        self._lexicon = lexicon
        self._finder = ConceptFinder(lexicon.concepts)
        self._subjects = frozenset(lexicon.subjects)
        self._families = self._made()
        self._columns = columns
        self._widths = [
            len(known) + family.unknown for family, known in zip(self._families, columns, strict=False)
        ]

    @staticmethod
    def learn(lexicon: Lexicon, sentences: list[list[str]]) -> "FeatureSpace":
        """Return the space of all features that `sentences` have."""
        families = FeatureSpace(lexicon, [])._families
        return FeatureSpace(lexicon, [_columns(family, sentences) for family in families])

    @staticmethod
    def load(stored: dict[str, Any]) -> "FeatureSpace":
        """Return the space that `stored` described."""
        return FeatureSpace(Lexicon(**stored["lexicon"]), stored["columns"])

    def stored(self) -> dict[str, Any]:
        """Return everything as JSON-ready values; the lexicon too, so that a model runs with the one it was trained with."""
        return {"lexicon": asdict(self._lexicon), "columns": self._columns}

    def on_subject(self, tokens: list[str]) -> bool:
        """Return whether a sentence names anything that this hotline is about."""
        return any(concept in self._subjects for concept in self._finder.find(tokens))

    def counts(self, sentences: list[list[str]]) -> scipy.sparse.csr_matrix:
        """Return sentences x features."""
        parts = zip(self._families, self._columns, self._widths, strict=True)
        return scipy.sparse.hstack(
            [_counted(family, columns, width, sentences) for family, columns, width in parts], format="csr"
        )

    def _made(self) -> list[Family]:
        return [
            Family(lambda tokens: ngrams(tokens)),
            Family(sound_ngrams, unknown=True),
            Family(lambda tokens: with_pairs(self._finder.find(tokens)), weight=_CONCEPT_WEIGHT),
            Family(pairs, weight=_PAIR_WEIGHT, min_sentences=_PAIR_SENTENCES),
        ]


def ngrams(items: list[str]) -> list[str]:
    """Return each run of one to three items."""
    return [
        " ".join(items[start : start + size])
        for size in range(1, _LONGEST + 1)
        for start in range(len(items) - size + 1)
    ]


def sound_ngrams(tokens: list[str]) -> list[str]:
    """Return runs of toneless syllables and, marked ~, of blurred ones, so that a misheard word still counts."""
    sharp = syllables(tokens)
    blunt = ["^", *(blurred(each) for each in sharp), "$"]
    return ngrams(["^", *sharp, "$"]) + ["~" + gram for gram in ngrams(blunt)]


def pairs(tokens: list[str]) -> set[str]:
    """Return each pair of tokens, one anywhere before the other.

    People say the same few words with anything between them; n-grams see only neighbours. On 1,177 held-out sentences
    pairs took the right topic from 83 % to 91 %, where word vectors (Wikipedia, 125,000 words) gave 2 points without
    pairs and none with them.
    """
    return {f"{one} {other}" for one, other in combinations(tokens, 2)}


def _columns(family: Family, sentences: list[list[str]]) -> dict[str, int]:
    having = Counter(chain.from_iterable(set(family.names(tokens)) for tokens in sentences))
    names = sorted(name for name, sentences_with in having.items() if sentences_with >= family.min_sentences)
    return {name: column for column, name in enumerate(names)}


def _counted(
    family: Family, columns: dict[str, int], width: int, sentences: list[list[str]]
) -> scipy.sparse.csr_matrix:
    unknown = len(columns) if family.unknown else None
    indices: list[int] = []
    ends = [0]
    for tokens in sentences:
        found = (columns.get(name, unknown) for name in family.names(tokens))
        indices.extend(column for column in found if column is not None)
        ends.append(len(indices))
    data = np.full(len(indices), family.weight, dtype=np.float32)
    rows = scipy.sparse.csr_matrix((data, indices, ends), shape=(len(sentences), width))
    rows.sum_duplicates()
    return rows
