"""The numbers on both databases: orders, talks and waits lived through the services, the shares counted by hand."""

import uuid
from datetime import date, datetime, timedelta, timezone

import pytest

from bot.bootstrap import Services
from bot.business.calls.events import Outcome
from bot.business.conversation import Channel, Speaker
from bot.business.handoff import HandoffReason
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor
from bot.business.orders.answers import Answers
from bot.business.orders.asker import Asker
from bot.business.orders.order import Draft, Satisfaction
from bot.business.queueing.groups import Group
from bot.business.queueing.presence import PresenceState
from bot.business.rates.rate import Rate
from bot.business.staff import Role
from bot.business.statistics.period import Period
from bot.business.statistics.report import Report
from tests.integration.store.order_people import (
    AGENT,
    BAD,
    CALLER,
    GOOD,
    LEAD,
    UNIT,
    Clock,
    dispatched,
    opened,
)

A = Action
OTHER = Actor("yb", Role.DEPARTMENT, "medical")
MONDAY = date(2026, 11, 23)
START = datetime(2026, 11, 23, 1, tzinfo=timezone.utc)  # Monday, nine o'clock


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    clock.moment = START


def report(services: Services, days: int = 1, first: date = MONDAY) -> Report:
    return services.statistics.report(Period(first, first + timedelta(days=days - 1)))


def rate(found: Report, name: str, section: str = "") -> Rate:
    return next(
        each for part in found.sections if section in part.title for each in part.rates if each.name == name
    )


def share(found: Report, name: str, section: str = "") -> tuple[float, int]:
    figure = rate(found, name, section)
    return figure.part, figure.whole


def act(services: Services, number: str, *actions: Action, by: Actor = UNIT, **given: object) -> None:
    for action in actions:
        services.work_orders.act(number, action, by, Details(**given))


def settled(services: Services, key: str, draft: Draft | None = None, unit: Actor = UNIT) -> str:
    """An order that waits for the callback."""
    number = (dispatched(services, key, draft) if draft else dispatched(services, key)).number
    act(services, number, A.SIGN, A.CONTACT, A.START, by=unit)
    act(services, number, A.REPORT, by=unit, report="办好了")
    act(services, number, A.PASS, by=LEAD)
    return number


def test_an_empty_store_gives_no_shares(services: Services) -> None:
    found = report(services, 7)
    assert {each.whole for part in found.sections for each in part.rates} == {0}
    assert {each.value for part in found.sections for each in part.rates} == {None}
    assert found.by_unit.blocks == ()
    assert [point.orders for point in found.points] == [0] * 7


