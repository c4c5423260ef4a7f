"""What belongs to orders: citizens' answers and files."""

from sqlalchemy import select

from bot.business.orders.order import Attachment, Callback
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_row


class SqlOrderCallbacks(Repository):
    """What citizens said when they were asked after their matter."""

    _table = tables.order_callbacks

    def add(self, callback: Callback) -> None:
        """Add an answer."""
        self._insert(self._table, to_row(callback, "id"))

    def by_key(self, key: str) -> Callback | None:
        """Return the answer written under a key."""
        return self._one(Callback, select(self._table).where(self._table.c.key == key))

    def for_order(self, number: str) -> list[Callback]:
        """Return an order's answers."""
        query = select(self._table).where(self._table.c.order_number == number)
        return self._all(Callback, query.order_by(self._table.c.id))


class SqlAttachments(Repository):
    """What is known of an order's files."""

    _table = tables.attachments

    def add(self, attachment: Attachment) -> None:
        """Add a file."""
        self._insert(self._table, to_row(attachment))

    def get(self, id: str) -> Attachment | None:
        """Return a file."""
        return self._one(Attachment, select(self._table).where(self._table.c.id == id))

    def for_order(self, number: str) -> list[Attachment]:
        """Return an order's files."""
        query = select(self._table).where(self._table.c.order_number == number)
        return self._all(Attachment, query.order_by(self._table.c.at, self._table.c.id))
