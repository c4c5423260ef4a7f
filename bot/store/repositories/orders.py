"""Work orders and their log."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from bot.business.orders.order import WorkOrder, WorkOrderEvent
from bot.business.orders.search import Filters, OrderPage, Page
from bot.business.orders.states import Status
from bot.services.ports import Conflict
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.repositories.order_search import find_page
from bot.store.rows import to_row

_DEADLOCK = "40P01"  # PostgreSQL


class SqlWorkOrders(Repository):
    """Work orders and their log."""

    _table = tables.work_orders

    def add(self, order: WorkOrder, key: str) -> None:
        """Add an order."""
        self._insert(self._table, {**_row(order), "key": key})

    def by_key(self, key: str) -> WorkOrder | None:
        """Return the order written under a key."""
        return self._one(WorkOrder, select(self._table).where(self._table.c.key == key))

    def get(self, number: str, lock: bool = False) -> WorkOrder | None:
        """Return an order. Raises Conflict when two transactions wait for each other's orders."""
        try:
            return self._one(WorkOrder, select(self._table).where(self._table.c.number == number), lock)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) == _DEADLOCK:
                raise Conflict(number) from error
            raise

    def update(self, order: WorkOrder) -> None:
        """Write a changed order."""
        changed = update(self._table).where(self._table.c.number == order.number)
        self._connection.execute(changed.values(_row(order, "number")))

    def search(self, filters: Filters, page: Page) -> OrderPage:
        """Return a page of orders."""
        numbers, after = find_page(self._connection, filters, page)
        query = select(self._table).where(self._table.c.number.in_(numbers))
        found = {order.number: order for order in self._all(WorkOrder, query)}
        return OrderPage(tuple(found[number] for number in numbers), after)

    def for_conversation(self, conversation_id: str) -> list[WorkOrder]:
        """Return a conversation's orders."""
        query = select(self._table).where(self._table.c.conversation_id == conversation_id)
        return self._all(WorkOrder, query.order_by(self._table.c.created_at.desc()))

    def for_caller(self, caller_hash: str, limit: int) -> list[WorkOrder]:
        """Return a caller's orders."""
        query = select(self._table).where(self._table.c.caller_hash == caller_hash)
        return self._all(WorkOrder, query.order_by(self._table.c.created_at.desc()).limit(limit))

    def children(self, number: str) -> list[WorkOrder]:
        """Return the orders merged into one."""
        merged = (self._table.c.parent == number, self._table.c.status == Status.MERGED.value)
        return self._all(WorkOrder, select(self._table).where(*merged).order_by(self._table.c.number))

    def add_event(self, event: WorkOrderEvent) -> None:
        """Add to the log."""
        self._insert(tables.work_order_events, to_row(event))

    def events(self, number: str) -> list[WorkOrderEvent]:
        """Return the log."""
        table = tables.work_order_events
        query = select(table).where(table.c.order_number == number).order_by(table.c.id)
        return self._all(WorkOrderEvent, query)


def _row(order: WorkOrder, *without: str) -> dict[str, Any]:
    """Return the columns; whatever changed, the deadline sweep looks at the order anew."""
    return {**to_row(order, *without), "attention_at": order.updated_at}
