"""Facts about orders for the statistics; those about talks and the queue are in its neighbours.

Alike orders are counted in the database. Their moments stand for all on the same side: `now` for a limit that hasn't passed.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, select

from bot.business.orders.actions import Action
from bot.business.orders.order import Satisfaction
from bot.business.orders.states import AT_UNIT, Status
from bot.business.rates.callback import CallbackFact
from bot.business.rates.orders import OrderFact
from bot.business.statistics.live import RiskyOrder, UnitRisk
from bot.store import tables
from bot.store.repositories.statistics_contacts import ContactStatistics
from bot.store.repositories.statistics_queue import QueueStatistics
from bot.store.repositories.statistics_talks import TalkStatistics

_O, _E, _C = tables.work_orders, tables.work_order_events, tables.order_callbacks
_TOLD = (Action.ASK_RETURN, Action.DISPATCH, Action.REOPEN, Action.ARCHIVE)  # what only the log tells
_SETTLED_BY_UNIT = (Status.CALLBACK.value, Status.CLOSED.value)  # a reopened termination is no redo
_AT_UNIT = sorted(status.value for status in AT_UNIT)
_STATUS = {status.value: status for status in Status}
_BEFORE = timedelta(days=1)


class SqlStatistics(TalkStatistics, ContactStatistics, QueueStatistics):
    """Facts for the statistics."""

    def orders(self, since: datetime, until: datetime, now: datetime) -> Counter[OrderFact]:
        """Return the orders that were registered."""
        found: Counter[OrderFact] = Counter()
        for row in self._connection.execute(_orders(since, until, now)):
            found[_order(row, now)] += row[-1]
        return found

    def callbacks(self, since: datetime, until: datetime) -> Counter[CallbackFact]:
        """Return what was said when citizens were asked."""
        own, root = _O, _O.alias()
        columns = (
            _C.c.valid,
            _C.c.contacted,
            _C.c.solved,
            _C.c.satisfied,
            func.coalesce(own.c.unit, root.c.unit),
            func.coalesce(own.c.category, root.c.category),
        )
        query = select(*columns, func.count()).join(own, own.c.number == _C.c.order_number)
        query = query.outerjoin(root, root.c.number == own.c.parent)
        query = query.where(_C.c.at >= since, _C.c.at < until).group_by(*columns)
        return Counter(
            {
                CallbackFact(
                    valid, contacted, solved, said and Satisfaction(said), unit, category=category
                ): n
                for valid, contacted, solved, said, unit, category, n in self._connection.execute(query)
            }
        )

    def at_risk(self, before: datetime, limit: int) -> list[RiskyOrder]:
        """Return the first orders that are due."""
        columns = (_O.c.number, _O.c.matter, _O.c.unit, _O.c.status, _O.c.due_at)
        query = select(*columns).where(_O.c.status.in_(_AT_UNIT), _O.c.due_at <= before)
        rows = self._connection.execute(query.order_by(_O.c.due_at, _O.c.number).limit(limit))
        return [
            RiskyOrder(number, matter, unit, _STATUS[status], due)
            for number, matter, unit, status, due in rows
        ]

    def risk_by_unit(self, now: datetime, before: datetime) -> list[UnitRisk]:
        """Count all orders that are due."""
        overdue = func.sum(case((_O.c.due_at < now, 1), else_=0))
        query = select(_O.c.unit, overdue, func.count()).where(
            _O.c.status.in_(_AT_UNIT), _O.c.due_at <= before
        )
        rows = self._connection.execute(query.group_by(_O.c.unit))
        return [UnitRisk(unit, late, every - late) for unit, late, every in rows]


def _orders(since: datetime, until: datetime, now: datetime) -> Select[Any]:
    told, first = _told(since, until).subquery(), _E.alias()
    columns = (
        _O.c.status,
        (_O.c.due_at < now).label("overdue"),  # NULL without a limit
        _O.c.closed_at.is_not(None).label("ended"),
        (_O.c.closed_at <= _O.c.due_at).label("in_time"),
        _O.c.dispatched_at.is_not(None).label("sent"),
        (_O.c.extended > 0).label("longer"),
        (_O.c.returned > 0).label("back"),
        _O.c.parent.is_not(None).label("child"),
        _O.c.unit,
        _O.c.category,
        told.c.return_asked,
        told.c.redone,
        told.c.archived_from,
        first.c.data[("unit", 1)].as_string().label("first_unit"),  # [what it was, what it became]
    )
    query = select(*columns, func.count()).outerjoin(told, told.c.order_number == _O.c.number)
    query = query.outerjoin(first, first.c.id == told.c.first_dispatch)
    inner = query.where(_O.c.created_at >= since, _O.c.created_at < until)
    return inner.group_by(*(column.name for column in columns))


def _told(since: datetime, until: datetime) -> Select[Any]:
    """What the logs of these orders tell."""

    def is_(action: Action) -> Any:
        return _E.c.action == action.value

    redo = and_(
        is_(Action.REOPEN),
        _E.c.from_status.in_(_SETTLED_BY_UNIT),
        _E.c.to_status == Status.REOPENED.value,
    )
    return (
        select(
            _E.c.order_number,
            func.max(case((is_(Action.ASK_RETURN), 1), else_=0)).label("return_asked"),
            func.max(case((redo, 1), else_=0)).label("redone"),
            func.max(case((is_(Action.ARCHIVE), _E.c.from_status))).label("archived_from"),
            func.min(case((is_(Action.DISPATCH), _E.c.id))).label("first_dispatch"),
        )
        .join(_O, _O.c.number == _E.c.order_number)
        .where(_O.c.created_at >= since, _O.c.created_at < until)
        .where(_E.c.action.in_([action.value for action in _TOLD]))
        .group_by(_E.c.order_number)
    )


def _order(row: Any, now: datetime) -> OrderFact:
    (
        status,
        overdue,
        ended,
        in_time,
        sent,
        longer,
        back,
        child,
        unit,
        category,
        asked,
        redone,
        was,
        first,
        _,
    ) = row
    due = None if overdue is None else now - _BEFORE if overdue else now
    closed = (now - _BEFORE if in_time else now + _BEFORE) if ended else None
    return OrderFact(
        status=_STATUS[was] if was and status == Status.ARCHIVED.value else _STATUS[status],
        dispatched=bool(sent or back),
        due_at=due,
        closed_at=closed,
        extended=bool(longer),
        return_asked=bool(asked),
        return_granted=bool(back),
        redone=bool(redone),
        duplicate=bool(child),
        unit=unit,
        first_unit=first,
        category=category,
    )
