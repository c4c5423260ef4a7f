"""How alike a sentence is to each of several sets of examples, and how likely that makes each set."""

import math
from collections import defaultdict
from collections.abc import Sequence

from bot.business.orders.wording import Vector

_SHARPNESS = (10, 60)  # of the scores; where between is learned
_ALIKE = 1e-9


class Centroids:
    """The sums of sets of vectors, all of length 1; the last vector of each set is its name and not left out."""

    def __init__(self, sets: Sequence[Sequence[Vector]]) -> None:
        sums = [_sum(vectors) for vectors in sets]
        self._lengths = [math.sqrt(sum(value * value for value in total.values())) or 1.0 for total in sums]
        self._holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, total in enumerate(sums):
            for piece, value in total.items():
                self._holders[piece].append((at, value))
        self._sharpness = _learn_sharpness(self, sets)

    def chances(self, vector: Vector, own: int | None = None) -> list[float]:
        """Return for each set how likely `vector` belongs to it, 1 together; taken out of set `own` first."""
        return _chances(self.scores(vector, own), self._sharpness)

    def scores(self, vector: Vector, own: int | None = None) -> list[float]:
        """Return how alike `vector` is to each set, 0 to 1; taken out of set `own` first."""
        products = [0.0] * len(self._lengths)
        for piece, value in vector.items():
            for at, weight in self._holders.get(piece, ()):
                products[at] += value * weight
        scores = [product / length for product, length in zip(products, self._lengths, strict=True)]
        if own is not None and vector:
            rest = (
                self._lengths[own] ** 2 - 2 * products[own] + 1
            )  # |sum - vector|², the vector's length being 1
            scores[own] = (products[own] - 1) / math.sqrt(rest) if rest > _ALIKE else 0.0
        return scores


def _sum(vectors: Sequence[Vector]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for piece, value in vector.items():
            total[piece] += value
    return total


def _chances(scores: Sequence[float], sharpness: int) -> list[float]:
    highest = max(scores)
    weights = [math.exp(sharpness * (score - highest)) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]


def _learn_sharpness(centroids: Centroids, sets: Sequence[Sequence[Vector]]) -> int:
    """Return the sharpness under which the right sets are likeliest, each example left out of its own."""
    examples = ((own, vector) for own, vectors in enumerate(sets) for vector in vectors[:-1])
    scores = [(own, centroids.scores(vector, own)) for own, vector in examples]
    low, high = _SHARPNESS
    while low < high:  # the surprise falls, then rises: half what is left until one remains
        middle = (low + high) // 2
        if _surprise(scores, middle) < _surprise(scores, middle + 1):
            high = middle
        else:
            low = middle + 1
    return low


def _surprise(scores: Sequence[tuple[int, list[float]]], sharpness: int) -> float:
    return -sum(math.log(max(_chances(each, sharpness)[own], _ALIKE)) for own, each in scores)
