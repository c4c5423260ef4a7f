"""What the classifier sees of a sentence: characters, sounds, meanings, and what is said together; each a column.

All of it in one place, outside of Rasa's featurizers: Rasa fingerprints every message's features after every component,
which took longer than the learning.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from itertools import accumulate, chain
from pathlib import Path

import numpy as np
import scipy.sparse

from bot.nlu.concepts import ConceptFinder, Lexicon, with_pairs
from bot.nlu.pairs import Pairs
from bot.nlu.shelf import Shelf
from bot.nlu.sounds import blurred, syllables

_LEXICON, _NAMES, _MORE_NAMES = "lexicon.json", "features.txt", "more-features.txt"
_PAIRS, _MORE_PAIRS = "pairs.npz", "more-pairs.npz"
_PIECE = 10_000  # names
_LONGEST = 3  # characters or syllables in a row
_CONCEPT_WEIGHT = 5.0  # a concept says more than a character does; 1 to 25 tried
_PAIR_WEIGHT = 2.0


@dataclass(frozen=True)
class Family:
    """One kind of features: `names` gives those of a sentence's tokens, one for each time that it occurs.

    Each counts `weight` times. With `unknown` there is a last column for names that no sentence has: without it a
    single known syllable in a strange sentence would be all there is to see, and enough to be sure.
    """

    names: Callable[[list[str]], Iterable[str]]
    weight: float = 1.0
    unknown: bool = False


class FeatureSpace:
    """Turns sentences, given as tokens, into rows of weighted counts. Made by `learn`, or by `load` from what `save` wrote.

    `grown` adds columns behind all others for what new sentences have and the first ones hadn't; nothing that was
    counted before changes its column.
    """

    def __init__(
        self, lexicon: Lexicon, columns: "Columns", pairs: Pairs, more: "More | None" = None
    ) -> None:
        self._lexicon = lexicon
        self._finder = ConceptFinder(lexicon.concepts)
        self._subjects = frozenset(lexicon.subjects)
        self._families = self._made()
        self._columns = columns
        self._pairs = pairs
        each = zip(self._families, columns.families, strict=False)
        self._starts = [0, *accumulate(len(known) + family.unknown for family, known in each)]
        self._more = more or More(Columns([{} for _ in columns.families]), Pairs.none())
        widths = [self._starts[-1] + len(pairs), *map(len, self._more.columns.families)]
        self._more_starts = list(accumulate(widths))

    @staticmethod
    def learn(lexicon: Lexicon, sentences: list[list[str]]) -> "FeatureSpace":
        """Return the space of all features that `sentences` have."""
        families = FeatureSpace(lexicon, Columns([]), Pairs.none())._families
        columns = Columns([_columns(family, sentences) for family in families])
        return FeatureSpace(lexicon, columns, Pairs.learn(sentences))

    def grown(self, sentences: list[list[str]]) -> "FeatureSpace":
        """Return the space with columns for what these sentences have as well; what was grown before is forgotten."""
        columns = [
            _numbered([name for name in _columns(family, sentences) if name not in known])
            for family, known in zip(self._families, self._columns.families, strict=True)
        ]
        pairs = Pairs.learn(sentences).beyond(self._pairs) if sentences else Pairs.none()
        return FeatureSpace(self._lexicon, self._columns, self._pairs, More(Columns(columns), pairs))

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return self._more_starts[-1] + len(self._more.pairs)

    @staticmethod
    def load(folder: Path, shelf: Shelf) -> "FeatureSpace":
        """Read what `save` wrote. Raises OSError, ValueError."""
        lexicon = Lexicon(**json.loads((folder / _LEXICON).read_text(encoding="utf-8")))
        more = More(
            shelf.read(folder / _MORE_NAMES, _names_in), shelf.read(folder / _MORE_PAIRS, Pairs.stored)
        )
        columns, pairs = shelf.read(folder / _NAMES, _names_in), shelf.read(folder / _PAIRS, Pairs.stored)
        return FeatureSpace(lexicon, columns, pairs, more)

    def save(self, folder: Path) -> None:
        """Write the names of all features, and the lexicon, so that a model runs with the one it was trained with."""
        (folder / _LEXICON).write_text(
            json.dumps(asdict(self._lexicon), ensure_ascii=False), encoding="utf-8"
        )
        _write_names(folder / _NAMES, self._columns)
        _write_names(folder / _MORE_NAMES, self._more.columns)
        self._pairs.save(folder / _PAIRS)
        self._more.pairs.save(folder / _MORE_PAIRS)

    def on_subject(self, tokens: list[str]) -> bool:
        """Return whether a sentence names anything that this hotline is about."""
        return any(concept in self._subjects for concept in self._finder.find(tokens))

    def counts(self, sentences: list[list[str]]) -> scipy.sparse.csr_matrix:
        """Return sentences x features."""
        indices: list[np.ndarray] = []
        weights: list[np.ndarray] = []
        ends = [0]
        for tokens in sentences:
            found = list(self._found(tokens))
            indices += [columns for columns, _ in found]
            weights += [np.full(len(columns), weight, dtype=np.float32) for columns, weight in found]
            ends.append(ends[-1] + sum(len(columns) for columns, _ in found))
        data = (np.concatenate(weights), np.concatenate(indices), ends)
        rows = scipy.sparse.csr_matrix(data, shape=(len(sentences), self.width))
        rows.sum_duplicates()
        return rows

    def _found(self, tokens: list[str]) -> Iterable[tuple[np.ndarray, float]]:
        """Yield the columns of a sentence's features, family by family, and what each counts."""
        for at, family in enumerate(self._families):
            known, more = self._columns.families[at], self._more.columns.families[at]
            unknown = len(known) if family.unknown else -1
            names = list(family.names(tokens))
            if more:
                new = [self._more_starts[at] + more[name] for name in names if name in more]
                yield np.array(new, dtype=np.int32), family.weight
                names = [name for name in names if name not in more]
            found = np.array([known.get(name, unknown) for name in names], dtype=np.int32)
            yield found[found >= 0] + self._starts[at], family.weight
        yield self._pairs.find(tokens) + self._starts[-1], _PAIR_WEIGHT
        yield self._more.pairs.find(tokens) + self._more_starts[-1], _PAIR_WEIGHT

    def _made(self) -> list[Family]:
        find = (
            self._finder.find
        )  # not `self`: a space that is in a circle with itself is freed by the collector only
        return [
            Family(ngrams),
            Family(sound_ngrams, unknown=True),
            Family(lambda tokens: with_pairs(find(tokens)), weight=_CONCEPT_WEIGHT),
        ]


@dataclass(frozen=True, eq=False)
class Columns:
    """The column of each name, family by family."""

    families: list[dict[str, int]]


@dataclass(frozen=True)
class More:
    """What a space has grown."""

    columns: Columns
    pairs: Pairs


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


def _columns(family: Family, sentences: list[list[str]]) -> dict[str, int]:
    having = Counter(chain.from_iterable(set(family.names(tokens)) for tokens in sentences))
    return _numbered(sorted(having))


def _numbered(names: list[str]) -> dict[str, int]:
    """Return each name's number. Piece by piece: half a million at once would hold up the turns of a whole tenth of a second."""
    numbers: dict[str, int] = {}
    for start in range(0, len(names), _PIECE):
        numbers.update(zip(names[start : start + _PIECE], range(start, start + _PIECE), strict=False))
    return numbers


def _write_names(file: Path, columns: Columns) -> None:
    """Write names as lines of text: they are read in a tenth of the time that JSON takes."""
    file.write_text("\n\n".join("\n".join(family) for family in columns.families), encoding="utf-8")


def _names_in(content: bytes) -> Columns:
    families = content.decode("utf-8").split("\n\n")
    return Columns([_numbered(family.split("\n") if family else []) for family in families])
