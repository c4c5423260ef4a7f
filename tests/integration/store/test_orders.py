"""Orders on both real databases, with people in each other's way."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from bot.bootstrap import Services, build_services
from bot.business import order_number
from bot.business.errors import Invalid, NotAllowed, NotFound
from bot.business.orders.actions import Details
from bot.business.orders.actor import Actor
from bot.business.orders.states import Status
from bot.business.staff import Role
from bot.settings import Settings
from bot.store.database import upgrade
from tests.integration.store.order_people import (
    AGENT,
    LEAD,
    OTHER,
    UNIT,
    A,
    Clock,
    dispatched,
    now_of,
    opened,
    together,
)


def test_one_key_is_one_order_however_many_ask_at_once(services: Services) -> None:
    numbers = {order.number for order in together(8, lambda _: opened(services, "same-key"))}
    assert len(numbers) == 1
    assert len(services.work_orders.search().orders) == 1


def test_taken_numbers_are_tried_again(services: Services) -> None:
    rolls = iter([7, 7, 7, 8])
    services.work_orders._below = lambda _: next(rolls)
    first, second = opened(services, "a"), opened(services, "b")
    assert first.number != second.number
    assert order_number.valid(second.number)


def test_order_survives_a_kill_right_after_it_was_promised(database_url: str, tmp_path: Path) -> None:
    upgrade(database_url)
    script = (
        "import os, signal, sys\n"
        "from bot.bootstrap import build_services\nfrom bot.settings import Settings\n"
        "from bot.business.orders.actions import Action\nfrom bot.business.orders.actor import SYSTEM\n"
        "from bot.business.orders.order import Draft\n"
        "w = build_services(Settings(database_url=sys.argv[1], var=sys.argv[2])).work_orders\n"
        "o = w.open(Draft('窗口没人', '瑞安', '今天'), 'k')\n"
        "print(w.act(o.number, Action.PREPARE, SYSTEM).number, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", script, database_url, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    services = build_services(Settings(database_url=database_url, var=tmp_path))
    assert now_of(services, done.stdout.strip()).status is Status.PENDING
    assert [event.action for event in services.work_orders.events(done.stdout.strip())] == [
        "registered",
        "prepare",
    ]
    services.database.close()


def test_the_log_tells_who_did_what_in_which_role(services: Services) -> None:
    number = dispatched(services).number
    services.work_orders.act(number, A.ASK_RETURN, UNIT, Details(note="不归我们管"))
    assert services.work_orders.reveal_phone(number, "li") == "13800138000"
    told = [
        (each.actor, each.role, each.action, each.to_status) for each in services.work_orders.events(number)
    ]
    assert told == [
        ("citizen", "citizen", "registered", "registered"),
        ("li", "agent", "prepare", "pending"),
        ("li", "agent", "dispatch", "dispatched"),
        ("rs", "department", "ask_return", "return_asked"),
        ("li", None, "phone_revealed", None),
    ]


def test_two_act_at_once_and_one_is_told_that_it_is_late(services: Services) -> None:
    number = dispatched(services).number
    results = together(6, lambda _: services.work_orders.act(number, A.SIGN, UNIT))
    late = [each for each in results if isinstance(each, NotAllowed)]
    assert len(late) == 5
    assert late[0].message == "“已签收”的工单不能签收。"
    assert [event.action for event in services.work_orders.events(number)].count("sign") == 1


def test_return_and_signing_at_once_leave_one_story(services: Services) -> None:
    number = dispatched(services).number
    steps = (A.SIGN, A.ASK_RETURN, A.SIGN, A.ASK_RETURN)
    together(4, lambda at: services.work_orders.act(number, steps[at], UNIT, Details(note="不归我们管")))
    events = services.work_orders.events(number)
    before = [event.from_status for event in events[1:]]
    after = [event.to_status for event in events[:-1]]
    assert before == after  # each step begins where the one before it ended
    assert now_of(services, number).status.value == events[-1].to_status


def test_a_foreign_unit_is_refused(services: Services) -> None:
    number = dispatched(services).number
    with pytest.raises(NotAllowed) as refused:
        services.work_orders.act(number, A.SIGN, OTHER)
    assert "不是派给您单位的" in refused.value.message
    for look in (services.work_orders.find_for, services.work_orders.events_for):
        assert look(number, UNIT)
        with pytest.raises(NotFound):
            look(number, OTHER)
    assert [each.number for each in services.work_orders.search(by=UNIT).orders] == [number]
    assert services.work_orders.search(by=OTHER).orders == ()
    assert services.work_orders.search(by=Actor("x", Role.DEPARTMENT)).orders == ()


def test_codes_that_are_not_in_the_catalogue_are_refused(services: Services) -> None:
    number = opened(services).number
    with pytest.raises(NotFound):
        services.work_orders.act(number, A.PREPARE, AGENT, Details(category="no-such-matter"))
    services.work_orders.act(number, A.PREPARE, AGENT)
    with pytest.raises(NotFound):
        services.work_orders.act(number, A.DISPATCH, AGENT, Details(unit="no-such-unit"))
    with pytest.raises(NotFound):
        services.work_orders.act("261126000000", A.PREPARE, AGENT)


def test_the_log_can_not_be_rewritten(services: Services, database_url: str) -> None:
    opened(services)
    url = make_url(database_url)
    engine = create_engine(url.set(drivername="postgresql+psycopg") if "postgresql" in database_url else url)
    for change in ("UPDATE work_order_events SET actor = 'nobody'", "DELETE FROM work_order_events"):
        with engine.connect() as connection, pytest.raises(DBAPIError, match="only added to"):
            connection.execute(text(change))
    engine.dispose()


def test_an_extension_goes_no_further_than_the_limits_say(services: Services, clock: Clock) -> None:
    number = dispatched(services).number
    services.work_orders.act(number, A.SIGN, UNIT)
    far = clock.moment + timedelta(days=3650)
    services.work_orders.act(number, A.ASK_EXTENSION, UNIT, Details(note="等材料", due_at=far))
    with pytest.raises(Invalid):
        services.work_orders.act(number, A.GRANT_EXTENSION, LEAD, Details(due_at=far))
    services.work_orders.act(number, A.REFUSE_EXTENSION, LEAD, Details(note="太久了"))
    assert now_of(services, number).status is Status.SIGNED
