"""The people who work with the hotline."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.business.errors import Invalid
from bot.business.queueing.groups import Group

MIN_PASSWORD = 10


class Role(Enum):
    """What a member of staff may do."""

    AGENT = "agent"
    DEPARTMENT = "department"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """Return the role as people read it."""
        return _LABELS[self]


_LABELS = {
    Role.AGENT: "坐席",
    Role.DEPARTMENT: "承办单位",
    Role.SUPERVISOR: "班长",
    Role.ADMIN: "管理员",
    Role.AUDITOR: "审计员",
}


@dataclass(frozen=True)
class Staff:
    """An account. `unit` is the department that a department's account works for; `capacity` how many talks at once."""

    id: str
    username: str
    display_name: str
    role: Role
    active: bool = True
    unit: str | None = None
    groups: tuple[Group, ...] = (Group.GENERAL,)
    capacity: int = 3
    password_changed_at: datetime | None = (
        None  # None: given by somebody else, has to be changed at the first login
    )

    @property
    def may_hear_recordings(self) -> bool:
        """Return whether recordings of calls, and the list of calls, are open to this account."""
        return self.active and self.role is Role.ADMIN


def check_account(username: str, password: str) -> None:
    """Raise Invalid for a name or password that can't be used."""
    if not (
        2 <= len(username) <= 64
        and username.isascii()
        and username.replace("-", "").replace("_", "").isalnum()
    ):
        raise Invalid("username", "用户名要用 2 到 64 个英文字母、数字、下划线或减号。")
    if len(password) < MIN_PASSWORD or username.lower() in password.lower():
        raise Invalid("password", f"密码至少 {MIN_PASSWORD} 位，并且不能包含用户名。")
