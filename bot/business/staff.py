"""The people who work with the hotline."""

from dataclasses import dataclass
from enum import Enum

from bot.business.errors import Invalid

MIN_PASSWORD = 10


class Role(Enum):
    """What a member of staff may do."""

    AGENT = "agent"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """Return the role as people read it."""
        return {Role.AGENT: "坐席", Role.ADMIN: "管理员"}[self]


@dataclass(frozen=True)
class Staff:
    """An account."""

    id: str
    username: str
    display_name: str
    role: Role
    active: bool = True

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
