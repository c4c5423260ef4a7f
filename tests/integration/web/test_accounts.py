"""Accounts by the administrator's interface, sessions, one's own password."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.business.audit import AuditQuery
from tests.integration.web.staff_site import PASSWORD, StaffSite, hidden, staff_site

OTHER = "quite another sentence"
NEW = {"username": "xiaowang", "display_name": "小王", "role": "agent", "groups": ["medical"], "capacity": 4}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[StaffSite]:
    with staff_site(tmp_path) as opened:
        yield opened


@pytest.fixture
def admin(site: StaffSite) -> TestClient:
    return site.log_in("admin")


def added(admin: TestClient, **values: Any) -> tuple[str, str]:
    """Return the id and the first password of a new account."""
    answer = admin.post("/api/admin/staff", json=NEW | values)
    assert answer.status_code == 201, answer.text
    return answer.json()["account"]["id"], answer.json()["password"]


def change(client: TestClient, current: str, new: str, again: str | None = None) -> Any:
    form = {"current": current, "new": new, "again": again or new, "csrf": client.headers["x-csrf-token"]}
    return client.post("/staff/password", data=form)


def test_a_given_password_has_to_be_changed_first(site: StaffSite, admin: TestClient) -> None:
    _, given = added(admin)
    wang = site.log_in("xiaowang", given)
    page = wang.get("/agent")
    assert (page.status_code, page.headers["location"]) == (303, "/staff/password")
    assert "初始密码" in wang.get("/staff/password").text
    assert wang.get("/api/agent/queue").json()["error"]["code"] == "password_due"
    for new, again, words in (
        ("short", "short", "至少 10 位"),
        (OTHER, OTHER + "x", "不一样"),
        ("xiaowang-2026-x", "xiaowang-2026-x", "用户名"),
        (given, given, "不能和现在的一样"),
        ("1234567890", "1234567890", "太容易猜到"),
    ):
        refused = change(wang, given, new, again)
        assert refused.status_code == 422
        assert words in refused.text
    assert "现在的密码不对" in change(wang, "wrong password", OTHER).text
    done = change(wang, given, OTHER)
    assert (done.status_code, done.headers["location"]) == (303, "/agent")
    assert wang.get("/agent").status_code == 200
    assert wang.get("/api/agent/queue").status_code == 200


def test_all_other_sessions_end_with_the_password(site: StaffSite) -> None:
    here, there = site.log_in("agent"), site.log_in("agent")
    stolen = dict(here.cookies)
    assert change(here, PASSWORD, OTHER).status_code == 303
    assert here.get("/api/agent/queue").status_code == 200
    assert there.get("/api/agent/queue").status_code == 401
    assert there.get("/agent").headers["location"] == "/agent/login"
    thief = site.browser()
    thief.cookies.update(stolen)
    assert thief.get("/api/agent/queue").status_code == 401


def test_a_disabled_account_is_out_at_once_and_for_good(site: StaffSite, admin: TestClient) -> None:
    id, given = added(admin)
    wang = site.log_in("xiaowang", given)
    change(wang, given, OTHER)
    assert admin.post(f"/api/admin/staff/{id}/disable", json={}).json()["account"]["active"] is False
    assert wang.get("/api/agent/queue").status_code == 401
    again = admin.post(f"/api/admin/staff/{id}/enable", json={}).json()["password"]
    assert wang.get("/api/agent/queue").status_code == 401
    site.log_in("xiaowang", again)


def test_a_reset_ends_sessions_and_shows_the_password_once(site: StaffSite, admin: TestClient) -> None:
    id, given = added(admin)
    wang = site.log_in("xiaowang", given)
    change(wang, given, OTHER)
    fresh = admin.post(f"/api/admin/staff/{id}/password", json={}).json()["password"]
    assert fresh != given
    assert wang.get("/agent").headers["location"] == "/agent/login"
    site.log_in("xiaowang", fresh)
    everything = (
        admin.get("/api/admin/staff").text + admin.get("/admin/staff").text + admin.get("/admin/audit").text
    )
    assert fresh not in everything
    assert "argon2" not in everything


def test_a_new_role_counts_from_the_next_click(site: StaffSite, admin: TestClient) -> None:
    id, given = added(admin)
    wang = site.log_in("xiaowang", given)
    change(wang, given, OTHER)
    place = {
        "display_name": "小王",
        "role": "department",
        "unit": "medical",
        "groups": ["general"],
        "capacity": 1,
    }
    changed = admin.put(f"/api/admin/staff/{id}", json=place).json()["account"]
    assert (changed["role_label"], changed["unit_name"], changed["capacity"]) == (
        "承办单位",
        "医疗保障局",
        1,
    )
    assert wang.get("/api/agent/queue").status_code == 403


BAD = (
    ({"username": "小王"}, "用户名"),
    ({"username": "agent"}, "已经有了"),
    ({"username": "a\x00b c"}, "用户名"),
    ({"display_name": ""}, "显示名"),
    ({"display_name": "x" * 65}, "display_name"),
    ({"role": "king"}, "role"),
    ({"role": "department"}, "单位"),
    ({"role": "department", "unit": "nobody"}, "没有这个单位"),
    ({"unit": "hrss"}, "单位"),
    ({"groups": []}, "技能组"),
    ({"groups": ["x"]}, "groups"),
    ({"capacity": 0}, "接待"),
    ({"capacity": 10**30}, "接待"),
    ({"capacity": "many"}, "capacity"),
)


def test_bad_accounts_are_refused_in_words(admin: TestClient) -> None:
    for values, words in BAD:
        refused = admin.post("/api/admin/staff", json=NEW | values)
        assert refused.status_code == 422, values
        assert words in refused.json()["error"]["message"]


def test_script_in_a_name_stays_text(site: StaffSite, admin: TestClient) -> None:
    name = "<script>alert(1)</script>"
    _, given = added(admin, display_name=name)
    page = site.log_in("xiaowang", given).get("/staff/password").text
    assert name not in page
    assert "&lt;script&gt;" in page


def test_nobody_closes_their_own_account(site: StaffSite, admin: TestClient) -> None:
    own = next(each for each in admin.get("/api/admin/staff").json()["accounts"] if each["own"])
    refused = admin.post(f"/api/admin/staff/{own['id']}/disable", json={})
    assert refused.status_code == 403
    assert "自己" in refused.json()["error"]["message"]
    assert admin.post("/api/admin/staff/none/disable", json={}).status_code == 404
    assert admin.put("/api/admin/staff/none", json=NEW).status_code == 404


def test_logins_are_noted_and_guessing_is_locked_out(site: StaffSite) -> None:
    client = site.browser()
    form = {"username": "agent", "password": "wrong password", "csrf": hidden(client, "/agent/login")}
    answers = [client.post("/agent/login", data=form) for _ in range(6)]
    assert [each.status_code for each in answers] == [401] * 6
    assert "15 分钟" in answers[-1].text
    assert "15 分钟" in client.post("/agent/login", data=form | {"password": PASSWORD}).text
    noted = [each.action for each in site.services.audit.search(AuditQuery(actor="agent"))]
    assert noted == ["locked_out", "locked_out", *["login_failed"] * 5]
    client.post("/agent/login", data=form | {"username": "my secret password"})
    assert site.services.audit.search(AuditQuery(actor="my secret password")) == []


def test_who_logs_out_is_out(site: StaffSite) -> None:
    agent = site.log_in("agent")
    left = agent.post("/agent/logout", data={"csrf": agent.headers["x-csrf-token"]})
    assert left.headers["location"] == "/agent/login"
    assert agent.get("/api/agent/queue").status_code == 401
