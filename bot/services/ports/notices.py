"""The outbox and what is due, as the store keeps them."""

from datetime import datetime
from typing import Protocol

from bot.business.notices.notice import Notice
from bot.business.orders.order import WorkOrder
from bot.business.queueing.callback_request import CallbackRequest


class Notices(Protocol):
    """The outbox."""

    def add(self, notice: Notice) -> bool:
        """Add a notice; return False, and add nothing, when its key was told already."""
        ...

    def claim(self, now: datetime, until: datetime, most_tries: int, limit: int) -> list[Notice]:
        """Return notices to be tried now, a try counted and the next put off `until` then; no two get the same."""
        ...

    def get(self, id: str, lock: bool = False) -> Notice | None:
        """Return a notice; with `lock` nobody else changes it until the transaction ends."""
        ...

    def update(self, notice: Notice) -> None:
        """Write a changed notice."""
        ...

    def for_order(self, number: str) -> list[Notice]:
        """Return what was told of an order, oldest first."""
        ...

    def troubled(self, limit: int) -> list[Notice]:
        """Return the undelivered notices with an error, newest first."""
        ...


class Deadlines(Protocol):
    """What has come due."""

    def orders(self, now: datetime, limit: int) -> list[WorkOrder]:
        """Return locked orders that have to be looked at by `now`, the longest due first; those locked by others later."""
        ...

    def look_again(self, number: str, at: datetime | None) -> None:
        """Put down when a locked order is looked at next; None: not before it changes."""
        ...

    def callbacks(self, now: datetime, limit: int) -> list[CallbackRequest]:
        """Return promised calls that are due and not told of, the longest due first."""
        ...
