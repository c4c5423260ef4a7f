"""Work orders and their log."""

from sqlalchemy import select, update

from bot.business.orders.order import WorkOrder, WorkOrderEvent
from bot.business.orders.states import Status
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_row


class SqlWorkOrders(Repository):
    """Work orders and their log."""

    _table = tables.work_orders

    def add(self, order: WorkOrder, key: str) -> None:
        """Add an order."""
        self._insert(self._table, {**to_row(order), "key": key})

    def by_key(self, key: str) -> WorkOrder | None:
        """Return the order written under a key."""
        return self._one(WorkOrder, select(self._table).where(self._table.c.key == key))

    def get(self, number: str, lock: bool = False) -> WorkOrder | None:
        """Return an order."""
        return self._one(WorkOrder, select(self._table).where(self._table.c.number == number), lock)

    def update(self, order: WorkOrder) -> None:
        """Write a changed order."""
        changed = update(self._table).where(self._table.c.number == order.number)
        self._connection.execute(changed.values(to_row(order, "number")))

    def search(self, status: Status | None, limit: int) -> list[WorkOrder]:
        """Return the newest orders."""
        query = select(self._table)
        query = query if status is None else query.where(self._table.c.status == status.value)
        return self._all(WorkOrder, query.order_by(self._table.c.created_at.desc()).limit(limit))

    def for_conversation(self, conversation_id: str) -> list[WorkOrder]:
        """Return a conversation's orders."""
        query = select(self._table).where(self._table.c.conversation_id == conversation_id)
        return self._all(WorkOrder, query.order_by(self._table.c.created_at.desc()))

    def add_event(self, event: WorkOrderEvent) -> None:
        """Add to the log."""
        self._insert(tables.work_order_events, to_row(event))

    def events(self, number: str) -> list[WorkOrderEvent]:
        """Return the log."""
        table = tables.work_order_events
        query = select(table).where(table.c.order_number == number).order_by(table.c.id)
        return self._all(WorkOrderEvent, query)
