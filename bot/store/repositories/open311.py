"""Keys of other people's programs, and the orders that anybody may read of."""

from collections.abc import Collection

from sqlalchemy import false, select, true, update

from bot.business.api_key import ApiKey
from bot.business.orders.open311_search import Search
from bot.business.orders.order import Kind, WorkOrder
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_row

_T, _KEYS = tables.work_orders, tables.api_keys
# What accuses somebody (举报) isn't published: their name in the text can't be masked.
_PUBLIC = (_T.c.keep_secret.is_(false()), _T.c.kind != Kind.REPORT.value)
_NEWEST = (_T.c.created_at.desc(), _T.c.number.desc())


class SqlOpen311(Repository):
    """What the Open311 interface needs of the store."""

    def add_key(self, key: ApiKey) -> None:
        """Add a key."""
        self._insert(_KEYS, to_row(key))

    def key_by_hash(self, key_hash: str) -> ApiKey | None:
        """Return the active key with a hash."""
        return self._one(
            ApiKey, select(_KEYS).where(_KEYS.c.key_hash == key_hash, _KEYS.c.active.is_(true()))
        )

    def all_keys(self) -> list[ApiKey]:
        """Return all keys."""
        return self._all(ApiKey, select(_KEYS).order_by(_KEYS.c.created_at, _KEYS.c.name))

    def turn_off(self, name: str) -> bool:
        """Make a key useless."""
        done = self._connection.execute(update(_KEYS).where(_KEYS.c.name == name).values(active=False))
        return done.rowcount > 0

    def search(self, search: Search) -> list[WorkOrder]:
        """Return a page of orders."""
        if search.numbers is not None:
            return self.public_of(search.numbers, search.categories)
        query = (  # of the rows that are skipped only the numbers
            select(_T.c.number)
            .where(_T.c.created_at >= search.start, _T.c.created_at <= search.end)
            .where(_T.c.category.in_(search.categories), *_PUBLIC)
        )
        if search.statuses:
            query = query.where(_T.c.status.in_([each.value for each in search.statuses]))
        skipped = (search.page - 1) * search.page_size
        page = query.order_by(*_NEWEST).limit(search.page_size).offset(skipped).subquery()
        found = select(_T).where(_T.c.number.in_(select(page.c.number)))
        return self._all(WorkOrder, found.order_by(*_NEWEST))

    def public_of(self, numbers: Collection[str], categories: Collection[str]) -> list[WorkOrder]:
        """Return those of the orders that anybody may read of."""
        query = select(_T).where(_T.c.number.in_(numbers), _T.c.category.in_(categories))
        return self._all(WorkOrder, query.where(*_PUBLIC).order_by(*_NEWEST))
