"""Deadlines that act: the clock is moved, and people are told at the right moments, each thing once."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.bootstrap import Services
from bot.business.china import CHINA
from bot.business.orders.actions import Action, Details
from bot.business.orders.order import WorkOrder
from bot.business.orders.states import Status
from bot.services import deadlines
from tests.integration.store.order_people import (
    AGENT,
    BAD,
    CALLER,
    DRAFT,
    LEAD,
    UNIT,
    Clock,
    dispatched,
    now_of,
    opened,
    together,
)

A = Action
HOUR = timedelta(hours=1)


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def told(services: Services, number: str) -> list[tuple[str, str, str]]:
    """Return what was told of an order: when in China, what, to whom."""
    return [
        (f"{notice.created_at.astimezone(CHINA):%m-%d %H:%M}", notice.kind, notice.recipient)
        for notice in services.notices.for_order(number)
    ]


def live_until(services: Services, clock: Clock, end: datetime) -> None:
    """Let time pass in steps of half an hour, with the sweep running."""
    while clock.moment < end:
        clock.moment += HOUR / 2
        services.deadlines.sweep()


def overdue(services: Services, clock: Clock) -> WorkOrder:
    order = dispatched(services)
    clock.forward(days=30)
    return order


def test_a_life_across_a_weekend_and_the_national_holiday(services: Services, clock: Clock) -> None:
    clock.moment = china("2026-09-23T10:00")  # Wednesday; 25 to 27 中秋节, 1 to 7 October 国庆节
    number = dispatched(services).number
    live_until(services, clock, china("2026-09-29T09:00"))
    act = services.work_orders.act
    act(number, A.SIGN, UNIT)
    act(number, A.CONTACT, UNIT)
    act(number, A.START, UNIT)
    clock.moment = china("2026-09-30T09:00")
    act(number, A.ASK_EXTENSION, UNIT, Details(note="等零件", due_at=china("2026-10-08T12:00")))
    act(number, A.GRANT_EXTENSION, LEAD, Details(due_at=china("2026-10-08T12:00")))
    live_until(services, clock, china("2026-10-08T13:00"))
    unit, lead = "unit:hrss", "role:supervisor"
    assert told(services, number) == [
        ("09-23 10:00", "dispatched", unit),
        ("09-24 17:30", "uncontacted", unit),
        ("09-24 17:30", "unsigned", unit),
        ("09-28 08:30", "reminder", unit),
        ("09-28 08:30", "uncontacted_still", lead),
        ("09-28 08:30", "unsigned_still", lead),
        ("09-29 08:30", "reminder", unit),
        ("09-30 09:00", "extension_asked", lead),
        ("09-30 09:00", "extension_granted", unit),
        ("10-08 08:30", "reminder", unit),
        ("10-08 12:00", "overdue", lead),
        ("10-08 12:00", "overdue", unit),
    ]
    assert now_of(services, number).supervised


def test_the_supervision_list_says_that_the_system_put_it_there(services: Services, clock: Clock) -> None:
    order = overdue(services, clock)
    services.deadlines.sweep()
    last = services.work_orders.events(order.number)[-1]
    assert (last.actor, last.action, last.note) == ("system", "supervise", "超过办理期限")


def test_a_supervisor_who_takes_it_off_the_list_is_not_overruled(services: Services, clock: Clock) -> None:
    number = overdue(services, clock).number
    services.deadlines.sweep()
    before = told(services, number)
    services.work_orders.act(number, A.END_SUPERVISION, LEAD)
    clock.forward(hours=1)
    services.deadlines.sweep()
    assert not now_of(services, number).supervised
    assert told(services, number) == before


def test_swept_again_it_tells_nothing_again(services: Services, clock: Clock) -> None:
    number = overdue(services, clock).number
    assert services.deadlines.sweep().notices > 0
    before = told(services, number)
    assert services.deadlines.sweep().notices == 0
    services.citizen_orders.urge(number, CALLER)  # a change: looked at anew
    services.deadlines.sweep()
    assert [each for each in told(services, number) if each[1] != "urged"] == before


def test_many_sweeps_at_once_tell_once(services: Services, clock: Clock) -> None:
    numbers = [dispatched(services, f"k{n}").number for n in range(60)]
    clock.forward(days=30)
    written = sum(swept.notices for swept in together(4, lambda _: services.deadlines.sweep()))
    kinds = [[kind for _, kind, _ in told(services, number)] for number in numbers]
    assert all(each.count("overdue") == 2 for each in kinds)
    assert written == sum(len(each) for each in kinds) - len(numbers)  # besides "dispatched"
    assert all(now_of(services, number).supervised for number in numbers)


def test_an_order_that_somebody_else_is_changing_is_told_of_afterwards(
    services: Services, clock: Clock, database_url: str
) -> None:
    if database_url.startswith("sqlite"):  # one writer: there the sweep waits instead
        return
    number = overdue(services, clock).number
    with services.database.unit_of_work() as work:
        assert work.work_orders.get(number, lock=True)
        assert services.deadlines.sweep().orders == 0
    assert services.deadlines.sweep().orders == 1


def test_a_kill_in_the_middle_of_a_sweep_loses_and_doubles_nothing(
    services: Services, clock: Clock, database_url: str, tmp_path: Path
) -> None:
    numbers = [dispatched(services, f"k{n}").number for n in range(60)]
    clock.forward(days=30)
    script = (
        "import os, signal, sys\nfrom datetime import datetime\nfrom pathlib import Path\n"
        "from bot.bootstrap import build_services\nfrom bot.settings import Settings\n"
        "now = datetime.fromisoformat(sys.argv[3])\n"
        "s = build_services(Settings(database_url=sys.argv[1], var=Path(sys.argv[2])), lambda: now)\n"
        "tell, count = s.notices.tell, iter(range(999))\n"
        "def dying(work, notice):\n"
        "    if next(count) == 320: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return tell(work, notice)\n"
        "s.notices.tell = dying\ns.deadlines.sweep()\n"
    )
    command = [sys.executable, "-c", script, database_url, str(tmp_path), clock.moment.isoformat()]
    assert subprocess.run(command, env=os.environ).returncode == -signal.SIGKILL
    half = sum("overdue" in [kind for _, kind, _ in told(services, number)] for number in numbers)
    assert 0 < half < len(numbers)
    services.deadlines.sweep()
    for number in numbers:
        kinds = [kind for _, kind, _ in told(services, number)]
        assert kinds.count("overdue") == 2
        assert now_of(services, number).supervised


def test_steps_tell_people_in_the_same_transaction(services: Services, clock: Clock) -> None:
    number = dispatched(services).number
    act = services.work_orders.act
    act(number, A.ASK_RETURN, UNIT, Details(note="不归我们管"))
    act(number, A.GRANT_RETURN, LEAD)
    clock.forward(minutes=1)
    act(number, A.DISPATCH, AGENT, Details(unit="hrss"))
    for action in (A.SIGN, A.CONTACT, A.START):
        act(number, action, UNIT)
    services.citizen_orders.add_facts(number, CALLER, "还是不亮")
    act(number, A.REPORT, UNIT, Details(report="修好了"))
    act(number, A.PASS, LEAD)
    services.citizen_orders.rate(number, CALLER, BAD, "r")
    assert sorted(kind for _, kind, _ in told(services, number)) == sorted(
        ["dispatched", "return_asked", "return_granted", "dispatched", "facts_added", "reopened"]
    )


def test_a_step_that_fails_tells_nobody(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    number = dispatched(services).number
    before = told(services, number)
    monkeypatch.setattr(
        "bot.store.unit_of_work.SqlUnitOfWork.commit",
        lambda self: (_ for _ in ()).throw(OSError("disk full")),
    )
    with pytest.raises(OSError, match="disk full"):
        services.work_orders.act(number, A.ASK_RETURN, UNIT, Details(note="不归我们管"))
    monkeypatch.undo()
    assert told(services, number) == before
    assert now_of(services, number).status is Status.DISPATCHED


def test_orders_that_wait_for_us_are_not_forgotten(services: Services, clock: Clock) -> None:
    number = opened(services).number
    clock.forward(hours=3)
    services.deadlines.sweep()
    assert [(kind, to) for _, kind, to in told(services, number)] == [("left_waiting", "role:supervisor")]


def test_a_held_order_comes_back(services: Services, clock: Clock) -> None:
    number = dispatched(services).number
    for action in (A.SIGN, A.CONTACT, A.START):
        services.work_orders.act(number, action, UNIT)
    held = services.work_orders.act(number, A.HOLD, LEAD, Details(note="等开春再修"))
    assert held.review_at is not None
    live_until(services, clock, clock.moment + HOUR)
    clock.moment = held.review_at
    services.deadlines.sweep()
    assert [kind for _, kind, _ in told(services, number)][-1] == "held_review"


def test_a_year_without_holidays_is_told_once(services: Services, clock: Clock) -> None:
    clock.moment = china("2026-12-28T10:00")
    for n in range(3):
        dispatched(services, f"k{n}")
    assert services.deadlines.sweep().notices == 1
    (notice,) = [each for each in services.notices.due(100) if each.kind == "calendar_unknown"]
    assert notice.recipient == "role:admin"
    assert "2027 年" in notice.text


def test_promised_calls_are_told_once_for_each_time(services: Services, clock: Clock) -> None:
    time = services.callbacks.times()[1]
    asked = services.callbacks.request("13800138000", time.start, time.end, "养老金", "k")
    assert services.deadlines.sweep().notices == 0
    clock.moment = asked.wanted_from
    assert [services.deadlines.sweep().notices for _ in range(2)] == [1, 0]
    services.callbacks.claim(asked.id, "li")
    later = services.callbacks.times()[2]
    services.callbacks.try_again(asked.id, "li", later.start, later.end, "没人接")
    clock.moment = later.start
    assert services.deadlines.sweep().notices == 1


def test_a_rule_that_fails_for_one_order_does_not_hold_up_the_others(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = dispatched(services, "a").number, dispatched(services, "b").number
    clock.forward(days=30)

    def moments(order, log, rules, right=deadlines.moments):
        if order.number == bad:
            raise ZeroDivisionError
        return right(order, log, rules)

    monkeypatch.setattr(deadlines, "moments", moments)
    services.deadlines.sweep()
    assert "overdue" in [kind for _, kind, _ in told(services, good)]
    assert "overdue" not in [kind for _, kind, _ in told(services, bad)]
    monkeypatch.undo()
    clock.forward(hours=2)
    services.deadlines.sweep()
    assert "overdue" in [kind for _, kind, _ in told(services, bad)]


def test_looked_at_once_an_order_waits_for_its_moment(services: Services) -> None:
    services.work_orders.open(DRAFT, "k")
    assert services.deadlines.sweep().orders == 1
    assert services.deadlines.sweep().orders == 0
