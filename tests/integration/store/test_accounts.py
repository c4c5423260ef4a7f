"""Accounts and the audit log on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from bot.bootstrap import Services, build_services
from bot.business.audit import Actor, AuditQuery
from bot.business.errors import BusinessError, Invalid, NotAllowed, NotFound, TooManyAttempts
from bot.business.queueing.groups import Group
from bot.business.staff import Role
from bot.settings import Settings
from bot.store.database import upgrade

PASSWORD, OTHER = "a long enough one", "quite another sentence"
BOSS = Actor("boss", "admin", "10.0.0.1")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 26, 1, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services(database_url: str, clock: Clock) -> Iterator[Services]:
    upgrade(database_url)
    built = build_services(Settings(database_url=database_url), clock)
    built.staff.add("boss", PASSWORD, "主任", Role.ADMIN, given=False)
    yield built
    built.database.close()


def done(services: Services, target: str) -> list[tuple[str, str, bool]]:
    found = services.audit.search(AuditQuery(target=target))
    return [(each.actor, each.action, each.allowed) for each in reversed(found)]


def test_a_department_account_keeps_all_it_was_given(services: Services) -> None:
    made = services.staff.add(
        "renshe", PASSWORD, "人社", Role.DEPARTMENT, "hrss", (Group.SOCIAL, Group.MEDICAL), 5, by=BOSS
    )
    assert made.password_changed_at is None
    assert services.staff.get(made.id) == made
    wanted = replace(made, unit="medical", groups=(Group.MEDICAL,), capacity=1, display_name="医保")
    assert services.staff.change(wanted, BOSS) == wanted
    assert services.staff.get(made.id) == wanted
    services.staff.change(wanted, BOSS)  # nothing new: nothing noted
    assert done(services, "renshe") == [("boss", "account_added", True), ("boss", "account_changed", True)]
    entry = services.audit.search(AuditQuery(action="account_changed"))[0]
    assert entry.data == {
        "display_name": ["人社", "医保"],
        "unit": ["hrss", "medical"],
        "groups": [["social", "medical"], ["medical"]],
        "capacity": [5, 1],
    }
    assert entry.address == "10.0.0.1"


def test_a_password_is_changed_by_its_owner(services: Services, clock: Clock) -> None:
    li = services.staff.add("li", PASSWORD, "老李", Role.AGENT)
    before = services.staff.session(li.id)
    with pytest.raises(Invalid, match="现在的密码"):
        services.staff.change_password(li.id, OTHER, OTHER)
    for weak in ("short", PASSWORD, "1234567890"):
        with pytest.raises(Invalid):
            services.staff.change_password(li.id, PASSWORD, weak)
    changed = services.staff.change_password(li.id, PASSWORD, OTHER)
    assert changed.password_changed_at == clock.now
    after = services.staff.session(li.id)
    assert before is not None
    assert after is not None
    assert before[1] != after[1]
    assert services.staff.authenticate("li", OTHER) == changed
    with pytest.raises(BusinessError, match="wrong_login"):
        services.staff.authenticate("li", PASSWORD)


def test_a_reset_password_is_used_once_to_choose_another(services: Services) -> None:
    li = services.staff.add("li", PASSWORD, "老李", Role.AGENT, given=False)
    given = services.staff.reset_password(li.id, BOSS)
    assert services.staff.authenticate("li", given).password_changed_at is None
    assert services.staff.change_password(li.id, given, OTHER).password_changed_at is not None
    assert ("boss", "password_reset", True) in done(services, "li")


def test_guessing_is_locked_out_for_a_while_also_when_changing(services: Services, clock: Clock) -> None:
    li = services.staff.add("li", PASSWORD, "老李", Role.AGENT)
    for _ in range(3):
        with pytest.raises(BusinessError, match="wrong_login"):
            services.staff.authenticate("li", "wrong password", "10.0.0.9")
    for _ in range(2):
        with pytest.raises(Invalid):
            services.staff.change_password(li.id, "wrong password", OTHER)
    with pytest.raises(TooManyAttempts):
        services.staff.change_password(li.id, PASSWORD, OTHER)
    with pytest.raises(TooManyAttempts):
        services.staff.authenticate("li", PASSWORD)
    clock.now += timedelta(minutes=15, seconds=1)
    assert services.staff.authenticate("li", PASSWORD).username == "li"
    actions = [action for _, action, _ in done(services, "li")]
    assert actions == ["account_added", *["login_failed"] * 5, *["locked_out"] * 2, "login"]


def test_a_disabled_account_is_out_and_comes_back_with_a_new_password(services: Services) -> None:
    li = services.staff.add("li", PASSWORD, "老李", Role.AGENT, given=False)
    before = services.staff.session(li.id)
    assert services.staff.disable(li.id, BOSS).active is False
    with pytest.raises(BusinessError, match="wrong_login"):
        services.staff.authenticate("li", PASSWORD)
    given = services.staff.enable(li.id, BOSS)
    assert services.staff.authenticate("li", given).active
    after = services.staff.session(li.id)
    assert before is not None
    assert after is not None
    assert before[1] != after[1]


def test_there_is_always_an_administrator(services: Services) -> None:
    boss = next(each for each in services.staff.list() if each.username == "boss")
    other = Actor("somebody", "admin")
    for by in (BOSS, other):
        with pytest.raises(NotAllowed):
            services.staff.disable(boss.id, by)
        with pytest.raises(NotAllowed):
            services.staff.change(replace(boss, role=Role.AGENT), by)
    second = services.staff.add("second", PASSWORD, "副主任", Role.ADMIN)
    services.staff.disable(second.id, BOSS)
    with pytest.raises(NotAllowed, match="last_admin"):
        services.staff.disable(boss.id, other)
    with pytest.raises(NotFound):
        services.staff.disable("nobody", BOSS)


def test_the_log_is_searched_by_person_action_target_and_time(services: Services, clock: Clock) -> None:
    start = clock.now
    for day in range(3):
        clock.now = start + timedelta(days=day)
        for name in ("li", "wang"):
            by = Actor(name, "agent")
            services.audit.did(by, "phone_unmasked", "order", f"26112600000{day}", "回电核实", {"day": day})
            services.audit.refused(by, "permission", "address", "GET /admin/staff", "您没有权限")
    search = services.audit.search
    assert len(search(AuditQuery(actor="li"))) == 6
    assert len(search(AuditQuery(actor="li", action="phone_unmasked"))) == 3
    assert [each.actor for each in search(AuditQuery(target="261126000001"))] == ["wang", "li"]
    second = AuditQuery(actor="li", since=start + timedelta(days=1), before=start + timedelta(days=2))
    assert {each.at for each in search(second)} == {start + timedelta(days=1)}
    assert [each.allowed for each in search(second)] == [False, True]
    seen, query = [], AuditQuery(actor="wang")
    while page := search(query, 4):
        seen += [each.id for each in page]
        query = replace(query, older_than=page[-1].id)
    assert len(set(seen)) == 6
    assert seen == sorted(seen, reverse=True)
    assert search(AuditQuery(actor="' OR 1=1 --")) == []


@pytest.mark.parametrize("change", ["UPDATE audit_log SET actor = 'nobody'", "DELETE FROM audit_log"])
def test_the_log_cannot_be_rewritten(services: Services, database_url: str, change: str) -> None:
    url = database_url.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url)
    with engine.connect() as connection, pytest.raises(DatabaseError, match="only added to"):
        connection.execute(text(change))
    engine.dispose()
    assert done(services, "boss") == [("operator", "account_added", True)]
