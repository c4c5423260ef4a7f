"""The use cases on both real databases, with people in each other's way."""

import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.bootstrap import Services, build_services
from bot.business.conversation import Channel, Owner, Speaker
from bot.business.errors import AlreadyClaimed, BusinessError, Invalid, TooManyAttempts
from bot.business.handoff import HandoffReason, HandoffStatus
from bot.business.orders.order import Draft
from bot.business.staff import Role
from bot.settings import Settings
from bot.store.database import check_migrations, upgrade

DRAFT = Draft("路灯坏了三天没人修", "鹿城区人民路", "前天晚上", "13800138000")


@pytest.fixture
def services(database_url: str):
    upgrade(database_url)
    built = build_services(Settings(database_url=database_url))
    yield built
    built.database.close()


def together(count: int, work):
    """Run `work(index)` in `count` threads at the same moment."""
    start = threading.Barrier(count)

    def run(index: int):
        start.wait()
        return work(index)

    with ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(run, index) for index in range(count)]]


def test_migrations_make_exactly_the_tables(database_url: str) -> None:
    upgrade(database_url)
    check_migrations(database_url)


def test_two_processes_may_migrate_at_once(database_url: str) -> None:
    script = "import sys; from bot.store.database import upgrade; upgrade(sys.argv[1])"
    started = [subprocess.Popen([sys.executable, "-c", script, database_url]) for _ in range(3)]
    assert [process.wait() for process in started] == [0, 0, 0]
    check_migrations(database_url)


def test_turns_are_numbered_without_gaps_under_many_writers(services: Services) -> None:
    talk = services.conversations.start(Channel.WEB)
    together(8, lambda i: services.conversations.add_turn(talk.id, Speaker.CITIZEN, f"第{i}句"))
    assert [turn.seq for turn in services.conversations.transcript(talk.id)] == list(range(1, 9))


def test_a_turn_said_twice_counts_once(services: Services) -> None:
    talk = services.conversations.start(Channel.WEB)
    seqs = together(6, lambda _: services.conversations.add_turn(talk.id, Speaker.CITIZEN, "喂", key="k").seq)
    assert set(seqs) == {1}


def test_two_agents_one_winner(services: Services) -> None:
    talk = services.conversations.start(Channel.WEB)
    handoff = services.handoffs.request(talk.id, HandoffReason.ASKED)

    def claim(index: int) -> str:
        try:
            return services.handoffs.claim(handoff.id, f"agent{index}").agent or ""
        except AlreadyClaimed:
            return "late"

    results = together(5, claim)
    assert results.count("late") == 4
    current = services.conversations.get(talk.id)
    assert current is not None
    assert current.owner is Owner.AGENT
    assert current.agent in results


def test_asking_for_a_person_twice_is_one_place_in_the_queue(services: Services) -> None:
    first, second = (services.conversations.start(Channel.WEB) for _ in range(2))
    one = services.handoffs.request(first.id, HandoffReason.ASKED)
    two = services.handoffs.request(second.id, HandoffReason.NO_MATCH)
    assert services.handoffs.request(first.id, HandoffReason.ASKED).id == one.id
    assert [services.handoffs.position(each.id) for each in (one, two)] == [1, 2]
    services.handoffs.claim(one.id, "li")
    assert services.handoffs.position(two.id) == 1
    ended = services.handoffs.end(one.id, "li", "已解答")
    assert ended.status is HandoffStatus.ENDED
    talk = services.conversations.get(first.id)
    assert talk is not None
    assert talk.owner is Owner.ROBOT


def test_logins(services: Services) -> None:
    created = services.staff.ensure_admin()
    assert created is not None
    assert services.staff.ensure_admin() is None
    assert services.staff.authenticate(*created).role is Role.ADMIN
    with pytest.raises(Invalid):
        services.staff.add("admin", "another-long-one", "重名", Role.AGENT)
    for name in ("admin", "nobody"):
        for _ in range(5):
            with pytest.raises(BusinessError, match="wrong_login"):
                services.staff.authenticate(name, "wrong password")
        with pytest.raises(TooManyAttempts):
            services.staff.authenticate(name, created[1])


def at(database_url: str, var: Path, days: int) -> Services:
    """Return the services of the same site, so many days later."""
    settings = Settings(database_url=database_url, var=var, retention_days=180)
    return build_services(settings, lambda: datetime.now(timezone.utc) + timedelta(days=days))


def test_numbers_of_promised_calls_are_deleted_once_the_call_was_made(
    services: Services, database_url: str, tmp_path: Path
) -> None:
    for key in ("made", "open"):
        time = services.callbacks.times()[0]
        services.callbacks.request("13800138000", time.start, time.end, "", key)
    made = services.callbacks.list()[0]
    services.callbacks.claim(made.id, "li")
    services.callbacks.done(made.id, "li", "已经说清楚")
    for days, gone in ((179, 0), (181, 1)):
        later = at(database_url, tmp_path, days)
        assert later.retention.purge().callbacks == gone
        assert len(later.callbacks.list(None)) == 2 - gone
        later.database.close()


def test_purge_deletes_old_talks_and_keeps_orders(
    services: Services, database_url: str, tmp_path: Path
) -> None:
    talk = services.conversations.start(Channel.WEB)
    services.conversations.add_turn(talk.id, Speaker.CITIZEN, "我要投诉")
    order = services.work_orders.open(DRAFT, "k", talk.id)
    for days, gone in ((179, 0), (181, 1)):
        later = at(database_url, tmp_path, days)
        assert later.retention.purge().conversations == gone
        later.database.close()
    assert services.conversations.transcript(talk.id) == []
    kept = services.work_orders.find(order.number)
    assert kept is not None
    assert kept.conversation_id is None


def test_rasa_forgets_talks_that_stood_still_for_a_day(database_url: str, tmp_path: Path) -> None:
    upgrade(database_url)
    now = datetime.now(timezone.utc).timestamp()
    with sqlite3.connect(tmp_path / "tracker.db") as tracker:
        tracker.execute(
            "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR, timestamp FLOAT, data TEXT)"
        )
        said = [
            ("old", now - 200_000),
            ("old", now - 100_000),
            ("running", now - 200_000),
            ("running", now - 10),
        ]
        tracker.executemany("INSERT INTO events (sender_id, timestamp, data) VALUES (?, ?, '{}')", said)
    tracker.close()
    site = at(database_url, tmp_path, 0)
    assert site.retention.purge().states == 1
    assert site.retention.purge().states == 0
    site.database.close()
    with sqlite3.connect(tmp_path / "tracker.db") as tracker:
        left = tracker.execute("SELECT DISTINCT sender_id FROM events").fetchall()
    tracker.close()
    assert left == [("running",)]


def test_without_a_record_of_rasa_there_is_nothing_to_forget(database_url: str, tmp_path: Path) -> None:
    upgrade(database_url)
    site = at(database_url, tmp_path, 0)
    assert site.retention.purge().states == 0
    assert not (tmp_path / "tracker.db").exists()
    site.database.close()