def test_what_orders_come_to(services: Services, clock: Clock) -> None:
    rate_of = services.citizen_orders.rate
    good = settled(services, "good")
    rate_of(good, CALLER, GOOD, "r1")
    act(services, good, A.ARCHIVE, by=LEAD)  # still counts as what it was: closed in time
    redone = settled(services, "redone")
    rate_of(redone, CALLER, BAD, "r2")
    act(services, redone, A.START)
    act(services, redone, A.REPORT, report="重新办好了")
    act(services, redone, A.PASS, by=LEAD)
    rate_of(redone, CALLER, Answers(True, True, Satisfaction.BASICALLY), "r3")
    returned = dispatched(services, "returned").number
    act(services, returned, A.ASK_RETURN, note="不归我们管")
    act(services, returned, A.GRANT_RETURN, by=LEAD)
    act(services, returned, A.DISPATCH, by=AGENT, unit="medical")
    refused = dispatched(services, "refused").number
    act(services, refused, A.ASK_RETURN, note="也不归我们管")
    act(services, refused, A.REFUSE_RETURN, by=LEAD, note="是你们的")
    extended = dispatched(services, "extended").number
    act(services, extended, A.SIGN)
    limit = services.work_orders.find(extended).due_at  # type: ignore[union-attr]
    assert limit is not None
    later = limit + timedelta(days=2)
    act(services, extended, A.ASK_EXTENSION, note="等材料", due_at=later)
    act(services, extended, A.GRANT_EXTENSION, by=LEAD, note="材料在路上", due_at=later)
    answered = opened(services, "answered").number
    act(services, answered, A.ANSWER, by=AGENT, report="当场说清楚了")
    act(services, answered, A.REOPEN, by=LEAD, note="没说清楚")  # of the desk's answer: no redo
    settled_at_once = opened(services, "at once").number
    act(services, settled_at_once, A.ANSWER, by=AGENT, report="当场说清楚了")
    merged = opened(services, "merged").number
    services.work_orders.merge(merged, refused, AGENT)
    act(services, opened(services, "elsewhere").number, A.REDIRECT, by=AGENT, reason="court")

    now = report(services)
    assert share(now, "on_time") == (2, 2)  # good (archived), redone
    assert dict(rate(now, "on_time").excluded) == {
        "未到期，还在办理": 3,  # returned, refused, extended
        "没有办理时限": 3,  # answered and reopened, answered, redirected
        "重复诉求，由原单统计": 1,
    }
    assert share(now, "return") == (2, 5)  # returned and refused of the five that were dispatched
    assert share(now, "first_dispatch_error") == (1, 5)
    assert share(now, "redo") == (1, 2)
    assert share(now, "duplicate") == (1, 8)  # the redirected one wasn't accepted
    assert share(now, "direct_answer") == (1, 8)

    clock.forward(days=30)  # whatever is open is late now
    late = report(services)
    assert share(late, "on_time") == (2, 4)
    assert share(late, "on_time_extended") == (0, 1)
    assert dict(rate(late, "on_time").notes) == {"已过期限，还没有办结，按逾期计": 2}


def test_what_citizens_said(services: Services) -> None:
    rate_of = services.citizen_orders.rate
    first, second, third = (settled(services, key) for key in ("a", "b", "c"))
    child = opened(services, "child", Draft("同一盏路灯", "人民路", "前天", "13900139001")).number
    services.work_orders.merge(child, first, AGENT)
    rate_of(first, CALLER, GOOD, "1")
    rate_of(child, Asker("9001"), Answers(True, True, Satisfaction.BASICALLY), "2")
    rate_of(second, CALLER, BAD, "3")
    rate_of(third, AGENT, Answers(None, None, None, valid=False), "4")
    found = report(services)
    assert share(found, "response") == (3, 3)
    assert share(found, "solved") == (2, 3)
    assert share(found, "satisfied") == (1.9, 3)
    assert share(found, "overall") == (pytest.approx(0.1 * 3 + 0.5 * 2 + 0.4 * 1.9), 3)
    assert rate(found, "response").excluded == (("不是有效回访", 1),)
    assert "非官方" in rate(found, "overall").label
    [block] = found.by_unit.blocks
    [line] = block.lines
    assert line.name == "人力资源和社会保障局"  # whose the merged citizen's answer is, too
    assert [cell and cell.whole for cell in line.cells[:3]] == [3, 3, 3]
    assert [cell and cell.rate for cell in line.cells[:3]] == [None] * 3  # fewer than five: not shown


def test_units_stand_by_name_and_returns_count_for_who_was_asked_first(services: Services) -> None:
    for count in range(6):
        number = dispatched(services, f"k{count}").number
        act(services, number, A.ASK_RETURN, note="不归我们管")
        act(services, number, A.GRANT_RETURN, by=LEAD)
        act(services, number, A.DISPATCH, by=AGENT, unit="medical")
        act(services, number, A.SIGN, A.CONTACT, A.START, by=OTHER)
        act(services, number, A.REPORT, by=OTHER, report="办好了")
        act(services, number, A.PASS, by=LEAD)
        act(services, number, A.CLOSE, by=LEAD, note="市民没有意见")
    table = report(services).by_unit
    [block] = table.blocks
    assert [line.name for line in block.lines] == ["人力资源和社会保障局", "医疗保障局"]
    shown = {
        (line.name, column): cell.rate and (cell.rate.part, cell.rate.whole)
        for line in block.lines
        for column, cell in zip(table.columns, line.cells, strict=True)
        if cell
    }
    assert shown == {
        ("人力资源和社会保障局", "退单率"): (6, 6),
        ("人力资源和社会保障局", "首次派单差错率"): (6, 6),
        ("医疗保障局", "按时办结率"): (6, 6),
        ("医疗保障局", "重办率"): (0, 6),
    }


