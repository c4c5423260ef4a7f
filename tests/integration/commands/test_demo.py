"""hotline demo: full pages for a visitor, all of it marked as invented."""

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, inspect, text

from bot.bootstrap import Services, build_services
from bot.business.notices.occasions import Occasion
from bot.business.orders.actions import Details
from bot.business.orders.actor import Actor
from bot.business.orders.order import Draft
from bot.business.orders.search import LARGEST_PAGE, Filters, OrderPage, Page
from bot.business.orders.states import Status
from bot.business.queueing.callback_request import CallbackStatus
from bot.business.staff import Role
from bot.demo.city import City, Size
from bot.demo.people import LEAD, NUMBERS, TAG
from bot.demo.timeline import Clock
from bot.settings import Settings
from bot.store.database import upgrade
from bot.web.app import create_app
from tests.integration.commands.hotline import hotline
from tests.integration.web.staff_site import StaffSite

_PASSWORD = "Xk29-fjwo-2lsP"
_SMALL = Size(orders=80, talks=20, today=30)
_TINY = Size(orders=40, talks=8, today=8)
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])")  # not the digits of a hash


def filled(var: Path, at: datetime, size: Size = _SMALL) -> Services:
    settings = Settings(var=var, vosk_model=var / "none", rasa_port=1)
    upgrade(settings.database)
    clock = Clock(at)
    services = build_services(settings, clock, durable=False)
    City(services, clock, 1, size).live(_PASSWORD)
    return services


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A small demo that was just made, at the hour at which the test runs."""
    services = filled(tmp_path_factory.mktemp("demo"), datetime.now(timezone.utc), _SMALL)
    yield services
    services.database.close()


def everything(url: str) -> dict[str, list[str]]:
    """Return each row of each table as text."""
    engine = create_engine(url)
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        found = {
            name: [str(row) for row in connection.execute(text(f"SELECT * FROM {name}"))] for name in tables
        }
    engine.dispose()
    return found


def orders_of(services: Services, filters: Filters) -> OrderPage:
    return services.work_orders.search(filters, Page(LARGEST_PAGE))


def test_orders_are_in_every_state(city: Services) -> None:
    missing = [each for each in Status if not orders_of(city, Filters(statuses=frozenset({each}))).orders]
    assert missing == []


def test_orders_have_been_through_everything(city: Services) -> None:
    with_past = [
        order for each in Status for order in orders_of(city, Filters(statuses=frozenset({each}))).orders
    ]
    for what in ("supervised", "returned", "extended", "redone", "urged", "parent"):
        assert any(getattr(order, what) for order in with_past), what
    assert city.statistics.at_risk().overdue > 0
    logs = [city.work_orders.events(order.number) for order in with_past]
    assert all(log == sorted(log, key=lambda event: event.at) for log in logs)
    assert all(event.at <= city.now() for log in logs for event in log)


def test_people_wait_are_talked_to_and_are_promised_calls(city: Services) -> None:
    waiting, active = city.handoffs.waiting(), city.handoffs.active()
    assert len(waiting) >= 8
    assert len(active) >= 3
    assert all(each.summary.startswith(TAG) for each in (*waiting, *active))
    promised = city.callbacks.list(CallbackStatus.OPEN)
    assert promised
    assert all(each.about.startswith(TAG) for each in promised)
    assert any(call.outcome for call in city.calls.latest())


def test_all_is_marked_and_numbers_are_invented(city: Services) -> None:
    rows = everything(str(city.database._engine.url))
    for order in (
        each for status in Status for each in orders_of(city, Filters(statuses=frozenset({status}))).orders
    ):
        assert order.matter.startswith(TAG)
    first = [row for row in rows["turns"] if ", 1, 'citizen'," in row]
    assert len(first) == len(rows["conversations"])
    assert all(TAG in row for row in first)
    numbers = {number for table in rows.values() for row in table for number in _MOBILE.findall(row)}
    assert numbers
    assert all(number.startswith(NUMBERS) for number in numbers)


def test_nobody_outside_is_told_of_invented_orders_but_of_real_ones(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path)
    upgrade(settings.database)
    clock = Clock(datetime.now(timezone.utc))
    services = build_services(settings, clock)
    real = services.work_orders.open(Draft("路灯坏了", "人民路", "昨天", f"{NUMBERS}0001"), "real")
    services.dispatching.dispatch(real.number, Details(unit="lighting"), Actor("li", Role.AGENT))
    City(services, clock, 1, _TINY).live(_PASSWORD)
    clock.moment += timedelta(hours=1)
    told = [each for each in services.notices.due(1000) if each.kind != Occasion.CALENDAR_UNKNOWN.value]
    services.database.close()
    assert told
    assert {each.order_number for each in told} == {real.number}


def test_the_same_seed_is_the_same_day(tmp_path: Path) -> None:
    moment, told = datetime.now(timezone.utc), []
    for name in ("one", "two"):
        services = filled(tmp_path / name, moment, _TINY)
        told.append(sorted(each.matter for each in orders_of(services, Filters()).orders))
        services.database.close()
    assert told[0] == told[1]


def test_staff_pages_say_that_data_is_invented(city: Services, tmp_path: Path) -> None:
    var = Path(str(city.database._engine.url.database)).parent
    app = create_app(Settings(var=var, vosk_model=var / "none", rasa_port=1))
    with TestClient(app):
        site = StaffSite(app, city)
        for who, path in (
            (LEAD, "/supervisor"),
            ("demo-agent-1", "/agent"),
            ("demo-agent-1", "/orders"),
            ("demo-unit-urban", "/department"),
            (LEAD, "/agent/calls"),
        ):
            page = site.log_in(who, _PASSWORD).get(path)
            assert page.status_code == 200, path
            assert "演示数据" in page.text, path


def test_the_command_fills_an_empty_database_once(tmp_path: Path) -> None:
    environment = {**os.environ, "HOTLINE_VAR": str(tmp_path / "var")}
    first = hotline("demo", environment=environment)
    assert first.returncode == 0, first.stderr
    assert LEAD in first.stdout
    url = Settings(var=tmp_path / "var").database
    before = everything(url)
    again = hotline("demo", environment=environment)
    assert again.returncode == 0
    assert "没有再加" in again.stdout
    assert everything(url) == before


def test_real_data_is_left_alone_unless_wished(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var")
    upgrade(settings.database)
    services = build_services(settings)
    services.work_orders.open(Draft("路灯坏了", "人民路", "昨天", f"{NUMBERS}0001"), "real")
    services.database.close()
    before = everything(settings.database)
    refused = hotline("demo", environment={**os.environ, "HOTLINE_VAR": str(settings.var)})
    assert refused.returncode == 1
    assert "--add" in refused.stderr
    assert everything(settings.database) == before


def test_removing_says_where_the_demo_belongs(tmp_path: Path) -> None:
    done = hotline("demo", "--remove", environment={**os.environ, "HOTLINE_VAR": str(tmp_path / "var")})
    assert done.returncode == 0
    assert "HOTLINE_VAR=" in done.stdout
    assert not (tmp_path / "var").exists()


def test_no_banner_without_a_demo(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, vosk_model=tmp_path / "none", rasa_port=1)
    upgrade(settings.database)
    services = build_services(settings)
    services.staff.add("boss", _PASSWORD, "班长", Role.SUPERVISOR, given=False)
    app = create_app(settings)
    with TestClient(app):
        page = StaffSite(app, services).log_in("boss", _PASSWORD).get("/supervisor")
    services.database.close()
    assert page.status_code == 200
    assert "演示数据" not in page.text


@pytest.mark.parametrize("moment", ["2026-02-22T19:30:00+00:00", "2027-01-02T08:00:00+00:00"])
def test_it_can_be_made_at_night_in_holidays_and_in_unknown_years(tmp_path: Path, moment: str) -> None:
    services = filled(tmp_path, datetime.fromisoformat(moment), _TINY)
    states = {
        status for status in Status if orders_of(services, Filters(statuses=frozenset({status}))).orders
    }
    services.database.close()
    assert states == set(Status)
