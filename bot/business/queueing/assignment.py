"""Who takes whom: skill first, the least loaded first, among these the one who has been idle longest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.business.errors import NotAllowed
from bot.business.handoff import Handoff
from bot.business.queueing.groups import Group
from bot.business.queueing.presence import Presence, PresenceState
from bot.business.queueing.priority import in_order
from bot.business.queueing.rules import QueueRules

_ANYBODY = 3  # times the overflow's delay


@dataclass(frozen=True)
class AgentLoad:
    """An agent who is there: talks now, talks at most, and since when without a new one."""

    username: str
    groups: tuple[Group, ...]
    capacity: int
    talks: int
    idle_since: datetime

    @property
    def free(self) -> int:
        """Return how many more talks they can take."""
        return max(0, self.capacity - self.talks)


def is_there(presence: Presence, now: datetime, rules: QueueRules) -> bool:
    """Return whether an agent's page shows life and they didn't log off; who is away for a moment is there."""
    seen_s = (now - presence.seen_at).total_seconds()
    return presence.state is not PresenceState.OFFLINE and seen_s <= rules.lost_after_s


def takes_talks(presence: Presence, now: datetime, rules: QueueRules) -> bool:
    """Return whether an agent can be given a talk."""
    return presence.state is PresenceState.ONLINE and is_there(presence, now, rules)


def check_room(talks: int, capacity: int, name: str = "您") -> None:
    """Raise NotAllowed when an agent with so many talks can't take one more."""
    if talks >= capacity:
        raise NotAllowed("no_room", f"{name}已经在接待 {talks} 位市民，先结束一个再接。")


def eligible(
    handoff: Handoff, agents: Iterable[AgentLoad], now: datetime, rules: QueueRules
) -> list[AgentLoad]:
    """Return those of the agents that are there who may be given a handoff, busy ones aside.

    At first its own group; 综合 after a while, anybody after three times that. Where nobody of a group is there, nobody
    waits for them.
    """
    there = list(agents)
    waited_s = (now - handoff.created_at).total_seconds()
    skilled = [each for each in there if handoff.group in each.groups]
    general = [each for each in there if handoff.group in each.groups or Group.GENERAL in each.groups]
    if waited_s < rules.overflow_after_s and skilled:
        chosen = skilled
    elif waited_s < rules.overflow_after_s * _ANYBODY and general:
        chosen = general
    else:
        chosen = there
    return [each for each in chosen if each.free]


def plan(
    waiting: Iterable[Handoff], agents: Sequence[AgentLoad], now: datetime, rules: QueueRules
) -> list[tuple[Handoff, str]]:
    """Return who takes whom now, the next citizen first. Callers are left to the exchange."""
    loads = {agent.username: agent for agent in agents}
    pairs = []
    for handoff in in_order(each for each in waiting if not each.by_phone):
        able = eligible(handoff, loads.values(), now, rules)
        if not able:
            continue
        best = min(able, key=lambda each: _order(each, handoff.group))
        loads[best.username] = replace(best, talks=best.talks + 1, idle_since=now)
        pairs.append((handoff, best.username))
    return pairs


def _order(agent: AgentLoad, group: Group) -> tuple[bool, float, datetime, str]:
    return (
        group not in agent.groups,
        agent.talks / agent.capacity,
        agent.idle_since,
        agent.username,
    )
