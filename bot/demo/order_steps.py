"""One step of a demo order, taken by who may take it, with what has to be given for it."""

from datetime import datetime
from random import Random

from bot.bootstrap import Services
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import CITIZEN, Actor
from bot.business.orders.answers import Answers
from bot.business.orders.asker import Asker
from bot.business.orders.catalogue import Matter
from bot.business.orders.order import Satisfaction, WorkOrder
from bot.business.orders.reasons import REASONS
from bot.business.orders.states import AT_UNIT, Status
from bot.business.orders.table import allowed
from bot.demo import people, words
from bot.demo.courses import Rating, Step

A = Action
_UNIT = frozenset({A.ASK_RETURN, A.SIGN, A.CONTACT, A.START, A.ASK_EXTENSION, A.REPORT})
_CITIZEN = frozenset({A.URGE, A.ADD_FACTS, A.WITHDRAW})
_DESK = frozenset({A.ANSWER, A.TRANSFER, A.REDIRECT, A.INFORM, A.MERGE, A.PREPARE, A.DISPATCH, A.CLOSE})
_ASKED_AFTER = (Status.ANSWERED, Status.CALLBACK)
_ANSWERS = {
    Rating.GOOD: Answers(True, True, Satisfaction.SATISFIED, channel="phone"),
    Rating.FAIR: Answers(True, True, Satisfaction.BASICALLY, channel="phone"),
    Rating.BAD: Answers(True, False, Satisfaction.DISSATISFIED, "过了两天又是老样子", channel="phone"),
    Rating.NOBODY: Answers(valid=False, channel="phone"),
}


class OrderSteps:
    """Takes steps of the courses; one that the order doesn't allow any more is left out."""

    def __init__(self, services: Services, random: Random) -> None:
        self._services = services
        self._random = random

    def take(self, number: str, matter: Matter, step: Step, key: str, parent: str | None) -> WorkOrder:
        """Take a step and return the order after it; `parent` is the order to merge into."""
        orders = self._services.work_orders
        order = orders.find(number)
        assert order is not None
        if isinstance(step, Rating):
            return self._rated(order, step, key)
        by = self._who(order, step)
        if step not in allowed(order, by.role) or self._too_late(order, step, parent):
            return order
        if by is CITIZEN:
            return self._of_citizen(order, step)
        return orders.act(number, step, by, self._details(order, matter, step, parent))

    def _too_late(self, order: WorkOrder, step: Action, parent: str | None) -> bool:
        """A unit doesn't ask for more time when it is over; who isn't the only one to wait doesn't withdraw."""
        orders = self._services.work_orders
        if step is A.WITHDRAW:
            return bool(orders.children(order.number))
        if step is A.MERGE:
            older = orders.find(parent) if parent else None
            return older is None or older.status not in AT_UNIT
        return step is A.ASK_EXTENSION and order.due_at is not None and order.due_at <= self._services.now()

    def _who(self, order: WorkOrder, step: Action) -> Actor:
        if step in _UNIT:
            return people.unit(order.unit)
        if step in _CITIZEN:
            return CITIZEN
        return people.desk(self._random) if step in _DESK else people.lead()

    def _of_citizen(self, order: WorkOrder, step: Action) -> WorkOrder:
        care, by = self._services.citizen_orders, Asker((order.callback_phone or "")[-4:])
        if step is A.URGE:
            return care.urge(order.number, by)
        if step is A.ADD_FACTS:
            return care.add_facts(order.number, by, self._note(step))
        return care.withdraw(order.number, by, self._note(step))

    def _rated(self, order: WorkOrder, rating: Rating, key: str) -> WorkOrder:
        if order.status not in _ASKED_AFTER:
            return order
        by = people.desk(self._random)
        return self._services.citizen_orders.rate(order.number, by, _ANSWERS[rating], key)

    def _details(self, order: WorkOrder, matter: Matter, step: Action, parent: str | None) -> Details:
        if step is A.PREPARE:
            return Details(kind=matter.kind, category=matter.code, urgency=matter.urgency)
        if step is A.DISPATCH:
            return Details(unit=_other(matter.unit) if order.returned else matter.unit)
        if step in (A.ANSWER, A.REPORT):
            return Details(report=self._random.choice(words.ANSWERED if step is A.ANSWER else words.REPORTS))
        reason = self._random.choice(sorted(REASONS[step])) if step in REASONS else None
        due = self._later(order) if step in (A.ASK_EXTENSION, A.GRANT_EXTENSION) else None
        return Details(self._note(step), reason, parent=parent, due_at=due)

    def _note(self, step: Action) -> str:
        return self._random.choice(words.NOTES.get(step, ("",)))

    def _later(self, order: WorkOrder) -> datetime:
        now = self._services.now()
        return self._services.calendar.add_workdays(max(order.due_at or now, now), 1)


def _other(unit: str) -> str:
    """Return who takes an order that wasn't this unit's affair."""
    return "urban" if unit == "street" else "street"
