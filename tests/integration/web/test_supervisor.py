"""The supervisor's page and what is taken out of it."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timezone

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from bot.business.audit import AuditQuery
from bot.business.orders.actions import Action, Details
from bot.business.orders.actor import Actor
from bot.business.orders.answers import Answers
from bot.business.orders.asker import Asker
from bot.business.orders.order import Draft, Satisfaction
from bot.business.rates.callback import CallbackFact
from bot.business.rates.grouping import Member
from bot.business.staff import Role
from bot.business.statistics.facts import Facts
from bot.business.statistics.period import Period
from bot.business.statistics.report import Report, build
from bot.web.staff.csv_file import csv_lines
from bot.web.supervisor.excel_file import workbook
from bot.web.supervisor.export_rows import sheets
from tests.integration.web.staff_site import StaffSite, staff_site

A, AGENT, LEAD = Action, Actor("li", Role.AGENT), Actor("wang", Role.SUPERVISOR)
UNIT = Actor("rs", Role.DEPARTMENT, "hrss")
NAMES = {"m": "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"}
EVIL = '=HYPERLINK("http://x","y")'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSite]:
    with staff_site(tmp_path_factory.mktemp("supervisor")) as opened:
        for count in range(6):
            _settled(opened, count)
        yield opened


def _settled(site: StaffSite, count: int) -> None:
    orders = site.services.work_orders
    draft = Draft("<b>欠薪</b>两个月", "鹿城区", "", f"1380013800{count}")
    number = orders.open(draft, f"k{count}").number
    orders.act(number, A.PREPARE, AGENT)
    orders.act(number, A.DISPATCH, AGENT, Details(unit="hrss"))
    for action in (A.SIGN, A.CONTACT, A.START):
        orders.act(number, action, UNIT)
    orders.act(number, A.REPORT, UNIT, Details(report="办好了"))
    orders.act(number, A.PASS, LEAD)
    content = Satisfaction.SATISFIED if count else Satisfaction.BASICALLY
    site.services.citizen_orders.rate(number, Asker(f"800{count}"), Answers(True, True, content), f"r{count}")


@pytest.fixture(scope="module")
def lead(site: StaffSite) -> TestClient:
    return site.log_in("supervisor")


def test_rates_come_with_denominator_interval_and_where_they_are_from(lead: TestClient) -> None:
    page = lead.get("/supervisor").text
    overall = page.split('data-rate="overall"')[1].split("</tr>")[0]
    assert "5.96 / 6" in overall
    assert "非官方" in overall
    assert "%–" in overall
    assert "人力资源和社会保障局" in page.split('id="by-unit"')[1].split("</section>")[0]
    assert "不是排名" in page
    assert '<svg class="chart"' in page
    assert "style=" not in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    "question",
    [
        "first=yesterday",
        "first=2026-02-30",
        "first=2026-05-02&last=2026-05-01",
        "last=9999-12-31",
        "first=2020-01-01&last=2026-01-01",
        "period=year",
        "first=0001-01-01&last=0001-01-01",
    ],
)
def test_wrong_days_are_told_in_words(lead: TestClient, question: str) -> None:
    page = lead.get(f"/supervisor?{question}")
    assert page.status_code == 422
    assert 'role="alert" id="period-error">' in page.text
    assert lead.get(f"/supervisor/statistics.csv?{question}").status_code == 422


def test_the_live_figures(lead: TestClient) -> None:
    now = lead.get("/api/supervisor/live").json()
    assert now["figures"]["calls"] == "0"
    assert now["figures"]["general-waiting"] == "0"
    assert now["agents"] == []


def test_both_files_hold_denominators_and_exclusions(lead: TestClient, site: StaffSite) -> None:
    text = lead.get("/supervisor/statistics.csv?period=7").text
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    head = next(row for row in rows if row[:2] == ["栏目", "分类"])
    assert head[4:6] == ["分子", "分母"]
    satisfied = next(
        row for row in rows if len(row) > 9 and row[:1] == ["回访"] and row[3].startswith("满意率")
    )
    assert satisfied[4:7] == ["5.9", "6", "98.33"]
    duplicate = next(
        row
        for row in rows
        if len(row) > 9 and row[:1] == ["工单"] and row[3].startswith("按时办结率（经批准")
    )
    assert duplicate[4:6] == ["0", "0"]
    assert duplicate[9] == "没有延期，另列 6"
    book = lead.get("/supervisor/statistics.xlsx?period=7")
    assert "sheet" in book.headers["content-type"]
    assert ["回访", "", "全部", satisfied[3], "5.9", "6"] in [row[:6] for row in _sheet(book.content, 2)]
    newest = site.services.audit.search(AuditQuery(actor="supervisor"), 1)[0]
    assert (newest.action, newest.target) == ("statistics_exported", "xlsx")


def _report_of(name: str) -> Report:
    asked = {CallbackFact(True, True, True, Satisfaction.SATISFIED, "x"): 7}
    facts = Facts((), Counter(asked), Counter())
    now = datetime(2026, 11, 26, tzinfo=timezone.utc)
    return build(
        facts, Period(date(2026, 11, 26), date(2026, 11, 26)), now, {"x": Member("x", name, "街道")}, {}
    )


def test_no_cell_is_run_as_a_formula() -> None:
    tables = sheets(_report_of(EVIL))
    line = next(
        row for row in csv.reader(io.StringIO(csv_lines(tables["按承办单位"]))) if "HYPERLINK" in row[2]
    )
    assert line[2] == f"'{EVIL}"
    content = workbook(tables)
    assert EVIL in [row[2] for row in _sheet(content, 4)]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert all(b"<f" not in archive.read(name) for name in archive.namelist() if "sheets/" in name)


def test_texts_that_xml_cannot_hold_are_left_out() -> None:
    assert _sheet(workbook({"表": [("a\x00b\ud800<c>", None, 1.5)]}), 1) == [["ab<c>", "", "1.5"]]


def _sheet(content: bytes, number: int) -> list[list[str]]:
    sheet = load_workbook(io.BytesIO(content)).worksheets[number - 1]
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
