"""The formulas over alike facts: a rate is a sum over its facts, so each kind of fact is asked once and counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic

from bot.business.rates.grouping import Grouped, Member, grouped
from bot.business.rates.rate import Count, Fact, Rate

Measure = Callable[[Sequence[Fact]], Rate]


@dataclass(frozen=True)
class Weighed(Generic[Fact]):
    """A fact, how many are alike, and what one of them adds to the rate."""

    fact: Fact
    count: int
    adds: Rate


@dataclass(frozen=True)
class Spread(Generic[Fact]):
    """A rate before it is added up; `nothing` is the rate of no facts."""

    nothing: Rate
    parts: tuple[Weighed[Fact], ...]

    @property
    def rate(self) -> Rate:
        """Return the rate of all facts."""
        return self._sum(self.parts)

    def by(self, key: Callable[[Fact], str | None], members: Mapping[str, Member]) -> Grouped:
        """Return the rate of each member that has facts, and how many facts belong to none."""
        found = grouped(self.parts, lambda part: key(part.fact), members, self._sum)
        left: Counter[str] = Counter()
        for part in self.parts:
            code = key(part.fact)
            if code is None or code not in members:
                left["没有归属" if code is None else "不在名录里"] += part.count
        return replace(found, left_out=_ordered(left))

    def only(self, wanted: Callable[[Fact], bool]) -> "Spread[Fact]":
        """Return it without the other facts."""
        return Spread(self.nothing, tuple(part for part in self.parts if wanted(part.fact)))

    def _sum(self, parts: Sequence[Weighed[Fact]]) -> Rate:
        whole = sum(each.count * each.adds.whole for each in parts)
        part = min(round(sum(each.count * each.adds.part for each in parts), 9), whole)
        excluded = _summed((each.count, each.adds.excluded) for each in parts)
        notes = _summed((each.count, each.adds.notes) for each in parts)
        return replace(self.nothing, part=part, whole=whole, excluded=excluded, notes=notes)


def spread(measure: Measure[Fact], facts: Mapping[Fact, int]) -> Spread[Fact]:
    """Return the rate that `measure` gives for the facts, each as often as it is there."""
    parts = tuple(Weighed(fact, count, measure((fact,))) for fact, count in facts.items())
    return Spread(measure(()), parts)


def _summed(counts: Iterable[tuple[int, tuple[Count, ...]]]) -> tuple[Count, ...]:
    found: Counter[str] = Counter()
    for many, each in counts:
        for reason, count in each:
            found[reason] += many * count
    return _ordered(found)


def _ordered(counts: Mapping[str, int]) -> tuple[Count, ...]:
    """The most frequent first, as `bot.business.rates.rate` has them."""
    return tuple(sorted(counts.items(), key=lambda count: (-count[1], count[0])))
