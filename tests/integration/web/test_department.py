"""A unit's orders: its own only, the caller's secrets kept, files checked, nothing done to a version nobody saw."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from bot.business.audit import AuditQuery
from bot.business.orders.actions import Action, Details
from tests.integration.web.order_site import AGENT, DRAFT, LEAD, MEMBER, OrderSite, error, offered
from tests.integration.web.staff_site import staff_site

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
REASON = {"reason": "核实事发地点"}


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OrderSite]:
    with staff_site(tmp_path_factory.mktemp("department")) as site:
        made = OrderSite(site)
        made.add_other_unit()
        yield made


@pytest.fixture(scope="module")
def member(orders: OrderSite) -> TestClient:
    return orders.log_in("department")


@pytest.fixture(scope="module")
def stranger(orders: OrderSite) -> TestClient:
    return orders.log_in("other")


def test_the_list_holds_the_units_own_orders_and_filters_them(
    orders: OrderSite, member: TestClient, stranger: TestClient
) -> None:
    mine = orders.order("signed", replace(DRAFT, matter="退休证丢了怎么补办", place="城南"))
    unsent = orders.order()
    page = member.get("/department").text
    assert f"/department/{mine}" in page
    assert f"/department/{unsent}" not in page
    assert f"/department/{mine}" not in stranger.get("/department").text
    for query, there in (
        ("q=退休证丢了", True),
        ("q=城南", True),
        (f"q={mine}", True),
        ("q=没有这样的话", False),
        ("state=signed", True),
        ("state=new", False),
        ("due=overdue", False),
        ("due=today", False),
        ("supervised=1", False),
    ):
        assert (f"/department/{mine}" in member.get(f"/department?{query}").text) is there, query
    orders.site.services.work_orders.act(mine, Action.SUPERVISE, LEAD, Details(note="盯一下"))
    marked = member.get("/department?supervised=1").text
    assert f"/department/{mine}" in marked
    assert "督办" in marked
    refused = member.get("/department", params={"q": "长" * 101})
    assert (refused.status_code, "最多 100 个字" in refused.text) == (422, True)
    assert member.get("/department?after=nowhere").status_code == 422


def test_pages_follow_each_other_without_gaps(orders: OrderSite, member: TestClient) -> None:
    numbers = {orders.order("dispatched", replace(DRAFT, matter=f"翻页的工单{count}")) for count in range(27)}
    first = member.get("/department?q=翻页的工单").text
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = member.get(following).text
    on_first, on_second = ({each for each in numbers if each in page} for page in (first, second))
    assert (len(on_first), on_first | on_second, on_first & on_second) == (25, numbers, set())
    assert 'rel="next"' not in second


def test_a_foreign_order_is_none_and_that_is_noted(orders: OrderSite, stranger: TestClient) -> None:
    number = orders.order("signed")
    for ask in (
        lambda: stranger.get(f"/department/{number}"),
        lambda: stranger.get(f"/department/{number}/print"),
        lambda: orders.act(stranger, number, "contact"),
        lambda: stranger.put(f"/api/department/orders/{number}/files?name=a.png", content=PNG),
        lambda: stranger.post(f"/api/agent/orders/{number}/reveal-phone", json=REASON),
    ):
        before = len(orders.site.services.audit.search(AuditQuery(target=number)))
        answer = ask()
        assert answer.status_code == 404
        assert "没有这张工单" in answer.text
        assert "养老金" not in answer.text
        noted = orders.site.services.audit.search(AuditQuery(target=number))
        assert len(noted) == before + 1
        assert (noted[0].actor, noted[0].action, noted[0].allowed) == ("other", "foreign_order", False)
    assert stranger.get("/department/261126000000").status_code == 404


def test_what_the_page_offers_is_what_the_rules_allow(orders: OrderSite, member: TestClient) -> None:
    for stage, actions in (
        ("dispatched", {"sign", "ask_return"}),
        ("signed", {"contact", "ask_return", "ask_extension"}),
        ("contacted", {"start", "report", "ask_extension"}),
        ("reported", set()),
        ("callback", set()),
    ):
        page = member.get(f"/department/{orders.order(stage)}").text
        assert offered(page) == actions, stage
        assert 'id="callback"' not in page


def test_what_others_do_is_refused_and_noted(orders: OrderSite, member: TestClient) -> None:
    number = orders.order("reported")
    for action in ("pass", "send_back", "supervise"):
        assert orders.act(member, number, action, note="想自己通过").status_code == 403
        noted = orders.site.services.audit.search(AuditQuery(target=number), 1)[0]
        assert (noted.actor, noted.action, noted.allowed) == ("department", "permission", False)
    for path in (f"/orders/{number}", "/orders", "/orders/new"):
        assert member.get(path).status_code == 403
    assert member.post(f"/api/orders/{number}/callback", json={}).status_code == 403


def test_the_life_of_an_order_at_its_unit(orders: OrderSite, member: TestClient) -> None:
    number = orders.order("dispatched")
    assert error(orders.act(member, number, "report"))[0] == 403
    assert orders.act(member, number, "sign").json()["status_label"] == "已签收"
    assert error(orders.act(member, number, "start")) == (403, None, "请先联系市民，再开始办理。")
    assert orders.act(member, number, "contact", note="下午打通了").status_code == 200
    assert error(orders.act(member, number, "report", report=" ")) == (
        422,
        "report",
        "反馈结果要填答复内容。",
    )
    assert error(orders.act(member, number, "ask_extension", note="等银行"))[1] == "due_at"
    assert (
        error(orders.act(member, number, "ask_extension", note="等银行", due_at="2020-01-01"))[1] == "due_at"
    )
    assert error(orders.act(member, number, "ask_extension", due_at="2099-01-01"))[1] == "note"
    assert orders.act(member, number, "ask_extension", note="等银行", due_at="2099-01-05").status_code == 200
    page = member.get(f"/department/{number}").text
    assert "申请延到 2099-01-05" in page
    assert "等银行" in page
    assert "下午打通了" in page
    assert offered(page) == set()


def test_a_return_that_was_refused_is_not_offered_again(orders: OrderSite, member: TestClient) -> None:
    number = orders.order("dispatched")
    assert error(orders.act(member, number, "ask_return", note="  "))[1] == "note"
    assert orders.act(member, number, "ask_return", note="归医保局管").status_code == 200
    orders.site.services.work_orders.act(number, Action.REFUSE_RETURN, LEAD, Details(note="归你们管"))
    assert "ask_return" not in offered(member.get(f"/department/{number}").text)


def test_a_form_for_an_older_version_is_refused(orders: OrderSite, member: TestClient) -> None:
    number = orders.order("signed")
    was = orders.seen(number)
    orders.site.services.work_orders.act(number, Action.CONTACT, MEMBER)
    status, _, words = error(orders.act(member, number, "ask_extension", note="x", seen=was))
    assert (status, words) == (409, "这张工单刚刚有变动，现在是“已联系”。请看过最新情况再办。")
    assert orders.act(member, number, "start").status_code == 200
    again = {"action": "report", "report": "办好了", "seen": orders.seen(number)}
    path = f"/api/department/orders/{number}/act"
    assert [member.post(path, json=again).status_code for _ in range(2)] == [200, 409]
    done = [each.action for each in orders.site.services.work_orders.events(number)]
    assert done.count("report") == 1


def test_a_secret_caller_stays_secret(orders: OrderSite, member: TestClient) -> None:
    number = orders.order("signed", replace(DRAFT, keep_secret=True))
    for path in (f"/department/{number}", f"/department/{number}/print"):
        page = member.get(path).text
        assert "来电人要求保密" in page
        assert "8000" not in page
        assert "打 **** 找我" in page
    refused = member.post(f"/api/agent/orders/{number}/reveal-phone", json=REASON)
    assert refused.status_code == 404


def test_numbers_are_masked_until_there_is_a_reason(orders: OrderSite, member: TestClient) -> None:
    number = orders.order("signed")
    page = member.get(f"/department/{number}").text
    assert "138********" in page
    assert "8000" not in page
    assert "13800138000" not in page
    path = f"/api/agent/orders/{number}/reveal-phone"
    assert error(member.post(path, json={"reason": "看"}))[:2] == (422, "reason")
    assert member.post(path, json=REASON).json() == {"phone": "13800138000"}
    assert "查看号码" in member.get(f"/department/{number}").text


def test_script_in_words_and_names_stays_text(orders: OrderSite, member: TestClient) -> None:
    script = "<script>alert(1)</script>"
    number = orders.order(
        "signed", replace(DRAFT, matter=script + "路灯坏了", place=f'"><img src=x>{script}')
    )
    member.put(
        f"/api/department/orders/{number}/files", params={"name": f"{script}.png"}, content=PNG
    ).raise_for_status()
    orders.act(member, number, "contact", note=script)
    for path in (f"/department/{number}", f"/department/{number}/print", "/department?q=路灯坏了"):
        page = member.get(path).text
        assert script not in page
        assert "<img src=x>" not in page
    assert "&lt;script&gt;" in member.get(f"/department/{number}").text


def docx() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(zipfile.ZipInfo(name), "<x/>")
    return made.getvalue()


def test_files_are_what_they_say(orders: OrderSite, member: TestClient, stranger: TestClient) -> None:
    number = orders.order("signed")
    path = f"/api/department/orders/{number}/files"
    for name, content, words in (
        ("照片.png", b"MZ" + bytes(100), "内容和文件名的类型不一致"),
        ("说明.pdf", PNG, "内容和文件名的类型不一致"),
        ("a.svg", b"<svg/>", "只能上传"),
        ("a.html", b"<html>", "只能上传"),
        ("a.png", b"", "文件是空的"),
    ):
        refused = error(member.put(path, params={"name": name}, content=content))
        assert refused[:2] == (422, "file")
        assert words in refused[2]
    large = PNG + bytes(10 * 1024 * 1024)
    assert error(member.put(path, params={"name": "a.png"}, content=large)) == (
        413,
        None,
        "文件太大，最多 10 MB。",
    )
    assert member.put(path, params={"name": "a.png"}, content=large[: 10 * 1024 * 1024]).status_code == 201
    kept = member.put(path, params={"name": "../现场 说明.docx"}, content=docx()).json()
    assert kept["name"] == "现场 说明.docx"
    assert "现场 说明.docx" in member.get(f"/department/{number}").text
    file = member.get(f"/api/department/orders/files/{kept['id']}")
    assert file.content == docx()
    assert file.headers["content-disposition"].startswith("attachment;")
    assert file.headers["x-content-type-options"] == "nosniff"
    assert stranger.get(f"/api/department/orders/files/{kept['id']}").status_code == 404
    noted = orders.site.services.audit.search(AuditQuery(target=kept["id"]), 1)[0]
    assert (noted.actor, noted.action) == ("other", "foreign_order")


def test_too_much_text_is_refused(orders: OrderSite, member: TestClient) -> None:
    number = orders.order("contacted")
    assert orders.act(member, number, "report", report="长" * 10_000_000).status_code == 413
    assert error(orders.act(member, number, "report", report="长" * 4001)) == (
        422,
        "report",
        "答复内容最多 4000 个字，请写得简短一些。",
    )
    assert error(orders.act(member, number, "ask_extension", note="x", due_at="后天"))[0] == 422
    assert orders.act(member, number, "report", report="x", seen="昨天").status_code == 422


def test_merged_callers_words_are_shown(orders: OrderSite, member: TestClient) -> None:
    number = orders.order("signed")
    other = orders.order("registered", replace(DRAFT, matter="我家老人的养老金也没到，电话13911112222"))
    orders.site.services.work_orders.merge(other, number, AGENT)
    page = member.get(f"/department/{number}").text
    assert "我家老人的养老金也没到" in page
    assert "13911112222" not in page
    assert f"/department/{other}" not in page
    assert member.get(f"/department/{other}").status_code == 404
