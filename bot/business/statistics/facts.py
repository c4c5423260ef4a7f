"""What the store knows of a period, as the formulas of `bot.business.rates` take it: alike facts once, with how many.

The store doesn't hand out a hundred thousand orders: those on which no formula could tell a difference are one fact, whose
moments stand for all that lie on the same side of each other and of now.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from bot.business.rates.callback import CallbackFact
from bot.business.rates.contacts import ContactFact
from bot.business.rates.orders import OrderFact
from bot.business.rates.talks import TalkFact
from bot.business.rates.waiting import WaitFact
from bot.business.statistics.period import Span

T = TypeVar("T")


def added(counters: Iterable[Counter[T]]) -> Counter[T]:
    """Return all counts together."""
    found: Counter[T] = Counter()
    for each in counters:
        found.update(each)
    return found


@dataclass(frozen=True)
class QueueWait:
    """Someone who waited for a person, by telephone or in writing."""

    by_phone: bool
    wait: WaitFact


@dataclass(frozen=True)
class SpanFacts:
    """One day, or one hour: orders registered, talks begun, calls announced and waits begun in it."""

    span: Span
    orders: Counter[OrderFact]
    talks: Counter[TalkFact]
    calls: tuple[WaitFact, ...]
    waits: tuple[QueueWait, ...]


@dataclass(frozen=True)
class Facts:
    """All of a period; also the callbacks made and the matters brought in it, linked to those around it."""

    spans: tuple[SpanFacts, ...]
    callbacks: Counter[CallbackFact]
    contacts: Counter[ContactFact]

    @property
    def orders(self) -> Counter[OrderFact]:
        """Return all orders."""
        return added(each.orders for each in self.spans)

    @property
    def talks(self) -> Counter[TalkFact]:
        """Return all talks."""
        return added(each.talks for each in self.spans)

    @property
    def calls(self) -> tuple[WaitFact, ...]:
        """Return all calls."""
        return tuple(call for each in self.spans for call in each.calls)

    @property
    def waits(self) -> tuple[QueueWait, ...]:
        """Return all waits for a person."""
        return tuple(wait for each in self.spans for wait in each.waits)
