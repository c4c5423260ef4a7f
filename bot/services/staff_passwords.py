"""Logging in, and passwords: one's own, and those that an administrator gives."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.business.audit import Actor
from bot.business.errors import BusinessError, Invalid, NotAllowed, NotFound, TooManyAttempts
from bot.business.passwords import check_password
from bot.business.staff import Staff
from bot.services.ports import Clock, PasswordHasher, UnitOfWork, UnitOfWorkFactory

MAX_FAILURES = 5
WINDOW = timedelta(minutes=15)


class Passwords:
    """The part of `StaffService` that is about who somebody is."""

    def __init__(self, unit_of_work: UnitOfWorkFactory, now: Clock, hasher: PasswordHasher) -> None:
        self._work = unit_of_work
        self._now = now
        self._hasher = hasher

    def authenticate(self, username: str, password: str, address: str = "") -> Staff:
        """Return the account. Raises BusinessError for a wrong name or password, TooManyAttempts after five.

        A name that doesn't exist costs the same time as one that does, so that names can't be found out by it.
        """
        with self._work() as work:
            found = work.staff.by_username(username)
        by = Actor(username, found[0].role.value if found else "", address)
        self._check_failures(by, found[0] if found else None)
        kept = found[1] if found else self._hasher.hash("nobody")
        right = self._hasher.verify(kept, password)
        with self._work() as work:
            if found is None or not right or not found[0].active:
                self._failed(work, by, found[0] if found else None)
                raise BusinessError("wrong_login", "用户名或密码不对。")
            work.staff.clear_failures(username)
            self._note(work, by, "login", found[0])
            work.commit()
        return found[0]

    def _check_failures(self, by: Actor, staff: Staff | None) -> None:
        with self._work() as work:
            if work.staff.failures_since(by.username, self._now() - WINDOW) < MAX_FAILURES:
                return
            if staff is not None:
                self._note(work, by, "locked_out", staff, allowed=False)
                work.commit()
        raise TooManyAttempts("too_many_attempts", "密码错了太多次，请 15 分钟后再试。")

    def _failed(self, work: UnitOfWork, by: Actor, staff: Staff | None) -> None:
        work.staff.add_failure(by.username, self._now())
        if staff is not None:  # people type passwords into the field of the name: those aren't kept
            self._note(work, by, "login_failed", staff, allowed=False)
        work.commit()

    def change_password(self, id: str, current: str, new: str, address: str = "") -> Staff:
        """Change one's own password; all sessions of the account end.

        Raises Invalid for a wrong current or a weak new password, TooManyAttempts after five wrong ones.
        """
        staff, kept = self._existing(id)
        by = Actor(staff.username, staff.role.value, address)
        self._check_failures(by, staff)
        if not self._hasher.verify(kept, current):
            with self._work() as work:
                self._failed(work, by, staff)
            raise Invalid("current", "现在的密码不对。")
        check_password(new, staff.username, staff.display_name)
        if new == current:
            raise Invalid("password", "新密码不能和现在的一样。")
        hashed = self._hasher.hash(new)
        return self._store(
            by, "password_changed", replace(staff, password_changed_at=self._now()), hashed, kept
        )

    def reset_password(self, id: str, by: Actor) -> str:
        """Give an account a random password, to be changed at the next login; return it, once. Sessions end."""
        staff, kept = self._existing(id)
        return self._give_password(replace(staff, password_changed_at=None), "password_reset", kept, by)

    def enable(self, id: str, by: Actor) -> str:
        """Open a disabled account again, with a new password, so that no session of before comes back to life."""
        staff, kept = self._existing(id)
        opened = replace(staff, active=True, password_changed_at=None)
        return self._give_password(opened, "account_enabled", kept, by)

    def _give_password(self, staff: Staff, action: str, kept: str, by: Actor) -> str:
        password = new_password(staff.username, staff.display_name)
        self._store(by, action, staff, self._hasher.hash(password), kept)
        return password

    def _store(self, by: Actor, action: str, staff: Staff, hashed: str, kept: str) -> Staff:
        """Write a new hash, unless the one that was looked at is no longer the one that is kept."""
        with self._work() as work:
            now = work.staff.with_hash(staff.id, lock=True)
            if now is None or now[1] != kept:
                raise NotAllowed("changed_meanwhile", "这个账号刚刚被改过，请刷新后再试。")
            changed = replace(now[0], active=staff.active, password_changed_at=staff.password_changed_at)
            work.staff.update(changed)
            work.staff.set_hash(staff.id, hashed)
            work.staff.clear_failures(staff.username)
            self._note(work, by, action, staff)
            work.commit()
        return changed

    def session(self, id: str) -> tuple[Staff, str] | None:
        """Return an account and the mark that its sessions carry; the mark changes with the password."""
        with self._work() as work:
            found = work.staff.with_hash(id)
        return found and (found[0], hashlib.sha256(found[1].encode()).hexdigest()[:16])

    def _existing(self, id: str) -> tuple[Staff, str]:
        with self._work() as work:
            found = work.staff.with_hash(id)
        if found is None:
            raise NotFound("account_unknown", "没有这个账号。")
        return found

    def _note(
        self,
        work: UnitOfWork,
        by: Actor,
        action: str,
        staff: Staff,
        data: Mapping[str, object] | None = None,
        allowed: bool = True,
    ) -> None:
        work.audit.add(
            by.did(
                self._now(),
                action,
                "staff",
                staff.username,
                data=dict(data) if data else None,
                allowed=allowed,
            )
        )


def new_password(username: str, display_name: str = "") -> str:
    """Return a random password that the rules take."""
    while True:
        password = secrets.token_urlsafe(12)
        try:
            check_password(password, username, display_name)
        except Invalid:  # it happened to contain a short name
            continue
        return password
