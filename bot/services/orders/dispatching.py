"""Dispatching, and what is told beforehand: likely matters and units, orders that may be the same, the deadline."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor
from bot.business.orders.calendar import WorkCalendar
from bot.business.orders.catalogue import Catalogue
from bot.business.orders.order import Kind, Urgency, WorkOrder
from bot.business.orders.states import Status
from bot.business.orders.suggest import Suggester, Suggestion, UnitSuggestion
from bot.business.orders.time_limit import TimeLimit
from bot.business.orders.time_limits import TimeLimits
from bot.services.orders.families import in_one, locked_with_root
from bot.services.orders.limits import ProfileLimits
from bot.services.orders.near_orders import NearOrder, NearOrders
from bot.services.orders.steps import Steps, check_fresh, found
from bot.services.ports import UnitOfWork, UnitOfWorkFactory


@dataclass(frozen=True)
class Suggestions:
    """The likeliest matters and units, the likeliest first; only those that are `sure` may be taken unasked."""

    matters: tuple[Suggestion, ...]
    units: tuple[UnitSuggestion, ...]


@dataclass(frozen=True)
class DuePreview:
    """Until when an order would have to be settled, by which limit, and what is uncertain about it."""

    due_at: datetime
    contact_due_at: datetime | None
    limit: TimeLimit
    caveat: str | None


class DispatchingService:
    """Advises; a person decides. `suggester` may take a second the first time."""

    def __init__(
        self,
        unit_of_work: UnitOfWorkFactory,
        steps: Steps,
        catalogue: Callable[[], Catalogue],
        suggester: Callable[[], Suggester],
        profile: TimeLimits,
        calendar: WorkCalendar,
    ) -> None:
        self._work = unit_of_work
        self._steps = steps
        self._suggester = suggester
        self._near = NearOrders(unit_of_work, catalogue, suggester)
        self._profile = profile
        self._calendar = calendar
        self._limits = ProfileLimits(profile, calendar)

    def suggest(self, number: str) -> Suggestions:
        """Return what the citizen's words suggest. Raises NotFound."""
        with self._work() as work:
            words = found(work.work_orders.get(number)).matter
        return Suggestions(self._suggester().suggest(words), self._suggester().suggest_units(words))

    def near(self, number: str) -> tuple[NearOrder, ...]:
        """Return the older orders that may be the same matter, the likeliest first. Raises NotFound."""
        return self._near.find(number)

    def preview(self, number: str, kind: Kind | None = None, urgency: Urgency | None = None) -> DuePreview:
        """Return the deadline if the order were dispatched now as `kind` and `urgency`. Raises NotFound."""
        with self._work() as work:
            order = found(work.work_orders.get(number))
        as_if = replace(order, kind=kind or order.kind, urgency=urgency or order.urgency)
        due = self._limits.dispatched(as_if, self._steps.now())
        limit = self._profile.settle[as_if.kind, as_if.urgency]
        return DuePreview(due.due_at, due.contact_due_at, limit, self._calendar.caveat(due.due_at))

    def dispatch(
        self, number: str, details: Details, actor: Actor, seen: datetime | None = None
    ) -> WorkOrder:
        """Dispatch an order, also one that was only registered: both steps or none. Raises as `work_orders.act`."""

        def do(work: UnitOfWork) -> WorkOrder:
            order, _ = locked_with_root(work, number)
            check_fresh(order, seen)
            if order.status is Status.REGISTERED:
                order = self._steps.take(work, order, Action.PREPARE, Details(), actor)
            return self._steps.take(work, order, Action.DISPATCH, details, actor)

        return in_one(self._work, do)
