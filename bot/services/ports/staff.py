"""Accounts, as the store keeps them."""

from datetime import datetime
from typing import Protocol

from bot.business.staff import Staff


class StaffAccounts(Protocol):
    """Accounts and failed logins."""

    def add(self, staff: Staff, password_hash: str) -> None:
        """Add an account. Raises Conflict when the username is taken."""
        ...

    def get(self, id: str) -> Staff | None:
        """Return an account."""
        ...

    def with_hash(self, id: str, lock: bool = False) -> tuple[Staff, str] | None:
        """Return an account and its password hash; with `lock` nobody else changes it meanwhile."""
        ...

    def update(self, staff: Staff) -> None:
        """Write a changed account."""
        ...

    def set_hash(self, id: str, password_hash: str) -> None:
        """Write an account's new password hash."""
        ...

    def by_username(self, username: str) -> tuple[Staff, str] | None:
        """Return an account and its password hash."""
        ...

    def all(self, lock: bool = False) -> list[Staff]:
        """Return all accounts; with `lock` nobody else changes them meanwhile."""
        ...

    def add_failure(self, username: str, at: datetime) -> None:
        """Note a failed login."""
        ...

    def failures_since(self, username: str, since: datetime) -> int:
        """Return how many logins failed since then."""
        ...

    def clear_failures(self, username: str) -> None:
        """Forget failed logins."""
        ...
