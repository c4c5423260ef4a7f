"""Older orders that may be the same matter as a new one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from bot.business.orders.catalogue import Catalogue
from bot.business.orders.duplicates import PERIOD, Candidate, Near, find_near
from bot.business.orders.order import WorkOrder
from bot.business.orders.search import LARGEST_PAGE, Filters, Page
from bot.business.orders.states import OPEN, Status
from bot.business.orders.suggest import Suggester
from bot.services.orders.steps import found
from bot.services.ports import UnitOfWork, UnitOfWorkFactory

_TAKES_OTHERS = OPEN | {Status.ANSWERED, Status.CLOSED}
_UNSORTED = frozenset({Status.REGISTERED, Status.PENDING})
_MOST_OFFERED = 5
_REMEMBERED = 4096  # categories of words; an order's words never change


@dataclass(frozen=True)
class NearOrder:
    """An order that may be the same matter, and why."""

    order: WorkOrder
    near: Near


class NearOrders:
    """Finds them by category, place and time; a person decides whether to merge.

    An order that nobody has sorted yet counts under the category that its words suggest, if that is sure.
    """

    def __init__(
        self,
        unit_of_work: UnitOfWorkFactory,
        catalogue: Callable[[], Catalogue],
        suggester: Callable[[], Suggester],
    ) -> None:
        self._work = unit_of_work
        self._catalogue = catalogue
        self._suggester = suggester
        self._likely = lru_cache(_REMEMBERED)(self._likely_category)

    def find(self, number: str) -> tuple[NearOrder, ...]:
        """Return the likeliest first; without a category none. Raises NotFound."""
        with self._work() as work:
            order = found(work.work_orders.get(number))
            category = self._category(order)
            if category is None:
                return ()
            others = {each.number: each for each in self._others(work, order, category)}
        matter = self._catalogue().matters.get(category)
        nearest = find_near(
            _candidate(order, category),
            [_candidate(each, category) for each in others.values()],
            self._suggester().rarity,
            bool(matter and matter.personal),
        )
        return tuple(NearOrder(others[each.order_number], each) for each in nearest[:_MOST_OFFERED])

    def _others(self, work: UnitOfWork, order: WorkOrder, category: str) -> list[WorkOrder]:
        """Return older orders: the newest of the category, and those that nobody has sorted yet but that seem to be of it."""
        since = order.created_at - PERIOD
        lists = (
            Filters(category=category, created_from=since, created_to=order.created_at),
            Filters(statuses=_UNSORTED, created_from=since, created_to=order.created_at),
        )
        pages = (work.work_orders.search(each, Page(LARGEST_PAGE)).orders for each in lists)
        return [
            each
            for page in pages
            for each in page
            if each.status in _TAKES_OTHERS and self._category(each) == category
        ]

    def _category(self, order: WorkOrder) -> str | None:
        return order.category or self._likely(order.matter)

    def _likely_category(self, words: str) -> str | None:
        best = self._suggester().suggest(words, 1)
        return best[0].matter.code if best and best[0].sure else None


def _candidate(order: WorkOrder, category: str) -> Candidate:
    return Candidate(
        order.number,
        order.matter,
        order.place,
        category,
        order.created_at,
        order.lat,
        order.lon,
        order.caller_hash,
    )
