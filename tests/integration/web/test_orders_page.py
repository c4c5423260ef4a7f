"""Orders for agents and supervisors: registered, dispatched with advice, decided, called back; each role what it may."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from bot.business.orders.actions import Action, Details
from bot.business.orders.order import Draft, Kind
from bot.business.orders.states import Status
from bot.business.staff import Role
from tests.integration.web.order_site import DRAFT, LEAD, MEMBER, OrderSite, error, offered
from tests.integration.web.staff_site import UNIT, staff_site

LAMPS = Draft("路灯全灭了，晚上骑车看不见路", "金水路国贸大厦到银都大厦", "前天", "13800138000")
KEY = {"client_id": "0123456789abcdef"}


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OrderSite]:
    with staff_site(tmp_path_factory.mktemp("orders")) as site:
        yield OrderSite(site)


@pytest.fixture(scope="module")
def agent(orders: OrderSite) -> TestClient:
    return orders.log_in(Role.AGENT.value)


@pytest.fixture(scope="module")
def lead(orders: OrderSite) -> TestClient:
    return orders.log_in(Role.SUPERVISOR.value)


def status(orders: OrderSite, number: str) -> Status:
    order = orders.site.services.work_orders.find(number)
    assert order is not None
    return order.status


def test_an_order_is_registered_once(orders: OrderSite, agent: TestClient) -> None:
    form = {"kind": "complaint", "matter": " ", "client_id": "register-1"}
    assert error(agent.post("/api/orders", json=form)) == (422, "matter", "请说一下事情。")
    form |= {"matter": "楼上漏水", "callback_phone": "123"}
    assert error(agent.post("/api/orders", json=form))[:2] == (422, "callback_phone")
    form |= {"callback_phone": "13800138000", "keep_secret": True}
    numbers = {agent.post("/api/orders", json=form).json()["number"] for _ in range(2)}
    assert len(numbers) == 1
    order = orders.site.services.work_orders.find(numbers.pop())
    assert order is not None
    assert (order.kind, order.keep_secret, order.channel) == (Kind.COMPLAINT, True, "agent")
    assert agent.post("/api/orders", json=form | {"matter": "长" * 10_000_000}).status_code == 413
    assert agent.get("/orders/new").status_code == 200


def test_what_is_sure_is_chosen_beforehand(orders: OrderSite, agent: TestClient) -> None:
    page = agent.get(f"/orders/{orders.order(draft=LAMPS)}").text
    assert "小政建议" in page
    assert "路灯不亮 → 路灯管理单位" in page
    assert '<option value="lighting" selected>' in page
    assert "办理期限 <b" in page


def test_what_is_not_sure_is_left_to_a_person(orders: OrderSite, agent: TestClient) -> None:
    page = agent.get(f"/orders/{orders.order(draft=Draft('我想投诉', '', ''))}").text
    assert "请人工判断" in page
    panel = page.split('id="dispatch-category"')[1].split('id="dispatch-kind"')[0]
    assert "selected" not in panel


def test_the_deadline_is_shown_before_anybody_confirms(orders: OrderSite, agent: TestClient) -> None:
    number = orders.order(draft=LAMPS)
    shown = {
        each: agent.get(f"/api/orders/{number}/due?kind=help&urgency={each}").json()
        for each in ("emergency", "complex")
    }
    assert shown["emergency"]["due"] < shown["complex"]["due"]
    assert shown["emergency"]["limit"] == "2 小时"
    assert agent.get(f"/api/orders/{number}/due?kind=help&urgency=soon").status_code == 422
    done = orders.act(agent, number, "dispatch", unit="lighting", urgency="complex", category="street_lamp")
    assert done.status_code == 200
    assert shown["complex"]["due"] in agent.get(f"/orders/{number}").text


def test_a_registered_order_is_dispatched_whole_or_not_at_all(orders: OrderSite, agent: TestClient) -> None:
    number = orders.order()
    assert error(orders.act(agent, number, "dispatch"))[:2] == (422, "unit")
    assert orders.act(agent, number, "dispatch", unit="nowhere").status_code == 404
    assert status(orders, number) is Status.REGISTERED
    assert orders.act(agent, number, "dispatch", unit=UNIT, note="请尽快").json()["status_label"] == "已派单"
    assert "请尽快" in agent.get(f"/orders/{number}").text


def test_near_duplicates_are_offered_with_both_texts(orders: OrderSite, agent: TestClient) -> None:
    first = orders.order(draft=replace(LAMPS, place="望江路码头"))
    later = orders.order(draft=Draft("这条路的路灯不亮，黑漆漆的", "望江路码头门口", "昨天", "13911112222"))
    page = agent.get(f"/orders/{later}").text
    near = page.split('id="near-title"')[1].split("</section>")[0]
    for shown in (f"/orders/{first}", "路灯全灭了", "黑漆漆的", "同一事项", "建议并单"):
        assert shown in near
    assert orders.act(agent, later, "merge", parent=later).status_code == 422
    assert orders.act(agent, later, "merge", parent=first).json()["status_label"] == "已并单"
    assert "并进来的工单（1）" in agent.get(f"/orders/{first}").text
    assert f'href="/orders/{first}"' in agent.get(f"/orders/{later}").text


def test_each_role_is_offered_what_it_may(orders: OrderSite, agent: TestClient, lead: TestClient) -> None:
    reported = orders.order("reported")
    assert offered(agent.get(f"/orders/{reported}").text).isdisjoint({"pass", "send_back", "review"})
    assert {"pass", "send_back", "supervise"} <= offered(lead.get(f"/orders/{reported}").text)
    registered = orders.order()
    assert {"dispatch", "answer", "redirect", "merge"} <= offered(agent.get(f"/orders/{registered}").text)
    dispatched = orders.order("dispatched")
    assert offered(agent.get(f"/orders/{dispatched}").text).isdisjoint({"sign", "report"})
    assert orders.act(agent, dispatched, "sign").status_code == 403
    assert orders.act(agent, reported, "pass").status_code == 403
    for role in (Role.DEPARTMENT, Role.AUDITOR):
        other = orders.site.log_in(role.value)
        assert other.get(f"/orders/{registered}").status_code == 403
        assert other.post(f"/api/orders/{registered}/act", json={}).status_code == 403


def test_a_supervisor_decides_on_returns_and_extensions(orders: OrderSite, lead: TestClient) -> None:
    do = orders.site.services.work_orders.act
    number = orders.order("dispatched")
    do(number, Action.ASK_RETURN, MEMBER, Details(note="不归我们管"))
    assert {"grant_return", "refuse_return"} <= offered(lead.get(f"/orders/{number}").text)
    assert error(orders.act(lead, number, "refuse_return"))[1] == "note"
    assert orders.act(lead, number, "grant_return").json()["status_label"] == "待派单"
    assert "派单" in lead.get(f"/orders/{number}").text

    number = orders.order("signed")
    order = orders.site.services.work_orders.find(number)
    assert order is not None
    assert order.due_at is not None
    do(number, Action.ASK_EXTENSION, MEMBER, Details(note="等材料", due_at=order.due_at.replace(year=2099)))
    asked = f"{order.due_at:2099-%m-%d}"
    page = lead.get(f"/orders/{number}").text
    assert f'name="due_at" type="date" value="{asked}"' in page
    refused = error(orders.act(lead, number, "grant_extension", due_at=asked))
    assert refused[0] == 422
    assert refused[1] in ("due_at", "note")
    assert orders.act(lead, number, "refuse_extension", note="按期办").json()["status_label"] == "已签收"


def test_supervision_is_marked_in_words(orders: OrderSite, lead: TestClient) -> None:
    number = orders.order("signed")
    assert orders.act(lead, number, "supervise", note="领导批示").status_code == 200
    assert number in lead.get("/orders?supervised=1").text
    assert '<span class="mark grave">督办</span>' in lead.get(f"/orders/{number}").text
    assert "end_supervision" in offered(lead.get(f"/orders/{number}").text)


def rating(orders: OrderSite, number: str, **answers: object) -> dict[str, object]:
    return {"seen": orders.seen(number), "valid": True, **KEY, **answers}


def test_a_bad_callback_reopens_and_counts_once(orders: OrderSite, agent: TestClient) -> None:
    number = orders.order("callback")
    assert 'id="callback"' in agent.get(f"/orders/{number}").text
    path = f"/api/orders/{number}/callback"
    assert error(agent.post(path, json=rating(orders, number)))[:2] == (422, "solved")
    form = rating(orders, number, contacted=True, solved=False, satisfied="dissatisfied", note="还是没到账")
    assert agent.post(path, json=form).json()["status_label"] == "重办"
    assert agent.post(path, json=form).status_code == 200  # the same form once more: nothing is added
    assert len(orders.site.services.work_orders.callbacks(number)) == 1
    page = agent.get(f"/orders/{number}").text
    assert "没有解决，不满意" in page
    assert "还是没到账" in page
    assert 'id="callback"' not in page


def test_nobody_reached_keeps_the_order_waiting(orders: OrderSite, agent: TestClient) -> None:
    number = orders.order("callback")
    path = f"/api/orders/{number}/callback"
    assert agent.post(path, json=rating(orders, number, valid=False)).json()["status_label"] == "待回访"
    good = rating(orders, number, solved=True, satisfied="satisfied") | {"client_id": "another-one"}
    assert agent.post(path, json=good).json()["status_label"] == "已办结"


def test_a_stale_form_is_refused_with_the_new_state(
    orders: OrderSite, agent: TestClient, lead: TestClient
) -> None:
    number = orders.order()
    was = orders.seen(number)
    assert orders.act(lead, number, "dispatch", unit=UNIT).status_code == 200
    for action, given in (
        ("dispatch", {"unit": "lighting"}),
        ("merge", {"parent": orders.order()}),
        ("urge", {}),
    ):
        refused = error(orders.act(agent, number, action, seen=was, **given))
        assert refused[0] == 409
        assert "现在是“已派单”" in refused[2]
    waiting = orders.order("callback")
    stale = rating(orders, waiting, solved=True, satisfied="satisfied") | {"client_id": "stale-form"}
    orders.site.services.work_orders.act(waiting, Action.REOPEN, LEAD, Details(note="市民来电"))
    assert agent.post(f"/api/orders/{waiting}/callback", json=stale).status_code == 409
    assert orders.site.services.work_orders.callbacks(waiting) == []


def test_search_and_lists(orders: OrderSite, agent: TestClient) -> None:
    number = orders.order("signed", replace(DRAFT, matter="<b>老年卡</b>办不下来", place="江滨"))
    for query, there in (
        ("q=老年卡", True),
        ("q=江滨", True),
        (f"q={number[:6]} {number[6:]}", True),
        ("q=老年卡&state=at_unit", True),
        ("q=老年卡&state=to_dispatch", False),
        (f"q=老年卡&unit={UNIT}", True),
        ("q=老年卡&unit=lighting", False),
        ("q=老年卡&sort=deadline", True),
        ("q=老年卡&due=overdue", False),
        ("q=%25", False),
    ):
        page = agent.get(f"/orders?{query}").text
        assert (f"/orders/{number}" in page) is there, query
        assert "<b>老年卡</b>" not in page
    assert agent.get("/orders?q=没有这样的话").text.count("没有符合条件的工单") == 1
    assert agent.get("/orders?after=x").status_code == 422
    assert agent.get("/orders/261126000000").status_code == 404
    assert agent.get("/orders/%00").status_code == 404


def test_an_agents_file_can_be_read_by_agents_only_if_it_is_one(orders: OrderSite, agent: TestClient) -> None:
    number = orders.order()
    path = f"/api/orders/{number}/files"
    lying = error(agent.put(path, params={"name": "a.jpg"}, content=b"GIF89a" + bytes(9)))
    assert lying == (422, "file", "文件内容和文件名的类型不一致，不能上传。")
    kept = agent.put(path, params={"name": "a.jpg"}, content=b"\xff\xd8\xff" + bytes(9)).json()
    assert agent.get(f"/api/orders/files/{kept['id']}").headers["content-type"] == "image/jpeg"
    assert agent.get("/api/orders/files/none").status_code == 404


def test_numbers_are_masked(orders: OrderSite, agent: TestClient) -> None:
    number = orders.order()
    for path in (f"/orders/{number}", f"/orders/{number}/print", "/orders"):
        assert "13800138000" not in agent.get(path).text
    assert "138****8000" in agent.get(f"/orders/{number}").text
