"""Which orders a list shows, and a page of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.business.errors import Invalid
from bot.business.orders.order import Kind, WorkOrder
from bot.business.orders.states import Status

LARGEST_PAGE = 100
_LONGEST_TEXT = 100


class Sorting(Enum):
    """In which order a list is read."""

    NEWEST = "newest"
    DEADLINE = "deadline"  # the earliest first, those without one last


@dataclass(frozen=True)
class Filters:
    """What all orders of a list have in common; what is left out doesn't matter. `text` is looked for in the matter,
    the place, and as a number.
    """

    statuses: frozenset[Status] = frozenset()
    unit: str | None = None
    category: str | None = None
    kind: Kind | None = None
    text: str = ""
    due_before: datetime | None = None
    supervised: bool | None = None
    caller_hash: str | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None  # exclusive

    def __post_init__(self) -> None:
        if len(self.text) > _LONGEST_TEXT:
            raise Invalid("text", f"搜索的内容最多 {_LONGEST_TEXT} 个字。")


@dataclass(frozen=True)
class Page:
    """Which part of a list: `after` is the `next` of the page before. Raises Invalid for a size out of 1 to 100."""

    size: int = 50
    sorting: Sorting = Sorting.NEWEST
    after: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.size <= LARGEST_PAGE:
            raise Invalid("size", f"每页 1 到 {LARGEST_PAGE} 条。")


@dataclass(frozen=True)
class Place:
    """Where a page ends: the last order's moment (None: it has no deadline) and number."""

    moment: datetime | None
    number: str

    def written(self) -> str:
        """Return the place as an address carries it."""
        return f"{self.moment.isoformat() if self.moment else '-'}_{self.number}"

    @staticmethod
    def read(written: str) -> "Place":
        """Return the place. Raises Invalid for what `written` never gave."""
        moment, _, number = written.partition("_")
        try:
            at = None if moment == "-" else datetime.fromisoformat(moment)
        except ValueError:
            raise Invalid("after", "翻页的位置不对，请从第一页重新查。")
        if len(number) != 12 or not number.isdigit() or (at is not None and at.tzinfo is None):
            raise Invalid("after", "翻页的位置不对，请从第一页重新查。")
        return Place(at, number)


@dataclass(frozen=True)
class OrderPage:
    """A page of a list; `next` leads to the following one, None after the last."""

    orders: tuple[WorkOrder, ...]
    next: str | None
