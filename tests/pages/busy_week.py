"""A week of a small hotline, lived through the services with a clock that is set back: for pages that need full tables."""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from bot.bootstrap import Services, build_services
from bot.business.calls.events import Outcome
from bot.business.conversation import Channel, Speaker
from bot.business.errors import BusinessError
from bot.business.handoff import HandoffReason
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor
from bot.business.orders.answers import Answers
from bot.business.orders.asker import Asker
from bot.business.orders.order import Draft, Satisfaction
from bot.business.queueing.presence import PresenceState
from bot.business.staff import Role
from bot.settings import Settings

A, LEAD, AGENT = Action, Actor("chen", Role.SUPERVISOR), Actor("lin", Role.AGENT)
MATTERS = (
    ("人民路 28 号门口路灯坏了三天，晚上看不清路", "lighting"),
    ("单位拖欠两个月工资，找过老板没有结果", "labour"),
    ("小区后门垃圾两天没人清运", "urban"),
    ("家里从昨晚停水到现在，没有收到通知", "water_supply"),
    ("养老金这个月没有到账", "hrss"),
    ("工地夜里十二点还在打桩，老人睡不着", "environment"),
)
AGENTS = (("lin", "林晓"), ("zhou", "周敏"), ("wu", "吴海"), ("zheng", "郑洁"))


@dataclass
class Clock:
    """The moment that the services take for now."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment


def live_through(settings: Settings, password: str, orders_a_day: int = 11) -> None:
    """Fill an empty store with the seven days until now."""
    clock = Clock(datetime.now(timezone.utc))
    services, now, chance = build_services(settings, clock), clock.moment, random.Random(12345)
    services.staff.add("chen", password, "陈立", Role.SUPERVISOR, None, given=False)
    for username, name in AGENTS:
        services.staff.add(username, password, name, Role.AGENT, None, given=False)
    for day in range(7, -1, -1):
        for index in range(orders_a_day + chance.randint(-4, 4)):
            clock.moment = now - timedelta(days=day, hours=chance.random() * 7 + 0.5)
            _order(services, clock, now, chance, f"{day}-{index}")
        for _ in range(9):
            clock.moment = now - timedelta(days=day, hours=chance.random() * 7 + 0.5)
            _talk(services, clock, chance)
    clock.moment = now
    _present(services, clock)
    services.database.close()


def _order(services: Services, clock: Clock, now: datetime, chance: random.Random, key: str) -> None:
    text, unit = chance.choice(MATTERS)
    matter = services.catalogue().of_unit(unit)[0]
    phone = f"138{chance.randint(10_000_000, 10_000_030)}"
    number = services.work_orders.open(Draft(text, "鹿城区", "", phone, category=matter.code), key).number
    if chance.random() < 0.15:
        services.work_orders.act(number, A.ANSWER, AGENT, Details(report="已当场说明办理方式"))
        return
    by = Actor(f"u-{unit}", Role.DEPARTMENT, unit)
    steps = [(A.PREPARE, AGENT, Details()), (A.DISPATCH, AGENT, Details(unit=unit))]
    if chance.random() < 0.12:
        wrong = Actor("u-civil", Role.DEPARTMENT, "civil")
        steps[1] = (A.DISPATCH, AGENT, Details(unit="civil"))
        steps += [(A.ASK_RETURN, wrong, Details(note="不属于本单位职责")), (A.GRANT_RETURN, LEAD, Details())]
        steps += [(A.DISPATCH, AGENT, Details(unit=unit))]
    steps += [(each, by, Details()) for each in (A.SIGN, A.CONTACT, A.START)]
    if chance.random() < 0.75:
        steps += [(A.REPORT, by, Details(report="已派人到现场处理完毕")), (A.PASS, LEAD, Details())]
    for action, actor, details in steps:
        if clock.moment >= now:
            return
        services.work_orders.act(number, action, actor, details)
        clock.moment += timedelta(hours=chance.random() * 7)
    if clock.moment < now and steps[-1][0] is A.PASS and chance.random() < 0.85:
        solved = chance.random() < 0.9
        content = chance.choice([Satisfaction.SATISFIED, Satisfaction.SATISFIED, Satisfaction.BASICALLY])
        told = Answers(True, solved, content if solved else Satisfaction.DISSATISFIED)
        services.citizen_orders.rate(number, Asker(phone[-4:]), told, f"r{key}")


def _talk(services: Services, clock: Clock, chance: random.Random) -> None:
    call = services.calls.announce(str(uuid.uuid4()), f"139{chance.randint(10_000_000, 10_000_060)}")
    clock.moment += timedelta(seconds=chance.randint(1, 18))
    id = services.conversations.start(Channel.PHONE).id
    services.calls.begin(call.id, id, None)
    for topic in chance.sample(["pension", "medical", "unemployment", "card"], 2):
        services.conversations.add_turn(id, Speaker.CITIZEN, "怎么办理")
        services.conversations.add_turn(id, Speaker.ROBOT, "办理方式如下", kind="faq", topic=topic)
        clock.moment += timedelta(seconds=40)
    services.calls.end(call.id, Outcome.DONE)
    if chance.random() < 0.35:
        web = services.conversations.start(Channel.WEB).id
        services.conversations.add_turn(web, Speaker.CITIZEN, "转人工")
        handoff = services.handoffs.request(web, HandoffReason.ASKED)
        clock.moment += timedelta(seconds=chance.randint(5, 400))
        try:
            services.handoffs.claim(handoff.id, chance.choice(AGENTS)[0])
        except BusinessError:  # has no room
            return
        services.handoffs.end(handoff.id, services.handoffs.get(handoff.id).agent or "", "已经说明")  # type: ignore[union-attr]


def _present(services: Services, clock: Clock) -> None:
    """Two agents with as many talks as they may have, one who pauses, and four who wait."""
    for username in ("lin", "zhou"):
        services.presence.set(username, PresenceState.ONLINE)
        for _ in range(3):
            handoff = _asks(services, clock, 12)
            services.handoffs.claim(handoff, username)
            services.handoffs.say(handoff, username, "您好，请讲")
    services.presence.set("wu", PresenceState.AWAY)
    for minutes in (6, 4, 3, 2):
        _asks(services, clock, minutes)


def _asks(services: Services, clock: Clock, minutes: int) -> str:
    now = clock.moment
    clock.moment = now - timedelta(minutes=minutes)
    id = services.conversations.start(Channel.WEB).id
    services.conversations.add_turn(id, Speaker.CITIZEN, "我要找人工")
    handoff = services.handoffs.request(id, HandoffReason.ASKED)
    clock.moment = now
    return handoff.id
