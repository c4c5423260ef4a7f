"""Work orders, as the store keeps them."""

from typing import Protocol

from bot.business.orders.order import WorkOrder, WorkOrderEvent
from bot.business.orders.states import Status


class WorkOrders(Protocol):
    """Work orders and their log."""

    def add(self, order: WorkOrder, key: str) -> None:
        """Add an order. Raises Conflict when its number or key is taken."""
        ...

    def by_key(self, key: str) -> WorkOrder | None:
        """Return the order that was written under `key`."""
        ...

    def get(self, number: str, lock: bool = False) -> WorkOrder | None:
        """Return an order; with `lock` nobody else changes it until the transaction ends."""
        ...

    def update(self, order: WorkOrder) -> None:
        """Write a changed order."""
        ...

    def search(self, status: Status | None, limit: int) -> list[WorkOrder]:
        """Return the newest orders."""
        ...

    def for_conversation(self, conversation_id: str) -> list[WorkOrder]:
        """Return a conversation's orders, newest first."""
        ...

    def add_event(self, event: WorkOrderEvent) -> None:
        """Add to an order's log."""
        ...

    def events(self, number: str) -> list[WorkOrderEvent]:
        """Return an order's log, oldest first."""
        ...
