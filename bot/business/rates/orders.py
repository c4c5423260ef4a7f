"""What orders came to: in time, sent back, done again, answered at once (formulas: section 3 of the design)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.business.orders.states import Status
from bot.business.rates.rate import Rate, share

_FINISHED = {Status.CLOSED, Status.ARCHIVED}
_REFUSED = {Status.REDIRECTED: "不受理，已告知其他途径", Status.TRANSFERRED: "已转紧急热线"}
_AT_THE_DESK = {Status.ANSWERED, Status.INFORMED, *_REFUSED}
_NOT_THE_UNITS = {
    Status.WITHDRAWN: "市民撤回",
    Status.MERGED: "重复诉求，由原单统计",
    Status.TERMINATED: "经批准终止",
}


@dataclass(frozen=True)
class OrderFact:
    """What the formulas need of an order; times are aware UTC.

    `status` of an archived order is the state from which it was archived, if that is known. `dispatched`, `return_asked`,
    `return_granted`, `extended`: it has happened at least once, whatever came after. `redone`: it was reopened after a unit
    had settled it; an answer of the desk that didn't suffice is no redo. `due_at` is the limit that holds now, an approved
    extension included. `duplicate`: it has a parent, whether merged or told the progress. `first_unit` is where it was sent
    first: a wrong first dispatch belongs to that unit's figures, not to those of `unit`, who has it now.
    """

    status: Status
    dispatched: bool = False
    due_at: datetime | None = None
    closed_at: datetime | None = None
    extended: bool = False
    return_asked: bool = False
    return_granted: bool = False
    redone: bool = False
    duplicate: bool = False
    unit: str | None = None
    first_unit: str | None = None
    district: str | None = None
    category: str | None = None


def on_time_rate(facts: Sequence[OrderFact], now: datetime) -> Rate:
    """Return 按时办结率: closed ≤ due. Orders with an approved extension are left out; see `extended_on_time_rate`.

    An open order past its limit is not in time; one on the list of held orders (挂账) stays in the statistics.
    """

    def excluded(fact: OrderFact) -> str | None:
        return _undecided(fact, now) or ("已批准延期，另列" if fact.extended else None)

    return share("on_time", "按时办结率（未延期）", facts, _in_time, excluded, _late_and_open)


def extended_on_time_rate(facts: Sequence[OrderFact], now: datetime) -> Rate:
    """Return the share in time of the orders with an approved extension, by the extended limit."""

    def excluded(fact: OrderFact) -> str | None:
        return _undecided(fact, now) or (None if fact.extended else "没有延期，另列")

    label = "按时办结率（经批准延期，按延后的期限）"
    return share("on_time_extended", label, facts, _in_time, excluded, _late_and_open)


def return_rate(facts: Sequence[OrderFact]) -> Rate:
    """Return 退单率: orders that a unit asked to send back, granted or not / dispatched. Group by `first_unit`."""
    return share("return", "退单率（申请退单 / 已派单）", facts, _asked_back, _not_dispatched)


def first_dispatch_error_rate(facts: Sequence[OrderFact]) -> Rate:
    """Return 首次派单差错率: orders with an accepted return / dispatched. Group by `first_unit`."""
    label = "首次派单差错率（同意退单 / 已派单）"
    return share("first_dispatch_error", label, facts, lambda fact: fact.return_granted, _not_dispatched)


def redo_rate(facts: Sequence[OrderFact]) -> Rate:
    """Return 重办率: orders reopened at least once / dispatched orders that were finished at least once."""

    def excluded(fact: OrderFact) -> str | None:
        finished = fact.redone or fact.status in _FINISHED
        return (
            _not_dispatched(fact) or _NOT_THE_UNITS.get(fact.status) or (None if finished else "还没有办结过")
        )

    return share("redo", "重办率（重办 / 办结过）", facts, lambda fact: fact.redone, excluded)


def duplicate_rate(facts: Sequence[OrderFact]) -> Rate:
    """Return 重复诉求率: merged, or told the progress of an earlier one / accepted."""
    return share("duplicate", "重复诉求率（并单或告知进展 / 受理）", facts, _duplicate, _not_accepted)


def direct_answer_rate(facts: Sequence[OrderFact]) -> Rate:
    """Return 当场答复率: closed at the desk without a dispatch / accepted."""
    return share("direct_answer", "当场答复率（当场答复 / 受理）", facts, _answered, _not_accepted)


def _undecided(fact: OrderFact, now: datetime) -> str | None:
    if fact.duplicate or fact.status in _NOT_THE_UNITS:
        return _NOT_THE_UNITS[Status.MERGED if fact.duplicate else fact.status]
    if fact.due_at is None or fact.status in _AT_THE_DESK:
        return "没有办理时限"
    if fact.status in _FINISHED:
        return "缺办结时间" if fact.closed_at is None else None
    return "未到期，还在办理" if now <= fact.due_at else None


def _in_time(fact: OrderFact) -> bool:
    if fact.due_at is None or fact.closed_at is None or fact.status not in _FINISHED:
        return False
    return fact.closed_at <= fact.due_at


def _late_and_open(fact: OrderFact) -> str | None:
    if fact.status is Status.HELD:
        return "挂账，已过期限，按逾期计"
    return None if fact.status in _FINISHED else "已过期限，还没有办结，按逾期计"


def _not_dispatched(fact: OrderFact) -> str | None:
    return None if fact.dispatched else "没有派单"


def _asked_back(fact: OrderFact) -> bool:
    return fact.return_asked or fact.return_granted


def _duplicate(fact: OrderFact) -> bool:
    return fact.duplicate or fact.status in {Status.MERGED, Status.INFORMED}


def _answered(fact: OrderFact) -> bool:
    return fact.status in {Status.ANSWERED, Status.CLOSED} and not fact.dispatched and not fact.duplicate


def _not_accepted(fact: OrderFact) -> str | None:
    if fact.status is Status.REGISTERED:
        return "刚登记，还没有处理"
    if fact.status is Status.ARCHIVED and not (fact.dispatched or fact.duplicate):
        return "已归档，看不出怎样办结"
    return _REFUSED.get(fact.status)
