"""Facts about orders for the statistics; those about talks and the queue are in its neighbours."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, select

from bot.business.orders.actions import Action
from bot.business.orders.order import Satisfaction
from bot.business.orders.states import AT_UNIT, Status
from bot.business.rates.callback import CallbackFact
from bot.business.rates.orders import OrderFact
from bot.business.statistics.facts import DatedOrder
from bot.business.statistics.live import RiskyOrder, UnitRisk
from bot.store import tables
from bot.store.repositories.statistics_queue import QueueStatistics
from bot.store.repositories.statistics_talks import TalkStatistics

_O, _E, _C = tables.work_orders, tables.work_order_events, tables.order_callbacks
_TOLD = (Action.ASK_RETURN, Action.DISPATCH, Action.REOPEN, Action.ARCHIVE)  # what only the log tells
_SETTLED_BY_UNIT = (Status.CALLBACK.value, Status.CLOSED.value)  # a reopened termination is no redo
_AT_UNIT = sorted(status.value for status in AT_UNIT)
_STATUS = {status.value: status for status in Status}


class SqlStatistics(TalkStatistics, QueueStatistics):
    """Facts for the statistics."""

    def orders(self, since: datetime, until: datetime) -> list[DatedOrder]:
        """Return the orders that were registered."""
        return [_order(row) for row in self._connection.execute(_orders(since, until))]

    def callbacks(self, since: datetime, until: datetime) -> list[CallbackFact]:
        """Return what was said when citizens were asked."""
        own, root = _O, _O.alias()
        query = (
            select(
                _C.c.valid,
                _C.c.contacted,
                _C.c.solved,
                _C.c.satisfied,
                func.coalesce(own.c.unit, root.c.unit),
                func.coalesce(own.c.category, root.c.category),
            )
            .join(own, own.c.number == _C.c.order_number)
            .outerjoin(root, root.c.number == own.c.parent)
            .where(_C.c.at >= since, _C.c.at < until)
        )
        return [
            CallbackFact(
                valid, contacted, solved, satisfied and Satisfaction(satisfied), unit, category=category
            )
            for valid, contacted, solved, satisfied, unit, category in self._connection.execute(query)
        ]

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


def _orders(since: datetime, until: datetime) -> Select[Any]:
    told, first = _told(since, until).subquery(), _E.alias()
    return (
        select(
            _O.c.created_at,
            _O.c.status,
            _O.c.due_at,
            _O.c.closed_at,
            _O.c.dispatched_at.is_not(None),
            _O.c.extended,
            _O.c.returned,
            _O.c.parent.is_not(None),
            _O.c.unit,
            _O.c.category,
            told.c.return_asked,
            told.c.redone,
            told.c.archived_from,
            first.c.data[("unit", 1)].as_string(),  # [what it was, what it became]
        )
        .outerjoin(told, told.c.order_number == _O.c.number)
        .outerjoin(first, first.c.id == told.c.first_dispatch)
        .where(_O.c.created_at >= since, _O.c.created_at < until)
    )


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


def _order(row: Any) -> DatedOrder:
    at, status, due, closed, sent, extended, returned, child, unit, category, asked, redone, was, first = row
    return at, OrderFact(
        status=_STATUS[was] if was and status == Status.ARCHIVED.value else _STATUS[status],
        dispatched=bool(sent) or returned > 0,
        due_at=due,
        closed_at=closed,
        extended=extended > 0,
        return_asked=bool(asked),
        return_granted=returned > 0,
        redone=bool(redone),
        duplicate=bool(child),
        unit=unit,
        first_unit=first,
        category=category,
    )
