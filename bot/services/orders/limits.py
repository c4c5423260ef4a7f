"""What the life of an order needs to know of time limits and of the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.business.orders.calendar import WorkCalendar
from bot.business.orders.order import WorkOrder
from bot.business.orders.time_limit import Step
from bot.business.orders.time_limits import (
    TimeLimits,
    contact_due,
    due_at,
    extended_due,
    redo_due,
    step_due,
)


@dataclass(frozen=True)
class Due:
    """Until when a unit has to settle an order, and to contact the citizen first."""

    due_at: datetime
    contact_due_at: datetime | None = None


class Limits(Protocol):
    """Time limits."""

    def dispatched(self, order: WorkOrder, now: datetime) -> Due:
        """Return the limits of an order that is dispatched now."""
        ...

    def redone(self, order: WorkOrder, now: datetime) -> datetime:
        """Return until when an order that is reopened now has to be settled."""
        ...

    def held(self, order: WorkOrder, now: datetime) -> datetime:
        """Return when an order that is held from now on is looked at again."""
        ...

    def extendable(self, order: WorkOrder) -> datetime | None:
        """Return how far an extension may reach; None when only a law may give more time."""
        ...


@dataclass(frozen=True)
class Known:
    """Whether codes are of the catalogue: each raises NotFound for one that isn't."""

    unit: Callable[[str], object]
    category: Callable[[str], object]


class ProfileLimits:
    """Time limits of the profile in force, counted in working days where it says so."""

    def __init__(self, profile: TimeLimits, calendar: WorkCalendar) -> None:
        self._profile = profile
        self._calendar = calendar

    def dispatched(self, order: WorkOrder, now: datetime) -> Due:
        """Count from the registration, or from now when another unit gave it back; a deadline once set stays."""
        since = now if order.returned else order.created_at
        due = order.due_at or due_at(self._profile, order.kind, order.urgency, since, self._calendar)
        return Due(due, contact_due(self._profile, now, due, self._calendar))

    def redone(self, order: WorkOrder, now: datetime) -> datetime:
        """Count from now."""
        return redo_due(self._profile, now, self._calendar)

    def held(self, order: WorkOrder, now: datetime) -> datetime:
        """Count from now."""
        return step_due(self._profile, Step.HELD_REVIEW, now, self._calendar)

    def extendable(self, order: WorkOrder) -> datetime | None:
        """Count from the registration."""
        if order.due_at is None:
            return None
        return extended_due(self._profile, order.created_at, order.due_at, self._calendar)
