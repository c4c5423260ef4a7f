"""A month of a city until now, and what stands open at this moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.bootstrap import Services
from bot.business.conversation import Channel
from bot.business.orders.actions import Action
from bot.business.orders.catalogue import Matter
from bot.business.orders.order import Urgency
from bot.demo import people
from bot.demo.courses import ENDING, LEFT_LYING, USUAL, Course
from bot.demo.day import arrivals
from bot.demo.office import Office
from bot.demo.orders import OrderLives, even_pace, usual_pace
from bot.demo.talks import TalkLives
from bot.demo.timeline import Clock, Timeline

_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
_WAITING = (Channel.WEB,) * 6 + (Channel.PHONE,) * 2
_IN_TALK = (Channel.WEB, Channel.PHONE, Channel.PHONE)  # by one of the first agents each
_PROMISED = 4
_LYING = 6  # orders whose unit lets the limit pass


@dataclass(frozen=True)
class Size:
    """How many: orders in all days, talks in the days before the last one, talks on the last day."""

    days: int = 30
    orders: int = 560
    talks: int = 320
    today: int = 80


class City:
    """Fills a store through the services whose clock is `clock`."""

    def __init__(self, services: Services, clock: Clock, seed: int, size: Size) -> None:
        self._services = services
        self._random = Random(seed)
        self._size = size
        self._until = clock()
        self._since = self._until - size.days * _DAY
        clock.moment = self._since
        self._time = Timeline(clock)
        self._matters = [m for m in services.catalogue().matters.values() if m.unit in people.UNITS]
        ours: set[str] = set()
        self._orders = OrderLives(services, self._random, ours)
        self._talks = TalkLives(services, self._random, self._orders, self._matters, ours)
        self._office = Office(services, ours)

    def live(self, password: str) -> None:
        """Let it all happen; every demo account gets the password."""
        self._office.open(password)
        self._time.begin(self._since, self._office.sweeps())
        self._usual_orders()
        self._one_of_each_state()
        self._usual_talks()
        self._now()
        self._time.run(self._until)
        self._office.close(password)

    def _usual_orders(self) -> None:
        moments = arrivals(self._random, self._since, self._until - 2 * _HOUR, self._size.orders)
        weights, courses = zip(*USUAL, strict=True)
        for place, at in enumerate(moments):
            course = self._random.choices(courses, weights)[0]
            pace = usual_pace(self._services, self._random)
            self._time.begin(at, self._orders.life(self._matter(course), course, f"demo-order-{place}", pace))

    def _one_of_each_state(self) -> None:
        for status, course in ENDING.items():
            for each in range(2):
                since = self._until - self._random.uniform(5, 20) * _HOUR
                self._order(course, since, self._until, f"demo-{status.value}-{each}")
        for each in range(_LYING):
            since = self._until - self._random.uniform(17, 24) * _DAY
            self._order(LEFT_LYING, since, since + 2 * _DAY, f"demo-lying-{each}")

    def _order(self, course: Course, since: datetime, until: datetime, key: str) -> None:
        pace = even_pace(self._services, since, until, course)
        self._time.begin(since, self._orders.life(self._one(_is_general), course, key, pace))

    def _usual_talks(self) -> None:
        yesterday = self._until - _DAY
        before = arrivals(self._random, self._since, yesterday, self._size.talks)
        today = arrivals(self._random, yesterday, self._until - 12 * _MINUTE, self._size.today)
        for place, at in enumerate((*before, *today)):
            self._time.begin(at, self._talks.life(f"demo-talk-{place}"))

    def _now(self) -> None:
        for place, by in enumerate(_WAITING):
            self._time.begin(self._ago(3, 9), self._talks.waits(f"demo-waiting-{place}", by))
        for place, by in enumerate(_IN_TALK):
            agent = people.AGENTS[place].username
            self._time.begin(self._ago(7, 8), self._talks.is_served(f"demo-now-{place}", by, agent))
        for place in range(_PROMISED):
            self._time.begin(self._ago(1, 12), self._talks.promised(f"demo-promised-{place}"))

    def _ago(self, least: float, most: float) -> datetime:
        return self._until - self._random.uniform(least, most) * _MINUTE

    def _matter(self, course: Course) -> Matter:
        if Action.TRANSFER in course:
            return self._one(lambda matter: matter.urgency is Urgency.EMERGENCY)
        if Action.ASK_EXTENSION in course:
            return self._one(_is_general)
        return self._random.choice(self._matters)

    def _one(self, which: Callable[[Matter], bool]) -> Matter:
        return self._random.choice([matter for matter in self._matters if which(matter)])


def _is_general(matter: Matter) -> bool:
    return matter.urgency is Urgency.GENERAL
