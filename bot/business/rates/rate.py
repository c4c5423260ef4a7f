"""A share that never goes without its denominator and without what was left out."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import TypeVar

Count = tuple[str, int]  # a reason in Chinese, and how many rows it holds for
Fact = TypeVar("Fact")

_Z = 1.959963984540054  # two-sided 95 %


@dataclass(frozen=True)
class Rate:
    """`part` of `whole`; `value` and `interval` follow from the two and are None when `whole` is 0.

    `part` has a fraction where answers are weighted. `interval` is Wilson's at 95 %; of a weighted rate it is wider than
    need be, never narrower, since a score between 0 and 1 varies no more than yes and no do. `excluded`: rows that aren't
    in `whole`, by reason. `notes`: rows that are in `whole`, and what a reader has to know of them. Raises ValueError
    when `part` isn't between 0 and `whole`.
    """

    name: str
    label: str
    part: float
    whole: int
    value: float | None = field(init=False)
    interval: tuple[float, float] | None = field(init=False)
    excluded: tuple[Count, ...] = ()
    notes: tuple[Count, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.name}: {self.part} of {self.whole}")
        object.__setattr__(self, "value", self.part / self.whole if self.whole else None)
        object.__setattr__(self, "interval", wilson(self.part, self.whole) if self.whole else None)


def wilson(part: float, whole: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of `part` of `whole`, which must not be 0."""
    share = part / whole
    spread = _Z * _Z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


def _nothing(_: object) -> str | None:
    return None


def share(
    name: str,
    label: str,
    facts: Sequence[Fact],
    score: Callable[[Fact], float],
    excluded: Callable[[Fact], str | None] = _nothing,
    note: Callable[[Fact], str | None] = _nothing,
) -> Rate:
    """Return the rate of `score` (0 to 1) over the facts for which `excluded` gives no reason."""
    reasons = [excluded(fact) for fact in facts]
    whole = [fact for fact, reason in zip(facts, reasons, strict=True) if reason is None]
    part = min(round(sum(score(fact) for fact in whole), 9), len(whole))  # 0.1 + 0.5 + 0.4 many times over
    return Rate(name, label, part, len(whole), excluded=counted(reasons), notes=counted(map(note, whole)))


def counted(reasons: Iterable[str | None]) -> tuple[Count, ...]:
    """Return how often each reason is there, the most frequent first."""
    counts = Counter(reason for reason in reasons if reason is not None)
    return tuple(sorted(counts.items(), key=lambda count: (-count[1], count[0])))
