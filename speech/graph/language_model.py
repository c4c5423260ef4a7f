"""A back-off n-gram model of word sequences with absolute discounting (Ney, Essen and Kneser 1994)."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

BEGIN, END = "<s>", "</s>"

History = tuple[str, ...]

_FREQUENT = 20  # times that a history was seen; what followed once then is likelier chance than habit


class LanguageModel:
    """Probabilities of a word after up to `order` - 1 others.

    The words' own frequencies are mixed, by `own_share`, with those of a background vocabulary, so that what no
    sentence contains can still be heard. `prune` leaves out what says little and would make up most of a graph of
    many sentences: long histories seen once, and what followed a frequent word only once.
    """

    def __init__(
        self,
        sentences: Sequence[Sequence[str]],
        background: Mapping[str, float],
        order: int = 3,
        own_share: float = 0.6,
        discount: float = 0.6,
        prune: bool = False,
    ) -> None:
        self._order = order
        counts = _counts(sentences, order)
        self.single = _single(counts[1], background, own_share)
        self.after: dict[History, dict[str, float]] = {}
        self.back_off: dict[History, float] = {}  # natural logarithm of the weight
        for length in range(2, order + 1):
            self._add(counts[length], discount, prune)
        self.words = sorted(set(self.single) - {BEGIN, END})

    def histories(self) -> list[History]:
        """Return all histories with words of their own; the empty one first."""
        return [(), *self.after]

    def following(self, history: History) -> dict[str, float]:
        """Return the words that are known to follow `history`, with their probabilities."""
        return self.after[history] if history else self.single

    def shorter(self, history: History) -> History:
        """Return the history to back off to."""
        return self._known(history[1:])

    def next_history(self, history: History, word: str) -> History:
        """Return the history after `word` was said."""
        return self._known((*history, word)[-(self._order - 1) :])

    def _known(self, history: History) -> History:
        while history and history not in self.after:
            history = history[1:]
        return history

    def _probability(self, word: str, history: History) -> float:
        if not history:
            return self.single.get(word, 1e-9)
        known = self.after.get(history, {})
        if word in known:
            return known[word]
        return math.exp(self.back_off.get(history, 0.0)) * self._probability(word, history[1:])

    def _add(self, counts: Counter[History], discount: float, prune: bool) -> None:
        by_history: dict[History, dict[str, int]] = defaultdict(dict)
        for gram, count in counts.items():
            by_history[gram[:-1]][gram[-1]] = count
        for history, words in by_history.items():
            total = sum(words.values())
            kept = _telling(history, words, total) if prune else words
            if not kept:
                continue
            weight = 1 - sum(n - discount for n in kept.values()) / total
            self.back_off[history] = math.log(weight)
            lower = {word: weight * self._probability(word, history[1:]) for word in kept}
            self.after[history] = {word: (n - discount) / total + lower[word] for word, n in kept.items()}


def _telling(history: History, words: dict[str, int], total: int) -> dict[str, int]:
    if len(history) > 1 and total == 1:
        return {}
    return {word: n for word, n in words.items() if n > 1} if total > _FREQUENT else words


def _counts(sentences: Sequence[Sequence[str]], order: int) -> list[Counter[History]]:
    counts: list[Counter[History]] = [Counter() for _ in range(order + 1)]
    for words in sentences:
        padded = (BEGIN, *words, END)
        for end in range(2, len(padded) + 1):
            for length in range(1, min(order, end) + 1):
                counts[length][padded[end - length : end]] += 1
    return counts


def _single(own: Counter[History], background: Mapping[str, float], own_share: float) -> dict[str, float]:
    own_total, total = max(1, sum(own.values())), sum(background.values())
    words = {word for (word,) in own} | set(background) | {END}
    mixed = {
        w: own_share * own[(w,)] / own_total + (1 - own_share) * background.get(w, 0) / total for w in words
    }
    mixed[END] = mixed[END] or 0.1
    return mixed
