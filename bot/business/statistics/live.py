"""What goes on just now, and which orders need a look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.business.orders.states import Status
from bot.business.queueing.assignment import is_there
from bot.business.queueing.groups import Group
from bot.business.queueing.presence import Presence, PresenceState
from bot.business.queueing.rules import QueueRules
from bot.business.staff import Staff


@dataclass(frozen=True)
class GroupQueue:
    """How many wait for a group, and since when the first of them."""

    group: Group
    waiting: int
    oldest: datetime | None


@dataclass(frozen=True)
class AgentNow:
    """An agent: `state` is how people read it, `there` whether their page shows life."""

    username: str
    name: str
    state: str
    there: bool
    since: datetime
    talks: int
    capacity: int


@dataclass(frozen=True)
class Live:
    """The queue by group and the agents, those first who are there, by name."""

    at: datetime
    queue: tuple[GroupQueue, ...]
    agents: tuple[AgentNow, ...]


@dataclass(frozen=True)
class RiskyOrder:
    """An order at a unit whose limit is near or passed."""

    number: str
    matter: str
    unit: str | None
    status: Status
    due_at: datetime


@dataclass(frozen=True)
class UnitRisk:
    """How many orders of a unit are overdue, and how many come due by the next working day's end."""

    unit: str | None
    overdue: int
    soon: int


@dataclass(frozen=True)
class Risk:
    """Orders due by `before` or overdue: the first of them by deadline, and all of them counted by unit."""

    now: datetime
    before: datetime
    orders: tuple[RiskyOrder, ...]
    units: tuple[UnitRisk, ...]

    @property
    def overdue(self) -> int:
        """Return how many are overdue."""
        return sum(each.overdue for each in self.units)

    @property
    def soon(self) -> int:
        """Return how many come due."""
        return sum(each.soon for each in self.units)


LOST = "失去联系"


def agents_now(
    presences: Sequence[Presence],
    accounts: dict[str, Staff],
    talks: dict[str, int],
    now: datetime,
    rules: QueueRules,
) -> tuple[AgentNow, ...]:
    """Return the agents with an active account; one whose page shows no life is 失去联系."""
    found = []
    for each in presences:
        account = accounts.get(each.username)
        if account is None:
            continue
        there = is_there(each, now, rules)
        lost = not there and each.state is not PresenceState.OFFLINE
        state = LOST if lost else each.state.label
        since = each.seen_at if lost else each.since
        name, count = account.display_name, talks.get(each.username, 0)
        found.append(AgentNow(each.username, name, state, there, since, count, account.capacity))
    return tuple(sorted(found, key=lambda agent: (not agent.there, agent.name, agent.username)))
