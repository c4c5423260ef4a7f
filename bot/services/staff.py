"""Accounts: add one, log in."""

import secrets
from datetime import timedelta

from bot.business.errors import BusinessError, Invalid, TooManyAttempts
from bot.business.staff import Role, Staff, check_account
from bot.services.ports import Clock, Conflict, PasswordHasher, UnitOfWorkFactory

MAX_FAILURES = 5
WINDOW = timedelta(minutes=15)


class StaffService:
    """Use cases of accounts."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock, hasher: PasswordHasher) -> None:
        self._work = unit_of_work
        self._now = now
        self._hasher = hasher

    def add(self, username: str, password: str, display_name: str, role: Role) -> Staff:
        """Add an account. Raises Invalid for a bad or taken name or a weak password."""
        check_account(username, password)
        staff = Staff(secrets.token_hex(8), username, display_name, role)
        hashed = self._hasher.hash(password)
        try:
            with self._work() as work:
                work.staff.add(staff, hashed)
                work.commit()
        except Conflict:
            raise Invalid("username", f"用户名“{username}”已经有了。") from None
        return staff

    def ensure_admin(self) -> tuple[str, str] | None:
        """Make an administrator with a random password when there is no account at all; return both, once."""
        with self._work() as work:
            if work.staff.all():
                return None
        password = secrets.token_urlsafe(12)
        self.add("admin", password, "管理员", Role.ADMIN)
        return "admin", password

    def authenticate(self, username: str, password: str) -> Staff:
        """Return the account. Raises BusinessError for a wrong name or password, TooManyAttempts after five.

        A name that doesn't exist costs the same time as one that does, so that names can't be found out by it.
        """
        self._check_failures(username)
        with self._work() as work:
            found = work.staff.by_username(username)
        kept = found[1] if found else self._hasher.hash("nobody")
        right = self._hasher.verify(kept, password)
        with self._work() as work:
            if found is None or not right or not found[0].active:
                work.staff.add_failure(username, self._now())
                work.commit()
                raise BusinessError("wrong_login", "用户名或密码不对。")
            work.staff.clear_failures(username)
            work.commit()
        return found[0]

    def _check_failures(self, username: str) -> None:
        with self._work() as work:
            failed = work.staff.failures_since(username, self._now() - WINDOW)
        if failed >= MAX_FAILURES:
            raise TooManyAttempts("too_many_attempts", "密码错了太多次，请 15 分钟后再试。")

    def get(self, id: str) -> Staff | None:
        """Return an account, or None."""
        with self._work() as work:
            return work.staff.get(id)

    def list(self) -> list[Staff]:
        """Return all accounts."""
        with self._work() as work:
            return work.staff.all()
