"""The outbox, and what has come due."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import String, cast, exists, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.business.notices.composing import callback_key
from bot.business.notices.notice import Notice
from bot.business.orders.order import WorkOrder
from bot.business.queueing.callback_request import CallbackRequest, CallbackStatus
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_row


class SqlNotices(Repository):
    """The outbox."""

    _table = tables.notices

    def add(self, notice: Notice) -> bool:
        """Add a notice unless its key is there."""
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        added = dialect.insert(self._table).values(to_row(notice))
        once = added.on_conflict_do_nothing(index_elements=["key"]).returning(self._table.c.id)
        return self._connection.execute(once).first() is not None

    def claim(self, now: datetime, until: datetime, most_tries: int, limit: int) -> list[Notice]:
        """Claim what is to be tried."""
        table = self._table
        query = select(table).where(table.c.sent_at.is_(None), table.c.next_try_at <= now)
        query = query.where(table.c.tries < most_tries).order_by(table.c.next_try_at, table.c.id)
        free = self._all(Notice, query.limit(limit).with_for_update(skip_locked=True))
        claimed = [replace(notice, tries=notice.tries + 1, next_try_at=until) for notice in free]
        for notice in claimed:
            self.update(notice)
        return claimed

    def get(self, id: str, lock: bool = False) -> Notice | None:
        """Return a notice."""
        return self._one(Notice, select(self._table).where(self._table.c.id == id), lock)

    def update(self, notice: Notice) -> None:
        """Write a changed notice."""
        changed = update(self._table).where(self._table.c.id == notice.id)
        self._connection.execute(changed.values(to_row(notice, "id")))

    def for_order(self, number: str) -> list[Notice]:
        """Return an order's notices."""
        query = select(self._table).where(self._table.c.order_number == number)
        return self._all(Notice, query.order_by(self._table.c.created_at, self._table.c.key))

    def troubled(self, limit: int) -> list[Notice]:
        """Return the undelivered with an error."""
        table = self._table
        query = select(table).where(table.c.sent_at.is_(None), table.c.error != "")
        return self._all(Notice, query.order_by(table.c.created_at.desc()).limit(limit))


class SqlDeadlines(Repository):
    """What has come due."""

    def orders(self, now: datetime, limit: int) -> list[WorkOrder]:
        """Return orders to look at; FOR UPDATE SKIP LOCKED is PostgreSQL's, SQLite has one writer anyway."""
        table = tables.work_orders
        query = select(table).where(table.c.attention_at <= now).order_by(table.c.attention_at).limit(limit)
        return self._all(WorkOrder, query.with_for_update(skip_locked=True))

    def look_again(self, number: str, at: datetime | None) -> None:
        """Put down the next look."""
        table = tables.work_orders
        self._connection.execute(update(table).where(table.c.number == number).values(attention_at=at))

    def callbacks(self, now: datetime, limit: int) -> list[CallbackRequest]:
        """Return due calls without a notice."""
        table, told = tables.callback_requests, tables.notices
        key = literal(callback_key("", 0)[:-2]) + table.c.id + literal(":") + cast(table.c.tries, String)
        query = select(table).where(table.c.status == CallbackStatus.OPEN.value, table.c.wanted_from <= now)
        untold = query.where(~exists().where(told.c.key == key))
        return self._all(CallbackRequest, untold.order_by(table.c.wanted_from).limit(limit))
