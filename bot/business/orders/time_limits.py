"""Profiles of time limits, and what follows from them: when things are due, how far an extension may reach, reminders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.business.orders.calendar import WorkCalendar
from bot.business.orders.order import Kind, Urgency
from bot.business.orders.time_limit import Step, TimeLimit

_WAITS_FOR_OFFICE = timedelta(hours=24)  # what is due within a day is reminded of at night, too


@dataclass(frozen=True)
class ReminderPoints:
    """When to remind: `shares` of the whole time (0 to 1) and whole working days before the day it is due."""

    shares: tuple[float, ...]
    working_days_before: tuple[int, ...]


@dataclass(frozen=True)
class TimeLimits:
    """A profile. `settle` has a limit for every pair of kind and urgency, `steps` for every step.

    `extension` is the longest time from registration that an approved extension may reach; None: only as long as a law
    says, which whoever approves it has to name.
    """

    code: str
    name: str
    origin: str
    settle: Mapping[tuple[Kind, Urgency], TimeLimit]
    steps: Mapping[Step, TimeLimit]
    extension: TimeLimit | None
    reminder_points: ReminderPoints


@dataclass(frozen=True)
class TimeLimitProfiles:
    """All profiles by code, and which of them is in force."""

    profiles: Mapping[str, TimeLimits]
    default: str

    @property
    def active(self) -> TimeLimits:
        """Return the profile in force."""
        return self.profiles[self.default]


def due_at(
    profile: TimeLimits, kind: Kind, urgency: Urgency, registered_at: datetime, calendar: WorkCalendar
) -> datetime:
    """Return until when an order has to be settled."""
    return profile.settle[kind, urgency].end(registered_at, calendar)


def step_due(profile: TimeLimits, step: Step, since: datetime, calendar: WorkCalendar) -> datetime:
    """Return until when `step`, which waits since `since`, has to be done."""
    return profile.steps[step].end(since, calendar)


def signing_due(
    profile: TimeLimits, dispatched_at: datetime, due: datetime, calendar: WorkCalendar
) -> datetime:
    """Return until when a dispatched order has to be signed: never later than the order itself is due."""
    return min(step_due(profile, Step.SIGNING, dispatched_at, calendar), due)


def contact_due(
    profile: TimeLimits, dispatched_at: datetime, due: datetime, calendar: WorkCalendar
) -> datetime:
    """Return until when the citizen has to be contacted: never later than the order itself is due."""
    return min(step_due(profile, Step.CONTACT, dispatched_at, calendar), due)


def redo_due(profile: TimeLimits, reopened_at: datetime, calendar: WorkCalendar) -> datetime:
    """Return until when a reopened order has to be settled again."""
    return step_due(profile, Step.REDO, reopened_at, calendar)


def extended_due(
    profile: TimeLimits, registered_at: datetime, due: datetime, calendar: WorkCalendar
) -> datetime | None:
    """Return the latest moment that an approved extension may reach.

    None when the profile gives no more time than `due`: then only a law may, and whoever approves it has to name it.
    """
    if profile.extension is None:
        return None
    latest = profile.extension.end(registered_at, calendar)
    return latest if latest > due else None


def reminders(
    profile: TimeLimits, since: datetime, due: datetime, calendar: WorkCalendar
) -> tuple[datetime, ...]:
    """Return the moments after `since` and before `due` at which to remind, the earliest first.

    A reminder that falls outside office hours waits until offices open, unless the whole time is a day or less.
    """
    points = profile.reminder_points
    shares = [since + (due - since) * share for share in points.shares]
    if due - since > _WAITS_FOR_OFFICE:
        shares = [calendar.next_open(moment) for moment in shares]
    before = [calendar.opening_before(due, days) for days in points.working_days_before]
    return tuple(sorted({moment for moment in (*shares, *before) if since < moment < due}))
