"""Accounts and failed logins."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update

from bot.business.staff import Staff
from bot.store import tables
from bot.store.repositories.base import Repository
from bot.store.rows import to_object, to_row


class SqlStaff(Repository):
    """Accounts and failed logins."""

    _table = tables.staff
    _failures = tables.login_failures

    def add(self, staff: Staff, password_hash: str) -> None:
        """Add an account."""
        self._insert(self._table, {**to_row(staff), "password_hash": password_hash})

    def get(self, id: str) -> Staff | None:
        """Return an account."""
        return self._one(Staff, select(self._table).where(self._table.c.id == id))

    def with_hash(self, id: str, lock: bool = False) -> tuple[Staff, str] | None:
        """Return an account and its hash."""
        query = select(self._table).where(self._table.c.id == id)
        return self._hashed(query.with_for_update() if lock else query)

    def by_username(self, username: str) -> tuple[Staff, str] | None:
        """Return an account and its hash."""
        return self._hashed(select(self._table).where(self._table.c.username == username))

    def _hashed(self, query: Select[Any]) -> tuple[Staff, str] | None:
        row = self._connection.execute(query).mappings().first()
        return None if row is None else (to_object(Staff, row), row["password_hash"])

    def update(self, staff: Staff) -> None:
        """Write a changed account."""
        changed = update(self._table).where(self._table.c.id == staff.id)
        self._connection.execute(changed.values(**to_row(staff, "id", "username")))

    def set_hash(self, id: str, password_hash: str) -> None:
        """Write a new hash."""
        changed = update(self._table).where(self._table.c.id == id)
        self._connection.execute(changed.values(password_hash=password_hash))

    def all(self, lock: bool = False) -> list[Staff]:
        """Return all accounts."""
        query = select(self._table).order_by(self._table.c.username)
        return self._all(Staff, query.with_for_update() if lock else query)

    def add_failure(self, username: str, at: datetime) -> None:
        """Note a failed login."""
        self._insert(self._failures, {"username": username[:64], "at": at})

    def failures_since(self, username: str, since: datetime) -> int:
        """Count failed logins."""
        table = self._failures
        query = select(func.count()).where(table.c.username == username[:64], table.c.at >= since)
        return self._connection.execute(query).scalar_one()

    def clear_failures(self, username: str) -> None:
        """Forget failed logins."""
        self._connection.execute(delete(self._failures).where(self._failures.c.username == username[:64]))
