"""Accounts: add one, change and close it; every change is in the audit log, in the same transaction."""

import builtins
import secrets
from collections.abc import Sequence
from dataclasses import replace

from bot.business.audit import OPERATOR, Actor
from bot.business.errors import Invalid, NotAllowed, NotFound
from bot.business.queueing.groups import Group
from bot.business.staff import DEMO_PREFIX, Role, Staff, check_account, check_place
from bot.services.ports import Conflict
from bot.services.staff_passwords import Passwords, new_password


class StaffService(Passwords):
    """Use cases of accounts."""

    def add(
        self,
        username: str,
        password: str,
        display_name: str,
        role: Role,
        unit: str | None = None,
        groups: Sequence[Group] = (Group.GENERAL,),
        capacity: int = 3,
        given: bool = True,
        by: Actor = OPERATOR,
    ) -> Staff:
        """Add an account. A `given` password was chosen by somebody else: it has to be changed at the first login.

        Raises Invalid for a bad or taken name, a weak password, or what doesn't fit the role.
        """
        check_account(username, password, display_name)
        changed_at = None if given else self._now()
        staff = Staff(
            secrets.token_hex(8),
            username,
            display_name,
            role,
            True,
            unit,
            tuple(groups),
            capacity,
            changed_at,
        )
        check_place(staff)
        hashed = self._hasher.hash(password)
        try:
            with self._work() as work:
                work.staff.add(staff, hashed)
                self._note(work, by, "account_added", staff, {"role": role.value, "unit": unit})
                work.commit()
        except Conflict:
            raise Invalid("username", f"用户名“{username}”已经有了。") from None
        return staff

    def ensure_admin(self) -> tuple[str, str] | None:
        """Make an administrator with a random password when there is no account at all; return both, once."""
        if self.list():
            return None
        password = new_password("admin")
        self.add("admin", password, "管理员", Role.ADMIN)
        return "admin", password

    def change(self, wanted: Staff, by: Actor) -> Staff:
        """Write an account's display name, role, unit, groups and capacity; return it.

        Raises NotFound, Invalid for what doesn't fit the role, NotAllowed for one's own role and the last administrator.
        """
        check_place(wanted)
        with self._work() as work:
            was = _one(work.staff.all(lock=True), wanted.id)
            changed = replace(
                wanted, username=was.username, active=was.active, password_changed_at=was.password_changed_at
            )
            if changed == was:
                return was
            if changed.role is not was.role:
                _check_not_the_last(work.staff.all(), was, by)
            work.staff.update(changed)
            self._note(work, by, "account_changed", changed, _differences(was, changed))
            work.commit()
        return changed

    def disable(self, id: str, by: Actor) -> Staff:
        """Close an account; whoever is logged in with it is out at the next click. Raises NotFound, NotAllowed."""
        with self._work() as work:
            everybody = work.staff.all(lock=True)
            was = _one(everybody, id)
            _check_not_the_last(everybody, was, by)
            closed = replace(was, active=False)
            work.staff.update(closed)
            self._note(work, by, "account_disabled", closed)
            work.commit()
        return closed

    def get(self, id: str) -> Staff | None:
        """Return an account, or None."""
        with self._work() as work:
            return work.staff.get(id)

    def has_demo(self) -> bool:
        """Return whether accounts of the demo exist: then orders and talks are invented."""
        return any(staff.username.startswith(DEMO_PREFIX) for staff in self.list())

    def list(self) -> builtins.list[Staff]:
        """Return all accounts."""
        with self._work() as work:
            return work.staff.all()


def _one(everybody: Sequence[Staff], id: str) -> Staff:
    found = next((staff for staff in everybody if staff.id == id), None)
    if found is None:
        raise NotFound("account_unknown", "没有这个账号。")
    return found


def _check_not_the_last(everybody: Sequence[Staff], staff: Staff, by: Actor) -> None:
    if staff.username == by.username:
        raise NotAllowed("own_account", "不能停用自己的账号，也不能改自己的角色，请另一位管理员来做。")
    admins = [each for each in everybody if each.active and each.role is Role.ADMIN]
    if admins == [staff]:
        raise NotAllowed("last_admin", "这是最后一个管理员，不能停用，也不能改角色。")


def _differences(was: Staff, now: Staff) -> dict[str, object]:
    shown = {name: (_plain(getattr(was, name)), _plain(getattr(now, name))) for name in _EDITABLE}
    return {name: list(pair) for name, pair in shown.items() if pair[0] != pair[1]}


_EDITABLE = ("display_name", "role", "unit", "groups", "capacity")


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, (Role, Group)) else value
