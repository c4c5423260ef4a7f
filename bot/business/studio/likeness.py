"""How alike sentences are by their characters alone: for when the understanding can't be asked."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from bot.business.text import normalise, without_fillers

_COMMON = 0.1  # of the sentences: what so many have in common brings nobody together
_FEW = 200  # sentences, of which none is so common


def bigram_pairs(texts: Sequence[str], least: float = 0.45) -> list[tuple[int, int, float]]:
    """Return which sentences share most of their pairs of neighbouring characters: for when nothing better is there."""
    sets = [_bigrams(text) for text in texts]
    having: dict[str, list[int]] = defaultdict(list)
    found, most = [], max(_FEW, _COMMON * len(texts))
    for number, bigrams in enumerate(sets):
        shared = Counter(other for each in bigrams if len(having[each]) <= most for other in having[each])
        for other in shared:
            alike = 2 * len(bigrams & sets[other]) / (len(bigrams) + len(sets[other]))
            if alike >= least:
                found.append((other, number, alike))
        for each in bigrams:
            having[each].append(number)
    return found


def _bigrams(text: str) -> frozenset[str]:
    words = without_fillers(normalise(text))
    return frozenset(words[place : place + 2] for place in range(len(words) - 1))
