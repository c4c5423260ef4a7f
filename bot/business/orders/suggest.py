"""From a citizen's words to matters and units, each with a certainty; below ABSTAIN a person decides."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bot.business.orders.catalogue import Catalogue, Matter, Unit
from bot.business.orders.centroids import Centroids
from bot.business.orders.wording import Rarity

ABSTAIN = 0.4  # Amsterdam's published threshold: what is less certain goes to people


@dataclass(frozen=True)
class Suggestion:
    """A matter, and how often such a suggestion is right, 0 to 1."""

    matter: Matter
    certainty: float

    @property
    def sure(self) -> bool:
        """Return whether it may be taken without a person's decision."""
        return self.certainty >= ABSTAIN


@dataclass(frozen=True)
class UnitSuggestion:
    """A unit, with the certainties of all its matters together."""

    unit: Unit
    certainty: float

    @property
    def sure(self) -> bool:
        """Return whether it may be taken without a person's decision."""
        return self.certainty >= ABSTAIN


@dataclass(frozen=True)
class LeftOut:
    """An example, and what all the other examples suggest for it."""

    matter: Matter
    example: str
    suggestion: Suggestion


class Suggester:
    """Learns from the examples of a catalogue with at least one matter when it is built; that takes about a second.

    `rarity` says what the pieces of a sentence weigh; duplicates are compared by it, too.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._matters = tuple(catalogue.matters.values())
        texts = [(*matter.examples, matter.name) for matter in self._matters]
        self.rarity = Rarity(text for each in texts for text in each)
        self._centroids = Centroids([[self.rarity.vector(text) for text in each] for each in texts])

    def suggest(self, words: str, limit: int = 3) -> tuple[Suggestion, ...]:
        """Return at most `limit` matters for `words`, the likeliest first."""
        return self._ranked(self._centroids.chances(self.rarity.vector(words)))[:limit]

    def suggest_units(self, words: str, limit: int = 3) -> tuple[UnitSuggestion, ...]:
        """Return at most `limit` units for `words`, the likeliest first: often surer than the matter."""
        chances: defaultdict[str, float] = defaultdict(float)
        for each in self.suggest(words, len(self._matters)):
            chances[each.matter.unit] += each.certainty
        ranked = sorted(chances.items(), key=lambda pair: -pair[1])
        return tuple(UnitSuggestion(self._catalogue.unit(code), chance) for code, chance in ranked[:limit])

    def leave_one_out(self) -> Iterator[LeftOut]:
        """Yield every example with what the others suggest for it."""
        for own, matter in enumerate(self._matters):
            for example in matter.examples:
                chances = self._centroids.chances(self.rarity.vector(example), own)
                yield LeftOut(matter, example, self._ranked(chances)[0])

    def _ranked(self, chances: list[float]) -> tuple[Suggestion, ...]:
        ranked = sorted(zip(self._matters, chances, strict=True), key=lambda pair: -pair[1])
        return tuple(Suggestion(matter, chance) for matter, chance in ranked)
