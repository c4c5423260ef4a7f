"""Facts about calls and the queue for the statistics."""

from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, case, func, or_, select

from bot.business.conversation import Owner
from bot.business.handoff import HandoffStatus
from bot.business.queueing.groups import Group
from bot.business.rates.waiting import WaitEnd, WaitFact
from bot.business.statistics.facts import QueueWait
from bot.business.statistics.live import GroupQueue
from bot.store import tables
from bot.store.repositories.base import Repository

_H, _L, _W = tables.handoffs, tables.calls, tables.ownership_changes
_ENDS = {
    HandoffStatus.WAITING.value: None,
    HandoffStatus.CANCELLED.value: WaitEnd.OTHER_WAY,  # whoever leaves the queue says what they want instead
}


class QueueStatistics(Repository):
    """Facts about calls and the queue."""

    def calls(self, since: datetime, until: datetime, lost_before: datetime) -> list[WaitFact]:
        """Return the calls that were announced."""
        query = select(_L.c.announced_at, _L.c.began_at).where(
            _L.c.announced_at >= since, _L.c.announced_at < until
        )
        return [
            WaitFact(at, began, _end_of_call(at, began, lost_before))
            for at, began in self._connection.execute(query)
        ]

    def waits(self, since: datetime, until: datetime) -> list[QueueWait]:
        """Return the waits for a person. A talk that was handed on was answered when its first agent took it."""
        first = _first_taken()
        taken = case((_H.c.requeued > 0, _H.c.claimed_at), else_=func.coalesce(first, _H.c.claimed_at))
        query = select(_H.c.created_at, taken, _H.c.ended_at, _H.c.status, _H.c.group, _H.c.by_phone).where(
            _H.c.status.in_([status.value for status in HandoffStatus]),  # named: the index begins with it
            _H.c.created_at >= since,
            _H.c.created_at < until,
        )
        return [_wait(row) for row in self._connection.execute(query)]

    def queue(self) -> list[GroupQueue]:
        """Return the groups for which somebody waits."""
        query = select(_H.c.group, func.count(), func.min(_H.c.created_at))
        rows = self._connection.execute(
            query.where(_H.c.status == HandoffStatus.WAITING.value).group_by(_H.c.group)
        )
        return [GroupQueue(Group(group), count, oldest) for group, count, oldest in rows]

    def talks_by_agent(self) -> dict[str, int]:
        """Return how many talks each agent has."""
        query = select(_H.c.agent, func.count()).where(_H.c.status == HandoffStatus.ACTIVE.value)
        return {
            agent: count for agent, count in self._connection.execute(query.group_by(_H.c.agent)) if agent
        }


def _first_taken() -> ScalarSelect[datetime | None]:
    return (
        select(func.min(_W.c.at))
        .where(_W.c.conversation_id == _H.c.conversation_id)
        .where(_W.c.to_owner == Owner.AGENT.value, _W.c.at >= _H.c.created_at)
        .where(
            or_(_H.c.ended_at.is_(None), _W.c.at <= _H.c.ended_at)
        )  # not by a later wish of the same citizen
        .scalar_subquery()
    )


def _wait(row: Any) -> QueueWait:
    at, taken, left, status, group, by_phone = row
    end = WaitEnd.ANSWERED if taken is not None else _ENDS.get(status)
    ended = taken if end is WaitEnd.ANSWERED else left
    return QueueWait(bool(by_phone), WaitFact(at, ended, end, group))


def _end_of_call(at: datetime, began: datetime | None, lost_before: datetime) -> WaitEnd | None:
    if began is not None:
        return WaitEnd.ANSWERED
    return WaitEnd.LEFT if at < lost_before else None
