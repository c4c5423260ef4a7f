"""Work orders and what belongs to them, as the store keeps them."""

from typing import Protocol

from bot.business.orders.order import Attachment, Callback, WorkOrder, WorkOrderEvent
from bot.business.orders.search import Filters, OrderPage, Page


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

    def search(self, filters: Filters, page: Page) -> OrderPage:
        """Return a page of the orders that match."""
        ...

    def for_conversation(self, conversation_id: str) -> list[WorkOrder]:
        """Return a conversation's orders, newest first."""
        ...

    def for_caller(self, caller_hash: str, limit: int) -> list[WorkOrder]:
        """Return a caller's newest orders, newest first."""
        ...

    def children(self, number: str) -> list[WorkOrder]:
        """Return the orders that are merged into this one, by number."""
        ...

    def add_event(self, event: WorkOrderEvent) -> None:
        """Add to an order's log."""
        ...

    def events(self, number: str) -> list[WorkOrderEvent]:
        """Return an order's log, oldest first."""
        ...


class OrderCallbacks(Protocol):
    """What citizens said when they were asked after their matter."""

    def add(self, callback: Callback) -> None:
        """Add an answer; its `id` is given here. Raises Conflict when its key is taken."""
        ...

    def by_key(self, key: str) -> Callback | None:
        """Return the answer that was written under `key`."""
        ...

    def for_order(self, number: str) -> list[Callback]:
        """Return an order's answers, oldest first."""
        ...


class Attachments(Protocol):
    """What is known of an order's files."""

    def add(self, attachment: Attachment) -> None:
        """Add a file."""
        ...

    def get(self, id: str) -> Attachment | None:
        """Return a file."""
        ...

    def for_order(self, number: str) -> list[Attachment]:
        """Return an order's files, oldest first."""
        ...


class AttachmentFiles(Protocol):
    """The bytes of orders' files."""

    def write(self, sha256: str, content: bytes) -> None:
        """Write a file; it is on disk before this returns. The same content twice is one file."""
        ...

    def read(self, sha256: str) -> bytes | None:
        """Return a file's bytes, or None when it is gone."""
        ...
