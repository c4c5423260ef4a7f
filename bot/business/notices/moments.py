"""When an order has to be spoken of: its moments, all of them derived from what the store holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.business.notices.occasions import Occasion
from bot.business.orders.actions import Action
from bot.business.orders.calendar import WorkCalendar
from bot.business.orders.order import WorkOrder, WorkOrderEvent
from bot.business.orders.states import AT_UNIT, Status
from bot.business.orders.time_limit import Step
from bot.business.orders.time_limits import TimeLimits, reminders, signing_due, step_due

_STILL = timedelta(
    hours=2
)  # our own choice: so long the unit has after a warning before the supervisor hears of it
_SETS_DUE = {each.value for each in (Action.DISPATCH, Action.ESCALATE, Action.GRANT_EXTENSION, Action.REOPEN)}
WAITS_FOR = {
    Status.REGISTERED: Step.INTAKE,
    Status.PENDING: Step.INTAKE,
    Status.RETURN_ASKED: Step.RETURN_DECISION,
    Status.REPORTED: Step.REVIEW,
    Status.REVIEW: Step.REVIEW,
    Status.CALLBACK: Step.CALLBACK,
}


@dataclass(frozen=True)
class Moment:
    """At `at` people are told of `occasion`; `deadline` is the one that it is about."""

    at: datetime
    occasion: Occasion
    deadline: datetime


@dataclass(frozen=True)
class Rules:
    """The time limits in force, and the working days by which they are counted."""

    profile: TimeLimits
    calendar: WorkCalendar


def moments(order: WorkOrder, log: Iterable[WorkOrderEvent], rules: Rules) -> tuple[Moment, ...]:
    """Return all moments of an order in its present state, the earliest first; `log` is its log, oldest first."""
    events = list(log)
    found = [*_waiting(order, events, rules)]
    if order.status is Status.HELD:
        if order.review_at is not None:
            found.append(Moment(order.review_at, Occasion.HELD_REVIEW, order.review_at))
    elif order.status in AT_UNIT and order.due_at is not None:
        found += _settling(order, order.due_at, events, rules)
        found += _signing(order, order.due_at, rules)
        found += _contact(order, order.due_at, rules)
    return tuple(sorted(found, key=lambda moment: moment.at))


def due_now(all_moments: Iterable[Moment], now: datetime) -> tuple[Moment, ...]:
    """Return what has to be told by now. Of reminders only the last, and none once the deadline itself has passed."""
    passed = [moment for moment in all_moments if moment.at <= now]
    remind = [moment for moment in passed if moment.occasion is Occasion.REMINDER and moment.deadline > now]
    others = [moment for moment in passed if moment.occasion is not Occasion.REMINDER]
    return (*others, *remind[-1:])


def next_after(all_moments: Iterable[Moment], now: datetime) -> datetime | None:
    """Return when the order has to be looked at again, None when never in its present state."""
    return min((moment.at for moment in all_moments if moment.at > now), default=None)


def _waiting(order: WorkOrder, log: list[WorkOrderEvent], rules: Rules) -> Iterable[Moment]:
    step = WAITS_FOR.get(order.status)
    if step is None:
        return
    entered = [event.at for event in log if event.to_status == order.status.value]
    since = entered[-1] if entered else order.updated_at
    deadline = step_due(rules.profile, step, since, rules.calendar)
    yield Moment(deadline, Occasion.LEFT_WAITING, deadline)


def _settling(order: WorkOrder, due: datetime, log: list[WorkOrderEvent], rules: Rules) -> Iterable[Moment]:
    """Reminders count from when the deadline was set last: a new deadline doesn't begin with one."""
    set_at = [event.at for event in log if event.action in _SETS_DUE]
    since = set_at[-1] if set_at else order.dispatched_at or order.created_at
    for at in reminders(rules.profile, since, due, rules.calendar):
        yield Moment(at, Occasion.REMINDER, due)
    yield Moment(due, Occasion.OVERDUE, due)


def _signing(order: WorkOrder, due: datetime, rules: Rules) -> Iterable[Moment]:
    if order.status is Status.DISPATCHED and order.dispatched_at is not None:
        deadline = signing_due(rules.profile, order.dispatched_at, due, rules.calendar)
        yield Moment(deadline, Occasion.UNSIGNED, deadline)
        yield from _still(deadline, due, Occasion.UNSIGNED_STILL, rules)


def _contact(order: WorkOrder, due: datetime, rules: Rules) -> Iterable[Moment]:
    """Who left no number, or wants to stay unknown to the unit, can't be called by it."""
    reachable = order.callback_phone is not None and not order.keep_secret
    waits = order.status in (Status.DISPATCHED, Status.SIGNED) and order.contacted_at is None
    if reachable and waits and order.contact_due_at is not None:
        yield Moment(order.contact_due_at, Occasion.UNCONTACTED, order.contact_due_at)
        yield from _still(order.contact_due_at, due, Occasion.UNCONTACTED_STILL, rules)


def _still(deadline: datetime, due: datetime, occasion: Occasion, rules: Rules) -> Iterable[Moment]:
    """The supervisor hears of it when offices are open again, unless the order is overdue by then anyway."""
    at = rules.calendar.next_open(deadline + _STILL)
    if at < due:
        yield Moment(at, occasion, deadline)
