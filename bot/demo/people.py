"""Who takes part: invented accounts, numbers and streets, all of which say that they are."""

from dataclasses import dataclass
from random import Random

from bot.business.orders.actor import Actor
from bot.business.queueing.groups import Group
from bot.business.staff import DEMO_PREFIX, Role

TAG = "【演示】"  # at the beginning of whatever a demo citizen brings
NUMBERS = "1380000"  # what all demo numbers begin with; four digits follow
LEAD = f"{DEMO_PREFIX}supervisor"  # added last: who has it has a whole demo

UNITS = (
    "hrss",
    "medical",
    "urban",
    "housing",
    "market",
    "water_supply",
    "gas_supply",
    "traffic_police",
    "street",
)
_GROUPS = (
    (Group.SOCIAL, Group.GENERAL),
    (Group.MEDICAL, Group.GENERAL),
    (Group.SOCIAL, Group.MEDICAL),
    (Group.GENERAL,),
    (Group.SOCIAL, Group.MEDICAL, Group.GENERAL),
)
_DIGITS = "一二三四五六七八九"
_CALLERS = 900  # some of them come again
_STREETS = ("示范路", "样板街", "演示大道", "例子巷", "模拟新村", "虚构花园", "假想小区", "练习弄")
_WHEN = (
    "今天早上",
    "昨天晚上",
    "前天开始",
    "这个星期一直这样",
    "上个星期",
    "三天了",
    "刚才",
    "最近一个月",
)


@dataclass(frozen=True)
class Account:
    """An account to be added."""

    username: str
    name: str
    role: Role
    unit: str | None = None
    groups: tuple[Group, ...] = (Group.GENERAL,)
    capacity: int = 3


AGENTS = tuple(
    Account(
        f"{DEMO_PREFIX}agent-{place}", f"演示坐席{_DIGITS[place - 1]}", Role.AGENT, groups=groups, capacity=4
    )
    for place, groups in enumerate(_GROUPS, 1)
)
SUPERVISOR = Account(LEAD, "演示班长", Role.SUPERVISOR)


def of_unit(code: str, name: str) -> Account:
    """Return the account of who works for a unit."""
    return Account(unit(code).username, f"演示·{name}", Role.DEPARTMENT, code)


def desk(random: Random) -> Actor:
    """Return one of the agents."""
    return Actor(random.choice(AGENTS).username, Role.AGENT)


def lead() -> Actor:
    """Return the supervisor."""
    return Actor(LEAD, Role.SUPERVISOR)


def unit(code: str | None) -> Actor:
    """Return who works for a unit."""
    return Actor(f"{DEMO_PREFIX}unit-{code}", Role.DEPARTMENT, code)


def number(random: Random) -> str:
    """Return a caller's telephone number."""
    return f"{NUMBERS}{random.randrange(_CALLERS):04}"


def place(random: Random) -> str:
    """Return an address."""
    return f"{random.choice(_STREETS)}{random.randrange(1, 200)}号"


def occurred(random: Random) -> str:
    """Return when something was, as citizens say it."""
    return random.choice(_WHEN)
