"""Accounts and failed logins."""

from datetime import datetime

from sqlalchemy import delete, func, select

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

    def by_username(self, username: str) -> tuple[Staff, str] | None:
        """Return an account and its hash."""
        query = select(self._table).where(self._table.c.username == username)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else (to_object(Staff, row), row["password_hash"])

    def all(self) -> list[Staff]:
        """Return all accounts."""
        return self._all(Staff, select(self._table).order_by(self._table.c.username))

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
