"""Orders at each stage, the people around them, a clock that the test moves, and many at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from bot.bootstrap import Services
from bot.business.errors import BusinessError
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor
from bot.business.orders.answers import Answers
from bot.business.orders.asker import Asker
from bot.business.orders.order import Draft, Satisfaction, WorkOrder
from bot.business.staff import Role

DRAFT = Draft("路灯坏了三天没人修", "鹿城区人民路", "前天晚上", "13800138000")
AGENT, LEAD = Actor("li", Role.AGENT), Actor("wang", Role.SUPERVISOR)
UNIT, OTHER = Actor("rs", Role.DEPARTMENT, "hrss"), Actor("yb", Role.DEPARTMENT, "ybj")
CALLER = Asker("8000")
GOOD, BAD = Answers(True, True, Satisfaction.SATISFIED), Answers(True, False, Satisfaction.DISSATISFIED)
A = Action


@dataclass
class Clock:
    """The present, as the test wants it."""

    moment: datetime = datetime(2026, 11, 26, 4, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **amount: int) -> None:
        self.moment += timedelta(**amount)


def together(count: int, work):
    """Run `work(index)` in `count` threads at the same moment; a refusal is the exception itself."""
    start = threading.Barrier(count)

    def run(index: int):
        start.wait()
        try:
            return work(index)
        except BusinessError as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(run, index) for index in range(count)]]


def opened(services: Services, key: str = "k", draft: Draft = DRAFT) -> WorkOrder:
    return services.work_orders.open(draft, key)


def dispatched(services: Services, key: str = "k", draft: Draft = DRAFT) -> WorkOrder:
    number = opened(services, key, draft).number
    services.work_orders.act(number, A.PREPARE, AGENT)
    return services.work_orders.act(number, A.DISPATCH, AGENT, Details(unit="hrss"))


def waiting_for_callback(services: Services, key: str = "k") -> WorkOrder:
    number = dispatched(services, key).number
    for action, actor in ((A.SIGN, UNIT), (A.CONTACT, UNIT), (A.START, UNIT)):
        services.work_orders.act(number, action, actor)
    services.work_orders.act(number, A.REPORT, UNIT, Details(report="灯换好了"))
    return services.work_orders.act(number, A.PASS, LEAD)


def now_of(services: Services, number: str) -> WorkOrder:
    found = services.work_orders.find(number)
    assert found is not None
    return found
