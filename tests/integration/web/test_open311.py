"""GeoReport v2 as a foreign program sees it: both formats, a report's whole life, and nothing of the caller."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.business.audit import AuditQuery
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import SYSTEM, Actor
from bot.business.orders.order import Draft
from bot.business.staff import Role
from bot.web.limits import RateLimit
from bot.web.open311.answering import Limits
from tests.integration.web.staff_site import StaffSite, staff_site

AT = "/open311/v2"
CALLER = {
    "first_name": "铭哲",
    "last_name": "欧阳",
    "phone": "13867712345",
    "email": "ouyang.mz@example.cn",
    "device_id": "device-77aa",
    "account_id": "account-99",
}
FIELDS = {  # of a request, as published
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
}
_UNHINDERED = RateLimit(10**9, 60.0)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSite]:
    with staff_site(tmp_path_factory.mktemp("open311")) as opened:
        opened.app.state.open311_limits = Limits(_UNHINDERED, _UNHINDERED, _UNHINDERED)
        yield opened


@pytest.fixture(scope="module")
def client(site: StaffSite) -> TestClient:
    return site.browser()


@pytest.fixture(scope="module")
def key(site: StaffSite) -> str:
    return site.services.open311.add_key("市民随手拍")


def form(**change: str) -> dict[str, str]:
    return {
        "service_code": "street_lamp",
        "description": "人民路的路灯不亮",
        "address_string": "鹿城区人民路 1 号",
        "lat": "28.0123",
        "long": "120.6543",
        "attribute[time]": "昨天晚上",
        **change,
    }


def post(client: TestClient, key: str | None, kind: str = "json", **change: str) -> httpx.Response:
    data = form(**change) | ({"api_key": key} if key is not None else {})
    return client.post(f"{AT}/requests.{kind}", data=data)


def number_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    return str(answer.json()[0]["service_request_id"])


def one(client: TestClient, number: str) -> dict[str, Any]:
    answer = client.get(f"{AT}/requests/{number}.json")
    assert answer.status_code == 200, answer.text
    [found] = answer.json()
    return dict(found)


def everything(client: TestClient) -> str:
    paths = [f"requests.{kind}{query}" for kind in ("xml", "json") for query in ("", "?status=closed")]
    return "".join(client.get(f"{AT}/{path}").text for path in paths)


def live(site: StaffSite, number: str) -> None:
    """Take an order through its life."""
    lead = Actor("supervisor", Role.SUPERVISOR)
    matter = site.services.catalogue().matter("street_lamp")
    unit = Actor("cg", Role.DEPARTMENT, matter.unit)
    act = site.services.work_orders.act
    act(number, Action.PREPARE, lead)
    act(number, Action.DISPATCH, lead, Details(unit=matter.unit))
    for action in (Action.SIGN, Action.CONTACT, Action.START):
        act(number, action, unit)
    act(number, Action.REPORT, unit, Details(report="灯换好了，欧阳铭哲 13867712345 已确认"))
    act(number, Action.PASS, lead)
    act(number, Action.CLOSE, SYSTEM, Details(note="市民没有异议"))


def test_discovery(client: TestClient) -> None:
    told = client.get(f"{AT}/discovery.json").json()
    [endpoint] = told["endpoints"]
    assert set(told) == {"changeset", "contact", "key_service", "endpoints"}
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"] == "http://testserver/open311/v2"
    tree = ET.fromstring(client.get(f"{AT}/discovery.xml").content)
    assert tree.tag == "discovery"
    formats = [each.text for each in tree.findall("endpoints/endpoint/formats/format")]
    assert formats == ["text/xml", "application/json"]


def test_services_in_both_formats(client: TestClient) -> None:
    listed = client.get(f"{AT}/services.json").json()
    fields = {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"}
    assert all(set(each) == fields for each in listed)
    answer = client.get(f"{AT}/services.xml")
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    tree = ET.fromstring(answer.content)
    assert tree.tag == "services"
    assert [each.findtext("service_code") for each in tree.findall("service")] == [
        each["service_code"] for each in listed
    ]
    assert {each.findtext("metadata") for each in tree} == {"true"}
    assert {each.findtext("type") for each in tree} == {"realtime"}


def test_a_service_definition(client: TestClient) -> None:
    told = client.get(f"{AT}/services/street_lamp.json").json()
    assert told["service_code"] == "street_lamp"
    assert [each["code"] for each in told["attributes"]] == ["place", "time"]
    tree = ET.fromstring(client.get(f"{AT}/services/street_lamp.xml").content)
    assert tree.tag == "service_definition"
    first = tree.find("attributes/attribute")
    assert first is not None
    assert [each.tag for each in first] == [
        "variable",
        "code",
        "datatype",
        "required",
        "datatype_description",
        "order",
        "description",
        "values",
    ]
    assert client.get(f"{AT}/services/court.xml").status_code == 404


def test_xml_is_the_default_and_json_is_asked_for(client: TestClient) -> None:
    for headers, kind in (
        ({"accept": "*/*"}, "text/xml"),
        ({"accept": "text/html"}, "text/xml"),
        ({"accept": "application/json"}, "application/json"),
        ({"accept": "application/xml, application/json"}, "text/xml"),
    ):
        told = client.get(f"{AT}/services", headers=headers).headers["content-type"]
        assert told.startswith(kind)
    forced = client.get(f"{AT}/services.xml", headers={"accept": "application/json"})
    assert forced.headers["content-type"].startswith("text/xml")
    padded = client.get(f"{AT}/services.json?jsonp=alert")
    assert padded.text.startswith("[")


def test_a_report_lives_and_closes(site: StaffSite, client: TestClient, key: str) -> None:
    text = "路灯坏了，打 138-6771-2345 或 ouyang.mz@example.cn"
    number = number_of(post(client, key, description=text, **CALLER))
    order = site.services.work_orders.find(number)
    assert order is not None
    assert (order.callback_phone, order.channel, order.occurred) == ("13867712345", "open311", "昨天晚上")
    opened = one(client, number)
    assert set(opened) == FIELDS | {"extended_status"}
    assert (opened["status"], opened["extended_status"]) == ("open", "open")
    assert (opened["lat"], opened["long"]) == (28.0123, 120.6543)
    assert opened["requested_datetime"].endswith("+08:00")
    live(site, number)
    closed = one(client, number)
    assert (closed["status"], closed["extended_status"]) == ("closed", "closed")
    assert closed["agency_responsible"]
    assert closed["expected_datetime"].endswith("+08:00")
    assert number in client.get(f"{AT}/requests.xml?status=closed").text
    assert number not in client.get(f"{AT}/requests.xml?status=open").text
    told = everything(client) + client.get(f"{AT}/requests/{number}.xml").text
    assert number in told
    for secret in (*CALLER.values(), "2345 ", "138-6771", "欧阳铭哲", "市民随手拍"):
        assert secret not in told


def test_a_report_and_its_token_in_xml(client: TestClient, key: str) -> None:
    tree = ET.fromstring(post(client, key, "xml", description="路口的灯不亮").content)
    assert [each.tag for each in tree.findall("request/*")] == [
        "service_request_id",
        "service_notice",
        "account_id",
    ]
    number = tree.findtext("request/service_request_id")
    told = ET.fromstring(client.get(f"{AT}/tokens/{number}.xml").content)
    assert told.findtext("request/service_request_id") == told.findtext("request/token") == number
    found = ET.fromstring(client.get(f"{AT}/requests/{number}.xml").content)
    assert found.tag == "service_requests"
    assert {each.tag for each in found.findall("request/*")} == FIELDS | {"extended_status"}


def test_the_same_report_is_one_order(site: StaffSite, client: TestClient, key: str) -> None:
    first = number_of(post(client, key, description="同一盏灯"))
    assert number_of(post(client, key, description="同一盏灯")) == first
    assert number_of(post(client, key, description="另一盏灯")) != first
    other = site.services.open311.add_key("别的程序")
    assert number_of(post(client, other, description="同一盏灯")) != first
    keyed = [
        number_of(
            client.post(
                f"{AT}/requests.json",
                data=form(api_key=key, description=text),
                headers={"idempotency-key": "k-1"},
            )
        )
        for text in ("灯一", "灯二")
    ]
    assert keyed[0] == keyed[1]


def test_without_a_good_key_nothing_is_taken(site: StaffSite, client: TestClient, key: str) -> None:
    site.services.open311.add_key("停用的")
    off = site.services.open311.add_key("要停用的")
    site.services.open311.turn_off("要停用的")
    for wrong in (None, "", "zx_wrong", off, "钥匙\u0000"):
        answer = post(client, wrong)
        assert answer.status_code == 403
        assert answer.json()[0]["code"] == 403
        assert "api_key" in answer.json()[0]["description"]
    tree = ET.fromstring(post(client, None, "xml").content)
    assert (tree.tag, tree.findtext("error/code")) == ("errors", "403")
    noted = site.services.audit.search(AuditQuery(action="open311_report"), 1)[0]
    assert (noted.allowed, noted.role) == (False, "api_key")


def test_uses_of_a_key_are_noted_and_the_key_is_kept_nowhere(
    site: StaffSite, client: TestClient, key: str
) -> None:
    number = number_of(post(client, key, description="记录这一次"))
    [noted] = site.services.audit.search(AuditQuery(target=number))
    assert (noted.actor, noted.action, noted.allowed) == ("市民随手拍", "open311_report", True)
    post(client, key, description="")
    newest = site.services.audit.search(AuditQuery(actor="市民随手拍"), 1)[0]
    assert not newest.allowed
    assert key not in repr(site.services.open311.all_keys())
    assert key not in repr(site.services.audit.search(AuditQuery(), 200))


def test_secret_and_own_affairs_are_hidden(site: StaffSite, client: TestClient, key: str) -> None:
    own = number_of(
        post(client, key, service_code="pension_unpaid", description="我的养老金没到账", address_string="")
    )
    orders = site.services.work_orders
    secret = orders.open(
        Draft("灯坏了保密", "路口", "", category="street_lamp", keep_secret=True), "s"
    ).number
    unsorted = orders.open(Draft("还没有分类", "路口", ""), "u").number
    told = everything(client)
    for number in (own, secret, unsorted):
        assert number not in told
        for path in (f"requests/{number}.json", f"tokens/{number}.json"):
            assert client.get(f"{AT}/{path}").status_code == 404
        assert client.get(f"{AT}/requests.json?service_request_id={number}").json() == []
    assert client.get(f"{AT}/requests.json?service_code=pension_unpaid").json() == []


def test_a_merged_report_names_its_parent(site: StaffSite, client: TestClient, key: str) -> None:
    parent, child = (number_of(post(client, key, description=text)) for text in ("灯坏了甲", "灯坏了乙"))
    site.services.work_orders.merge(child, parent, Actor("supervisor", Role.SUPERVISOR))
    assert one(client, child)["status_notes"] == f"已并单；duplicate of {parent}"


def test_pages(client: TestClient, key: str) -> None:
    for index in range(3):
        number_of(post(client, key, description=f"翻页的第 {index} 盏灯"))
    listed = [each["service_request_id"] for each in client.get(f"{AT}/requests.json").json()]
    paged = [
        client.get(f"{AT}/requests.json?page_size=1&page={page}").json()[0]["service_request_id"]
        for page in (1, 2, 3)
    ]
    assert paged == listed[:3]
    both = client.get(f"{AT}/requests.json?service_request_id={paged[2]},{paged[0]},1").json()
    assert {each["service_request_id"] for each in both} == {paged[0], paged[2]}
    assert client.get(f"{AT}/requests.json?page=100000").json() == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("requests/261126000000.{}", 404),
        ("requests/none.{}", 404),
        ("requests/%00.{}", 404),
        ("tokens/none.{}", 404),
        ("services/none.{}", 404),
        ("nothing.{}", 404),
        ("requests.{}?service_code=none", 404),
        ("requests.{}?start_date=2026-01-01T00:00:00Z&end_date=2026-12-01T00:00:00Z", 400),
        ("requests.{}?start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z", 400),
        ("requests.{}?start_date=2026-02-01", 400),
        ("requests.{}?status=all", 400),
        ("requests.{}?page_size=1001", 400),
    ],
)
def test_refusals_in_both_formats(client: TestClient, path: str, status: int) -> None:
    told = client.get(f"{AT}/{path.format('json')}")
    assert told.status_code == status
    [error] = told.json()
    assert (set(error), error["code"]) == ({"code", "description"}, status)
    tree = ET.fromstring(client.get(f"{AT}/{path.format('xml')}").content)
    assert (tree.tag, tree.findtext("error/code")) == ("errors", str(status))
    assert tree.findtext("error/description") == error["description"]


def test_other_methods_are_refused(client: TestClient) -> None:
    assert client.delete(f"{AT}/requests.json").json()[0]["code"] == 405


def test_hostile_words_stay_words(client: TestClient, key: str) -> None:
    text = "=cmd|'/c calc'!A1 <script>alert(1)</script> ]]> &amp; \u000b\ufffe\uffff\u0000 结束"
    number = number_of(post(client, key, description=text, address_string="<b>路口</b>\ufffe"))
    answer = client.get(f"{AT}/requests/{number}.xml")
    assert "<script>" not in answer.text
    told = ET.fromstring(answer.content).findtext("request/description")
    assert told == "=cmd|'/c calc'!A1 <script>alert(1)</script> ]]> &amp;  结束"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_bad_bodies(client: TestClient, key: str) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    huge = client.post(f"{AT}/requests.json", content=b"description=" + b"a" * 10_000_000, headers=kind)
    assert huge.status_code == 413
    untold = client.post(f"{AT}/requests.json", content=iter([b"a" * 60_000] * 20), headers=kind)
    assert untold.status_code == 413
    for body in (b"description=%ff%fe", b"\xff", b"a=1&" * 200):
        assert client.post(f"{AT}/requests.json", content=body, headers=kind).status_code == 400
    for other in ("application/json", "multipart/form-data; boundary=x", ""):
        answer = client.post(f"{AT}/requests.json", content=b"{}", headers={"content-type": other})
        assert answer.json()[0]["code"] == 400


def test_bad_fields(client: TestClient, key: str) -> None:
    for change, status in (
        ({"service_code": ""}, 400),
        ({"service_code": "none"}, 404),
        ({"service_code": "court"}, 400),
        ({"description": ""}, 400),
        ({"lat": "x"}, 400),
        ({"lat": "99"}, 400),
        ({"phone": "12"}, 400),
        ({"media_url": "not a url"}, 400),
        ({"media_url": "https://example.cn/a.jpg"}, 200),
    ):
        answer = post(client, key, **change)
        assert answer.status_code == status, change
        if status != 200:
            assert answer.json()[0]["description"]


def test_too_many_calls(site: StaffSite, client: TestClient, key: str) -> None:
    before = site.app.state.open311_limits
    site.app.state.open311_limits = Limits(RateLimit(1, 60.0), RateLimit(9, 60.0), RateLimit(1, 60.0))
    try:
        reads = [client.get(f"{AT}/services.xml") for _ in range(2)]
        posts = [post(client, key, description="太快了") for _ in range(2)]
    finally:
        site.app.state.open311_limits = before
    assert [each.status_code for each in (*reads, *posts)] == [200, 429, 200, 429]
    assert posts[1].headers["retry-after"] == "60"
    assert posts[1].json()[0]["code"] == 429


NAMES = [*form(), *CALLER, "media_url", "address_id", "attribute[place]", "attribute[]", "jurisdiction_id"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(NAMES) | TEXT, TEXT, max_size=8),
    st.sampled_from(["xml", "json"]),
    st.booleans(),
)
def test_any_form_is_answered(
    client: TestClient, key: str, change: dict[str, str], kind: str, known: bool
) -> None:
    data = {**form(), **change, "api_key": key} | ({"service_code": "street_lamp"} if known else {})
    answer = client.post(f"{AT}/requests.{kind}", data=data)
    assert answer.status_code in (200, 400, 404)
    listed = client.get(f"{AT}/requests.xml", params=change)
    assert listed.status_code in (200, 400, 404)
    ET.fromstring(listed.content)
