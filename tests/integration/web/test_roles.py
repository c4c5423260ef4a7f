"""Who gets in where, and that every refusal is noted."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from bot.business.audit import AuditQuery
from bot.business.orders.order import Draft
from bot.business.permissions import ALLOWED, Permission
from bot.business.staff import Role
from bot.web.staff import guard
from tests.integration.web.staff_site import StaffSite, hidden, staff_site

P = Permission
PAGES = {
    "/agent": P.SEE_QUEUE,
    "/agent/calls": P.SEE_CALLS,
    "/orders": P.SEE_ORDERS,
    "/department": P.ACT_AS_DEPARTMENT,
    "/agent/prompts": P.MANAGE_PROMPTS,
    "/supervisor": P.SUPERVISE,
    "/admin/staff": P.MANAGE_ACCOUNTS,
    "/admin/audit": P.READ_AUDIT,
    "/admin/faq/transfer": P.EDIT_KNOWLEDGE,
    "/admin/faq": P.EDIT_KNOWLEDGE,
    "/admin/faq/values": P.EDIT_KNOWLEDGE,
    "/admin/faq/asked": P.EDIT_KNOWLEDGE,
    "/admin/faq/publish": P.EDIT_KNOWLEDGE,
    "/admin/faq/history": P.EDIT_KNOWLEDGE,
    "/admin/faq/bench": P.EDIT_KNOWLEDGE,
    "/admin/faq/bench/batch": P.EDIT_KNOWLEDGE,
    "/admin/faq/bench/sentences": P.EDIT_KNOWLEDGE,
    "/admin/faq/health": P.EDIT_KNOWLEDGE,
}
ADDRESSES = {
    "POST /api/studio/review/approve": P.PUBLISH_KNOWLEDGE,
    "POST /api/studio/review/reject": P.PUBLISH_KNOWLEDGE,
    "POST /api/studio/publish": P.PUBLISH_KNOWLEDGE,
    "POST /api/studio/publish/time": P.PUBLISH_KNOWLEDGE,
    "GET /api/studio/releases/1": P.EDIT_KNOWLEDGE,
    "POST /api/studio/releases/1/overrule": P.OVERRULE_RELEASE,
    "POST /api/studio/releases/1/abandon": P.PUBLISH_KNOWLEDGE,
    "POST /api/studio/releases/1/return": P.PUBLISH_KNOWLEDGE,
    "GET /api/agent/queue": P.SEE_QUEUE,
    "GET /api/agent/conversations/none": P.SEE_QUEUE,
    "POST /api/agent/handoffs/none/claim": P.TALK,
    "POST /api/agent/handoffs/none/say": P.TALK,
    "POST /api/agent/handoffs/none/end": P.TALK,
    "POST /api/agent/handoffs/next": P.TALK,
    "POST /api/agent/handoffs/none/close": P.TALK,
    "POST /api/agent/handoffs/none/transfer": P.TALK,
    "POST /api/agent/handoffs/none/pull": P.SUPERVISE,
    "PUT /api/agent/presence": P.TALK,
    "GET /api/agent/conversations/none/turns": P.SEE_QUEUE,
    "GET /api/agent/conversations/none/context": P.SEE_QUEUE,
    "GET /api/agent/conversations/none/suggestions": P.SEE_QUEUE,
    "GET /api/agent/conversations/none/notes": P.SEE_QUEUE,
    "POST /api/agent/conversations/none/notes": P.TALK,
    "PUT /api/agent/conversations/none/draft": P.TALK,
    "POST /api/agent/conversations/none/reveal-phone": P.UNMASK_NUMBERS,
    "GET /api/agent/canned": P.SEE_QUEUE,
    "POST /api/agent/canned": P.MANAGE_CANNED_ANSWERS,
    "PUT /api/agent/canned/none": P.MANAGE_CANNED_ANSWERS,
    "DELETE /api/agent/canned/none": P.MANAGE_CANNED_ANSWERS,
    "GET /api/agent/callbacks": P.SEE_QUEUE,
    "POST /api/agent/callbacks": P.TALK,
    "POST /api/agent/callbacks/none/claim": P.TALK,
    "POST /api/agent/callbacks/none/release": P.TALK,
    "POST /api/agent/callbacks/none/done": P.TALK,
    "POST /api/agent/callbacks/none/again": P.TALK,
    "POST /api/agent/callbacks/none/reveal-phone": P.UNMASK_NUMBERS,
    "GET /api/agent/calls/live": P.SEE_CALLS,
    "GET /api/agent/calls": P.HEAR_RECORDINGS,
    "GET /api/agent/calls/none": P.HEAR_RECORDINGS,
    "POST /api/agent/calls/none/recording": P.HEAR_RECORDINGS,
    "GET /api/agent/calls/none/recording?ticket=x": P.HEAR_RECORDINGS,
    "POST /api/orders": P.REGISTER_ORDERS,
    "POST /api/orders/none/act": P.SEE_ORDERS,
    "PUT /api/orders/none/files": P.SEE_ORDERS,
    "GET /api/orders/files/none": P.SEE_ORDERS,
    "GET /api/orders/none/due?kind=help&urgency=general": P.DISPATCH_ORDERS,
    "POST /api/orders/none/callback": P.CALL_BACK,
    "POST /api/department/orders/none/act": P.ACT_AS_DEPARTMENT,
    "PUT /api/department/orders/none/files": P.ACT_AS_DEPARTMENT,
    "GET /api/department/orders/files/none": P.ACT_AS_DEPARTMENT,
    "GET /api/agent/prompts": P.MANAGE_PROMPTS,
    "GET /api/agent/prompts/none/sound": P.MANAGE_PROMPTS,
    "PUT /api/agent/prompts/none/recording": P.MANAGE_PROMPTS,
    "DELETE /api/agent/prompts/none/recording": P.MANAGE_PROMPTS,
    "GET /api/admin/staff": P.MANAGE_ACCOUNTS,
    "POST /api/admin/staff": P.MANAGE_ACCOUNTS,
    "PUT /api/admin/staff/none": P.MANAGE_ACCOUNTS,
    "POST /api/admin/staff/none/disable": P.MANAGE_ACCOUNTS,
    "POST /api/admin/staff/none/enable": P.MANAGE_ACCOUNTS,
    "POST /api/admin/staff/none/password": P.MANAGE_ACCOUNTS,
    "GET /admin/audit.csv": P.READ_AUDIT,
    "GET /api/supervisor/live": P.SUPERVISE,
    "GET /api/studio/asked": P.EDIT_KNOWLEDGE,
    "POST /api/studio/asked/treat": P.EDIT_KNOWLEDGE,
    "POST /api/studio/asked/undo": P.EDIT_KNOWLEDGE,
    "GET /supervisor/statistics.csv": P.EXPORT,
    "GET /supervisor/statistics.xlsx": P.EXPORT,
    "GET /api/studio/transfer/live.xlsx": P.EDIT_KNOWLEDGE,
    "GET /api/studio/transfer/live.zip": P.EDIT_KNOWLEDGE,
    "PUT /api/studio/transfer/upload": P.EDIT_KNOWLEDGE,
    "POST /api/studio/transfer/none/drafts": P.EDIT_KNOWLEDGE,
    "GET /api/studio/entries": P.EDIT_KNOWLEDGE,
    "POST /api/studio/entries": P.EDIT_KNOWLEDGE,
    "GET /api/studio/choices": P.EDIT_KNOWLEDGE,
    "GET /api/studio/group?title=x": P.EDIT_KNOWLEDGE,
    "GET /api/studio/edit/topic/none": P.EDIT_KNOWLEDGE,
    "PUT /api/studio/edit/topic/none": P.EDIT_KNOWLEDGE,
    "POST /api/studio/edit/topic/none/discard": P.EDIT_KNOWLEDGE,
    "POST /api/studio/edit/topic/none/rebase": P.EDIT_KNOWLEDGE,
    "POST /api/studio/edit/submit": P.EDIT_KNOWLEDGE,
    "POST /api/studio/edit/publish": P.PUBLISH_KNOWLEDGE,
    "POST /api/studio/check": P.EDIT_KNOWLEDGE,
    "POST /api/studio/preview": P.EDIT_KNOWLEDGE,
    "POST /api/studio/preview/sound": P.EDIT_KNOWLEDGE,
    "GET /api/studio/bench/topics": P.EDIT_KNOWLEDGE,
    "POST /api/studio/bench/try": P.EDIT_KNOWLEDGE,
    "POST /api/studio/bench/question": P.EDIT_KNOWLEDGE,
    "POST /api/studio/bench/question/undo": P.EDIT_KNOWLEDGE,
    "PUT /api/studio/bench/sound": P.EDIT_KNOWLEDGE,
    "GET /api/studio/bench/template.xlsx": P.EDIT_KNOWLEDGE,
    "PUT /api/studio/bench/upload": P.EDIT_KNOWLEDGE,
    "POST /api/studio/bench/batches": P.EDIT_KNOWLEDGE,
    "GET /api/studio/bench/batches/none": P.EDIT_KNOWLEDGE,
    "POST /api/studio/bench/batches/none/try": P.EDIT_KNOWLEDGE,
    "GET /api/studio/bench/batches/none/result.xlsx": P.EDIT_KNOWLEDGE,
    "POST /api/studio/bench/batches/none/learn": P.EDIT_KNOWLEDGE,
    "POST /api/studio/bench/batches/none/tests": P.EDIT_KNOWLEDGE,
    "GET /api/studio/sentences": P.EDIT_KNOWLEDGE,
    "POST /api/studio/sentences": P.EDIT_KNOWLEDGE,
    "POST /api/studio/sentences/remove": P.EDIT_KNOWLEDGE,
    "GET /api/studio/sentences.xlsx": P.EDIT_KNOWLEDGE,
    "PUT /api/studio/sentences/upload": P.EDIT_KNOWLEDGE,
    "GET /api/studio/health.xlsx": P.EDIT_KNOWLEDGE,
    "GET /api/studio/values": P.EDIT_KNOWLEDGE,
    "POST /api/studio/values": P.EDIT_KNOWLEDGE,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSite]:
    with staff_site(tmp_path_factory.mktemp("roles")) as opened:
        yield opened


@pytest.fixture(scope="module")
def browsers(site: StaffSite) -> dict[Role, TestClient]:
    return {role: site.log_in(role.value) for role in Role}


def asked(client: TestClient, address: str, **headers: str) -> int:
    method, path = address.split()
    body = {} if method == "GET" else {"json": {}}
    return client.request(method, path, headers=headers, **body).status_code


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("path", PAGES)
def test_pages(browsers: dict[Role, TestClient], site: StaffSite, role: Role, path: str) -> None:
    answer = browsers[role].get(path)
    if role in ALLOWED[PAGES[path]]:
        assert answer.status_code == 200
        assert f'href="{path}" aria-current="page"' in answer.text
    else:
        assert answer.status_code == 403
        assert "这一页您不能打开" in answer.text
        assert f'href="{path}"' not in answer.text  # the navigation doesn't offer it
        _noted(site, role, f"GET {path}")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses(browsers: dict[Role, TestClient], site: StaffSite, role: Role, address: str) -> None:
    status = asked(browsers[role], address)
    if role in ALLOWED[ADDRESSES[address]]:
        assert status not in (401, 500)
        newest = site.services.audit.search(AuditQuery(actor=role.value), 1)
        assert not newest or (newest[0].action, newest[0].target) != ("permission", address)
    else:
        assert status == 403
        _noted(site, role, address.split("?")[0])


def _noted(site: StaffSite, role: Role, target: str) -> None:
    newest = site.services.audit.search(AuditQuery(actor=role.value), 1)[0]
    assert (newest.action, newest.target, newest.allowed) == ("permission", target, False)
    assert newest.role == role.value


STAFF = (
    "/api/studio",
    "/agent",
    "/api/agent",
    "/staff",
    "/department",
    "/api/department",
    "/supervisor",
    "/api/supervisor",
    "/orders",
    "/api/orders",
)


def test_no_address_of_the_staff_is_without_a_guard(site: StaffSite) -> None:
    routes = [each for each in _routes(site.app) if each.path.startswith((*STAFF, "/admin", "/api/admin"))]
    assert {"/agent", "/api/agent/queue", "/api/admin/staff/{id}"} <= {each.path for each in routes}
    for route in routes:
        assert route.path == "/agent/login" or _guarded(route.dependant), route.path


def _routes(router: Any) -> Iterator[APIRoute]:
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from _routes(route.original_router)


def _guarded(dependant: Dependant) -> bool:
    if getattr(dependant.call, "__module__", "") == guard.__name__:
        return True
    return any(_guarded(each) for each in dependant.dependencies)


@pytest.mark.parametrize("address", ADDRESSES)
def test_strangers_get_nowhere(site: StaffSite, address: str) -> None:
    assert asked(site.browser(), address) == 401


@pytest.mark.parametrize("path", [*PAGES, "/staff/password"])
def test_strangers_are_led_to_the_login(site: StaffSite, path: str) -> None:
    answer = site.browser().get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/agent/login")


@pytest.mark.parametrize("address", [each for each in ADDRESSES if not each.startswith("GET")])
def test_changes_need_the_token_of_the_session(
    browsers: dict[Role, TestClient], site: StaffSite, address: str
) -> None:
    admin = browsers[Role.ADMIN]
    for headers in ({"x-csrf-token": ""}, {"x-csrf-token": "错"}, {"origin": "http://elsewhere.example"}):
        wrong = {name: value.encode() for name, value in headers.items()}
        assert asked(admin, address, **wrong) == 403
        newest = site.services.audit.search(AuditQuery(actor="admin"), 1)[0]
        assert (newest.action, newest.target, newest.allowed) == ("csrf", address, False)


def test_forms_need_it_too(browsers: dict[Role, TestClient]) -> None:
    agent = browsers[Role.AGENT]
    for path in ("/agent/logout", "/staff/password"):
        assert agent.post(path, data={"csrf": "x"}).status_code == 403
    assert agent.get("/agent").status_code == 200  # still there


def test_everybody_begins_where_they_work(site: StaffSite) -> None:
    begins = {}
    for role in Role:
        client = site.browser()
        form = {
            "username": role.value,
            "password": "a long enough one",
            "csrf": hidden(client, "/agent/login"),
        }
        begins[role.value] = client.post("/agent/login", data=form).headers["location"]
    assert begins == {
        "agent": "/agent",
        "department": "/department",
        "supervisor": "/agent",
        "admin": "/agent",
        "auditor": "/admin/audit",
    }


def test_the_live_events_are_for_who_sees_the_queue(
    browsers: dict[Role, TestClient], site: StaffSite
) -> None:
    with browsers[Role.AGENT].websocket_connect("/api/agent/events"):
        pass
    for client in (browsers[Role.AUDITOR], browsers[Role.DEPARTMENT], site.browser()):
        with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect("/api/agent/events"):
            pass
        assert closed.value.code == 4401


def test_a_number_is_shown_for_a_reason_that_is_noted_before(
    browsers: dict[Role, TestClient], site: StaffSite
) -> None:
    draft = Draft("路灯坏了三天没人修", "鹿城区人民路", "前天晚上", "13800138000")
    number = site.services.work_orders.open(draft, "unmask").number
    path, agent = f"/api/agent/orders/{number}/reveal-phone", browsers[Role.AGENT]
    for body in ({}, {"reason": " "}, {"reason": "回电"}, {"reason": "。。。。"}):
        refused = agent.post(path, json=body)
        assert refused.status_code == 422
        assert "原因" in refused.json()["error"]["message"]
    assert site.services.audit.search(AuditQuery(target=number)) == []
    assert agent.post(path, json={"reason": "核实事发地点"}).json() == {"phone": "13800138000"}
    noted = site.services.audit.search(AuditQuery(target=number))
    assert [(each.actor, each.action, each.reason) for each in noted] == [
        ("agent", "phone_unmasked", "核实事发地点")
    ]
    assert noted[0].address
    foreign = browsers[Role.DEPARTMENT].post(path, json={"reason": "核实事发地点"})
    assert foreign.status_code == 404  # not dispatched to this unit: for it there is no such order
    newest = site.services.audit.search(AuditQuery(target=number), 1)[0]
    assert (newest.actor, newest.action, newest.allowed) == ("department", "foreign_order", False)
    assert browsers[Role.AUDITOR].post(path, json={"reason": "核实事发地点"}).status_code == 403
    assert (
        agent.post("/api/agent/orders/261126000000/reveal-phone", json={"reason": "核实地点"}).status_code
        == 404
    )
