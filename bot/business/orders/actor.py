"""Who does something to an order: a member of staff, the citizen, or the system itself."""

from dataclasses import dataclass
from enum import Enum
from typing import Union

from bot.business.staff import Role, Staff


class Outside(Enum):
    """Who acts without an account."""

    CITIZEN = "citizen"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """Return the party as people read it."""
        return {"citizen": "市民", "system": "系统"}[self.value]


Party = Union[Role, Outside]  # noqa: UP007 -- Python 3.10 doesn't join enums with |


@dataclass(frozen=True)
class Actor:
    """Who acts. `unit` is set for a department's account: it acts on its own orders only."""

    username: str
    role: Party
    unit: str | None = None


CITIZEN = Actor("citizen", Outside.CITIZEN)
SYSTEM = Actor("system", Outside.SYSTEM)


def actor_of(staff: Staff) -> Actor:
    """Return the account as one who acts on orders."""
    return Actor(staff.username, staff.role, staff.unit)


def is_foreign(unit: str | None, actor: Actor) -> bool:
    """Return whether an order of `unit` isn't this actor's affair."""
    return actor.role is Role.DEPARTMENT and (unit is None or unit != actor.unit)