def talk(services: Services, *said: str, caller: str | None = None) -> str:
    """A talk in which the robot answers each sentence; by telephone when the caller is known."""
    if caller:
        call = services.calls.announce(str(uuid.uuid4()), caller)
        id = services.conversations.start(Channel.PHONE).id
        services.calls.begin(call.id, id, None)
        services.calls.end(call.id, Outcome.DONE)
    else:
        id = services.conversations.start(Channel.WEB).id
    for sentence in said:
        services.conversations.add_turn(id, Speaker.CITIZEN, sentence)
        services.conversations.add_turn(id, Speaker.ROBOT, "答复", kind="faq", topic=sentence)
    return id


def test_what_the_robot_settles_alone(services: Services, clock: Clock) -> None:
    talk(services, "pension", caller="13800138000")  # comes again within the day
    clock.forward(hours=5)
    talk(services, "medical", caller="13800138000")
    talk(services)  # opened the page and said nothing: no session
    talk(services, caller="13700137000")  # hung up without a word
    left = talk(services, "pension")
    services.conversations.add_turn(left, Speaker.CITIZEN, "还在吗")  # and nobody answered
    bad = talk(services, "pension")
    services.desk_things.rate(bad, False, Satisfaction.DISSATISFIED)
    handed = talk(services, "pension")
    services.handoffs.request(handed, HandoffReason.ASKED)
    talk(services, "pension")
    assert share(report(services), "containment") == (0, 0)  # too early to tell
    clock.forward(days=2)
    found = report(services)
    assert share(found, "containment") == (2, 7)
    assert share(found, "containment_known") == (1, 3)
    assert rate(found, "containment").notes == (("不知道是谁，看不出是否再来，按没有再来计", 4),)
    assert sum(point.containment.whole for point in found.points) == 7


def test_who_comes_again_with_the_same_matter(services: Services, clock: Clock) -> None:
    codes = list(services.catalogue().matters)[:2]
    draft = Draft("养老金没到账", "", "", "13800138000", category=codes[0])
    opened(services, "before", draft)
    clock.forward(days=5)
    saturday = MONDAY + timedelta(days=5)
    opened(services, "again", draft)  # five days later: the first one's repeat
    opened(services, "other", Draft("另一件事", "", "", "13800138000", category=codes[1]))
    talk(services, "pension", caller="13600136000")
    talk(services, "pension", caller="13600136000")
    clock.forward(days=10)
    monday, later = report(services), report(services, first=saturday)
    assert share(monday, "first_contact_resolution") == (0, 1)
    assert share(later, "first_contact_resolution") == (1, 2)  # the other matter; the talk came twice
    assert dict(rate(later, "first_contact_resolution").excluded) == {"同一件事再次来电，算在第一次上": 2}


def there(services: Services, *usernames: str) -> None:
    for username in usernames:
        services.staff.add(username, "a long enough one", f"坐席{username}", Role.AGENT, None, given=False)
        services.presence.set(username, PresenceState.ONLINE)


