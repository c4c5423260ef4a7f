"""The people who work with the hotline."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.business.errors import Invalid
from bot.business.passwords import check_password
from bot.business.queueing.groups import Group

DEMO_PREFIX = "demo-"  # of usernames; while such accounts exist, pages say that data is invented
MAX_CAPACITY = 20  # talks at once; nobody answers more of them decently


class Role(Enum):
    """What a member of staff is there for; what that allows is in `permissions`."""

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


def check_account(username: str, password: str, display_name: str = "") -> None:
    """Raise Invalid for a name or password that can't be used."""
    if not (
        2 <= len(username) <= 64
        and username.isascii()
        and username.replace("-", "").replace("_", "").isalnum()
    ):
        raise Invalid("username", "用户名要用 2 到 64 个英文字母、数字、下划线或减号。")
    check_password(password, username, display_name)


def check_place(staff: Staff) -> None:
    """Raise Invalid for an account whose name, unit, groups or capacity don't fit its role."""
    if not 1 <= len(staff.display_name) <= 64 or not staff.display_name.isprintable():
        raise Invalid("display_name", "显示名要写 1 到 64 个字。")
    if staff.role is Role.DEPARTMENT and not staff.unit:
        raise Invalid("unit", "承办单位的账号要选一个单位。")
    if staff.role is not Role.DEPARTMENT and staff.unit:
        raise Invalid("unit", "只有承办单位的账号才选单位。")
    if staff.unit and len(staff.unit) > 32:
        raise Invalid("unit", "单位代码最多 32 个字。")
    if not staff.groups:
        raise Invalid("groups", "至少选一个技能组。")
    if not 1 <= staff.capacity <= MAX_CAPACITY:
        raise Invalid("capacity", f"同时接待的人数要在 1 到 {MAX_CAPACITY} 之间。")
