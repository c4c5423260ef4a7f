"""The audit log as the auditor reads it and takes it out."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from bot.business.audit import Actor, AuditQuery
from bot.business.china import CHINA
from tests.integration.web.staff_site import StaffSite, staff_site

EVIL = '=HYPERLINK("http://x","y")'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSite]:
    with staff_site(tmp_path_factory.mktemp("audit")) as opened:
        li = Actor("li", "agent", "10.0.0.7")
        for count in range(120):
            opened.services.audit.did(li, "phone_unmasked", "order", f"261126{count:06}", f"第{count}次核实")
        opened.services.audit.did(Actor("wang", "agent"), "phone_unmasked", "order", "261126999999", EVIL)
        yield opened


@pytest.fixture(scope="module")
def auditor(site: StaffSite) -> TestClient:
    return site.log_in("auditor")


def test_pages_follow_each_other_without_gap(auditor: TestClient) -> None:
    path, seen = "/admin/audit?actor=li", []
    for _ in range(3):
        page = auditor.get(path).text
        seen += [part.split("次核实")[0] for part in page.split("第")[1:] if "次核实" in part]
        path = (
            page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
            if 'rel="next"' in page
            else ""
        )
    assert seen == [str(count) for count in reversed(range(120))]
    assert path == ""


def test_it_is_searched(auditor: TestClient, site: StaffSite) -> None:
    today = site.services.now().astimezone(CHINA).date()
    for question, found in (
        ("target=261126000005", True),
        ("target=261126000005&actor=li&action=phone_unmasked", True),
        (f"target=261126000005&day={today}", True),
        (f"target=261126000005&day={today - timedelta(days=1)}", False),
        ("target=261126000005&actor=wang", False),
        ("target=261126000005&action=login", False),
        ("target=%27%20OR%201%3D1", False),
        ("actor=li%00", True),
    ):
        page = auditor.get(f"/admin/audit?{question}")
        assert page.status_code == 200
        assert ("次核实" in page.text) is found, question
        assert ("没有找到记录" in page.text) is not found


@pytest.mark.parametrize(
    "question",
    ["day=yesterday", "day=9999-12-31", "day=0001-01-01", "before=x", "before=" + "9" * 19, "before=-1"],
)
def test_a_bad_question_is_told_in_words(auditor: TestClient, question: str) -> None:
    page = auditor.get(f"/admin/audit?{question}")
    assert page.status_code == 422
    assert 'role="alert">日期要写成' in page.text or 'role="alert">没有这一页' in page.text
    assert auditor.get(f"/admin/audit.csv?{question}").status_code == 422


def test_what_is_typed_stays_text(auditor: TestClient) -> None:
    page = auditor.get("/admin/audit", params={"actor": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


def test_the_file_holds_everything_and_no_formula(auditor: TestClient, site: StaffSite) -> None:
    taken = auditor.get("/admin/audit.csv?action=phone_unmasked")
    assert taken.headers["content-type"].startswith("text/csv")
    assert taken.text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(taken.text.removeprefix("\ufeff"))))
    assert len(rows) == 122
    assert rows[0][:3] == ["时间", "谁", "角色"]
    assert rows[1][7] == f"'{EVIL}"
    newest = site.services.audit.search(AuditQuery(actor="auditor"), 1)[0]
    assert (newest.action, newest.data) == ("audit_exported", {"action": "phone_unmasked"})


def test_it_can_only_be_read(auditor: TestClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert auditor.request(method, "/admin/audit").status_code == 405
        assert auditor.request(method, "/admin/audit.csv").status_code == 405