def test_how_long_people_wait(services: Services, clock: Clock) -> None:
    there(services, "li", "he")
    handoffs = [
        services.handoffs.request(services.conversations.start(Channel.WEB).id, HandoffReason.ASKED)
        for _ in range(5)
    ]
    clock.forward(seconds=40)
    services.handoffs.claim(handoffs[0].id, "li")
    services.handoffs.claim(handoffs[1].id, "li")
    services.presence.seen("he")
    services.handoffs.withdraw(handoffs[2].conversation_id, "citizen", "callback")
    services.handoffs.request(
        handoffs[2].conversation_id, HandoffReason.ASKED
    )  # and wants a person after all
    clock.forward(seconds=200)
    for name in ("li", "he"):
        services.presence.seen(name)
    services.handoffs.transfer(handoffs[1].id, "li", "he", "他更懂")  # was answered after 40 s all the same
    services.handoffs.claim(handoffs[3].id, "he")
    found = report(services)
    [online] = [part for part in found.sections if "网上" in part.title]
    assert online.waiting is not None
    assert (online.waiting.answered, online.waiting.p50, online.waiting.p90) == (3, 40, 240)
    assert share(found, "connection", "网上") == (3, 4)  # one went another way; two still wait
    assert dict(rate(found, "connection", "网上").excluded) == {"还在等待": 2}
    assert share(found, "answered_within_of_offered", "网上") == (2, 4)  # 180 s in writing


def test_calls_are_answered_or_never_come(services: Services, clock: Clock) -> None:
    for seconds in (3, 20):
        call = services.calls.announce(str(uuid.uuid4()), "13800138000")
        clock.forward(seconds=seconds)
        services.calls.begin(call.id, services.conversations.start(Channel.PHONE).id, None)
    services.calls.announce(str(uuid.uuid4()), "13800138000")
    clock.forward(minutes=5)
    services.calls.announce(str(uuid.uuid4()), "13800138000")  # on its way
    found = report(services)
    assert share(found, "connection", "小政") == (2, 3)
    assert share(found, "abandoned", "小政") == (1, 3)
    assert share(found, "answered_within_of_offered", "小政") == (1, 3)


def test_what_goes_on_now(services: Services, clock: Clock) -> None:
    there(services, "li", "he", "wu")
    for _ in range(3):
        services.handoffs.request(services.conversations.start(Channel.WEB).id, HandoffReason.ASKED)
        clock.forward(seconds=10)
    services.handoffs.claim(services.handoffs.waiting()[0].id, "li")
    services.presence.set("he", PresenceState.AWAY)
    clock.forward(seconds=20)
    services.presence.seen("li")
    live = services.statistics.live()
    queue = {each.group: (each.waiting, each.oldest) for each in live.queue}
    assert queue == {
        Group.SOCIAL: (0, None),
        Group.MEDICAL: (0, None),
        Group.GENERAL: (2, START + timedelta(seconds=10)),
    }
    agents = [(agent.username, agent.state, agent.there, agent.talks) for agent in live.agents]
    assert agents == [("he", "小休", True, 0), ("li", "在线", True, 1), ("wu", "失去联系", False, 0)]


def test_orders_at_risk(services: Services, clock: Clock) -> None:
    first = dispatched(services, "first").number
    act(services, first, A.SIGN)
    due = services.work_orders.find(first).due_at  # type: ignore[union-attr]
    assert due is not None
    assert services.statistics.at_risk().orders == ()
    clock.moment = due - timedelta(hours=3)
    second = dispatched(services, "second").number  # its limit is days away
    assert second
    soon = services.statistics.at_risk()
    assert [(each.number, each.due_at) for each in soon.orders] == [(first, due)]
    assert [(each.unit, each.overdue, each.soon) for each in soon.units] == [("hrss", 0, 1)]
    clock.moment = due + timedelta(minutes=1)
    late = services.statistics.at_risk()
    assert (late.overdue, late.soon) == (1, 0)
    act(services, first, A.CONTACT, A.START)
    act(services, first, A.REPORT, report="办好了")
    assert services.statistics.at_risk().orders == ()  # nothing more to do for the unit
