"""The life of a demo order: registered, and then what its course says."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from bot.bootstrap import Services
from bot.business.orders.actions import Action
from bot.business.orders.actor import CITIZEN
from bot.business.orders.catalogue import Matter
from bot.business.orders.order import Draft, Urgency, WorkOrder
from bot.business.orders.states import AT_UNIT, Status
from bot.demo import people
from bot.demo.courses import SETTLED, Course, Step
from bot.demo.order_steps import OrderSteps
from bot.demo.timeline import Life

Pace = Callable[[WorkOrder, Step], datetime]  # when the next step is taken
A = Action
_HOURS = {Urgency.EMERGENCY: 0.2, Urgency.UTILITY: 2.5, Urgency.GENERAL: 15.0, Urgency.COMPLEX: 30.0}
_AT_ONCE = frozenset({A.PREPARE, A.DISPATCH, A.ANSWER, A.TRANSFER, A.REDIRECT, A.INFORM, A.MERGE})
_SAME_MATTER = (A.MERGE, A.INFORM)
_RECENT = 30  # orders among which one that is the same is looked for
_SLOW = 4  # times


class OrderLives:
    """Begins lives of orders; their numbers go into `ours`."""

    def __init__(self, services: Services, random: Random, ours: set[str]) -> None:
        self._ours = ours
        self._services = services
        self._random = random
        self._steps = OrderSteps(services, random)
        self._recent: list[tuple[str, Matter]] = []

    def life(self, matter: Matter, course: Course, key: str, pace: Pace) -> Life:
        """Register an order and live its course, each step at the time of `pace`."""
        parent = self._parent() if course and course[0] in _SAME_MATTER else None
        if parent is None:
            order = self._registered(self._draft(matter), key)
            yield from self.lived(order, matter, course, pace)
            return
        older, matter = parent
        order = self._registered(self._draft(matter, older), key)
        yield from self.lived(order, matter, course, pace, older.number)

    def lived(
        self, order: WorkOrder, matter: Matter, course: Course, pace: Pace, parent: str | None = None
    ) -> Life:
        """Live the course of an order that is registered; `parent` is the one it may be merged into."""
        self._ours.add(order.number)
        if parent is None and not matter.personal and matter.urgency is Urgency.GENERAL:
            self._recent = [*self._recent[1 - _RECENT :], (order.number, matter)]
        if parent is None and course and course[0] in _SAME_MATTER:
            course = SETTLED  # nothing is there yet that it could be the same as
        for place, step in enumerate(course):
            yield pace(order, step)
            order = self._steps.take(order.number, matter, step, str(place), parent)
        if parent is not None and order.status is Status.REGISTERED:
            yield from self.lived(order, matter, SETTLED, pace)  # the other one was settled meanwhile

    def _parent(self) -> tuple[WorkOrder, Matter] | None:
        for number, matter in reversed(self._recent):
            order = self._services.work_orders.find(number)
            if order is not None and order.status in AT_UNIT:
                return order, matter
        return None

    def _draft(self, matter: Matter, like: WorkOrder | None = None) -> Draft:
        random = self._random
        return Draft(
            people.TAG + random.choice(matter.examples),
            like.place if like else people.place(random),
            people.occurred(random),
            people.number(random),
            matter.kind,
            keep_secret=random.random() < 0.05,
        )

    def _registered(self, draft: Draft, key: str) -> WorkOrder:
        by_citizen = self._random.random() < 0.65
        by = CITIZEN if by_citizen else people.desk(self._random)
        channel = self._random.choice(("web", "phone", "phone")) if by_citizen else "agent"
        return self._services.work_orders.open(draft, key, None, by.username, channel)


def usual_pace(services: Services, random: Random) -> Pace:
    """Return how quickly people act: by urgency, in office hours unless it can't wait; one in eight is slow."""
    times = _SLOW if random.random() < 0.12 else 1

    def pace(order: WorkOrder, step: Step) -> datetime:
        hours = 0.5 if step in _AT_ONCE else _HOURS[order.urgency] * times
        at = services.now() + timedelta(hours=hours * random.uniform(0.2, 1.8))
        if order.urgency in (Urgency.EMERGENCY, Urgency.UTILITY) or step in _AT_ONCE:
            return at
        opened = services.calendar.next_open(at)
        return opened if opened == at else opened + timedelta(minutes=random.randrange(120))

    return pace


def even_pace(services: Services, since: datetime, until: datetime, course: Course) -> Pace:
    """Return a pace that takes all steps of a course between two moments, with the same pause between them."""
    pause = (until - since) / (len(course) + 1)
    return lambda order, step: services.now() + pause
