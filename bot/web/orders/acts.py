"""What is done to an order from a page: the form's values as the rules want them."""

from datetime import date, datetime

from pydantic import AwareDatetime, BaseModel, Field

from bot.bootstrap import Services
from bot.business.china import CHINA
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor
from bot.business.orders.answers import Answers
from bot.business.orders.order import Kind, Satisfaction, Urgency, WorkOrder
from bot.services.orders.steps import check_fresh


class Seen(BaseModel):
    """Which version of the order the form was filled in for."""

    seen: AwareDatetime = Field(description="打开页面时工单的 updated_at；之后有变动就拒绝")


class Act(Seen):
    """What is done to an order, and what is given with it. Days are China's; a deadline ends with office hours."""

    action: Action
    note: str = ""
    reason: str | None = None
    unit: str | None = None
    report: str = ""
    parent: str | None = None
    due_at: date | None = None
    review_at: date | None = None
    kind: Kind | None = None
    category: str | None = None
    urgency: Urgency | None = None


class Rating(Seen):
    """What the citizen said when called back."""

    valid: bool
    contacted: bool | None = None
    solved: bool | None = None
    satisfied: Satisfaction | None = None
    note: str = ""
    client_id: str = Field(min_length=8, max_length=32, description="防重复：重发时用同一个")


def act(services: Services, number: str, what: Act, actor: Actor) -> WorkOrder:
    """Do it and return the order. An order that was only registered is prepared on the way to its unit."""
    details = _details(services, what)
    if what.action is Action.DISPATCH:
        return services.dispatching.dispatch(number, details, actor, what.seen)
    return services.work_orders.act(number, what.action, actor, details, what.seen)


def rate(services: Services, number: str, what: Rating, actor: Actor) -> WorkOrder:
    """Write down what the citizen said; the same `client_id` counts once. Raises AlreadyClaimed for a stale form."""
    if not _known(services, number, what.client_id):
        order = services.work_orders.find(number)
        if order is not None:
            check_fresh(order, what.seen)
    answers = Answers(what.contacted, what.solved, what.satisfied, what.note, "phone", what.valid)
    return services.citizen_orders.rate(number, actor, answers, what.client_id)


def _known(services: Services, number: str, client_id: str) -> bool:
    return any(each.key == f"{number}:{client_id}" for each in services.work_orders.callbacks(number))


def _details(services: Services, what: Act) -> Details:
    return Details(
        note=what.note,
        reason=what.reason or None,
        unit=what.unit or None,
        report=what.report,
        parent=what.parent or None,
        due_at=_end(services, what.due_at),
        review_at=_end(services, what.review_at),
        kind=what.kind,
        category=what.category or None,
        urgency=what.urgency,
    )


def _end(services: Services, day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, services.calendar.closes, CHINA)
