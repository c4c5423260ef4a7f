"""The health page and its workbook, over the real knowledge base and store."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.business.conversation import Channel, Speaker
from bot.business.studio.contents import Contents
from bot.knowledge.live_contents import LiveContents
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.yaml_nodes import Problems
from tests.integration.web.staff_site import StaffSite, staff_site
from tests.integration.web.studio_publisher import FakePublisher

REPORT = {
    "shares": {"before": {}, "after": {"topic_first": [912, 1000]}},
    "groups": [{"name": "<养老>", "by": "subjects", "sentences": 40, "before": 30, "after": 38}],
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffSite]:
    with staff_site(tmp_path_factory.mktemp("health")) as opened:
        talk(opened, ("faq", "card_lost"), ("out_of_scope", None), ("faq", "card_apply"))
        talk(opened, ("faq", "card_lost"))
        yield opened


def talk(site: StaffSite, *replies: tuple[str, str | None]) -> None:
    talks = site.services.conversations
    id = talks.start(Channel.WEB).id
    for kind, topic in replies:
        talks.add_turn(id, Speaker.CITIZEN, "问")
        talks.add_turn(id, Speaker.ROBOT, "答", kind=kind, topic=topic)


def test_what_is_to_be_done_and_how_it_went(site: StaffSite) -> None:
    browser = site.log_in("admin")
    page = browser.get("/admin/faq/health").text
    titles = {key: topic["title"] for key, topic in site.services.live_contents().topics.items()}
    rows = re.findall(
        r"entries/(\w+)\">([^<]+)</a></th><td class=\"hits\">.*? (\d+)</td><td>(\d+)</td>", page
    )
    assert rows == [
        ("card_lost", titles["card_lost"], "2", "2"),
        ("card_apply", titles["card_apply"], "1", "1"),
    ]
    assert "<b>157</b> 90 天没人问到的主题" in page
    assert "<b>88</b> 缺的本地值" in page
    assert "<td>75.0%</td><td>3</td><td>0</td><td>1</td>" in page
    assert "还没有训练过的版本" in page
    assert "style=" not in page
    for tab in ("bench", "health"):
        assert f'href="/admin/faq/{tab}"' in page
    assert 'href="/admin/faq/health" aria-current="page"' in page


def test_accuracy_over_releases_and_a_report_of_another_make(site: StaffSite) -> None:
    services = site.services
    first = FakePublisher(services).begin_with_what_is_shipped()
    services.publishing.note(first.number, report=REPORT)
    second = services.publishing.found_live("a" * 12, "手工导入")
    services.publishing.note(second.number, report={"strange": True})
    page = site.log_in("supervisor").get("/admin/faq/health").text
    assert 'id="chart-accuracy-title">测试句听懂了多少' in page
    assert '<th scope="row">全部</th><td>91.2%（912/1000）</td>' in page
    assert '<th scope="row">&lt;养老&gt;</th><td>95.0%（38/40）</td>' in page


def test_what_expires_is_marked(site: StaffSite, monkeypatch: pytest.MonkeyPatch) -> None:
    today = site.services.today()
    topic = {
        "title": "过期的事",
        "group_title": "组",
        "questions": ["问"],
        "answers": [{"expires": "2026-01-31"}],
    }
    values = {"v": {"label": "某标准", "value": "1 元", "expires": today.isoformat()}}
    monkeypatch.setattr(LiveContents, "__call__", lambda self: Contents({"t": topic}, values))
    page = site.log_in("admin").get("/admin/faq/health").text
    assert '<a href="#ending" class="warn"><b>2</b>' in page
    assert '2026-01-31 <b class="error">已失效</b>' in page
    assert f'<td class="time">{today}</td>' in page
    assert "没有接上的" in page
    assert "问法少于 30 句" in page


def test_the_workbook_has_every_list(site: StaffSite) -> None:
    answer = site.log_in("admin").get("/api/studio/health.xlsx")
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames[:6] == ["回答次数", "没人问到", "要失效的", "该核对的", "缺的本地值", "问法少的"]
    assert book["回答次数"].max_row == 160
    assert book["缺的本地值"]["A1"].value == "名称"
    kinds = {row[0] for row in book["该核对的"].iter_rows(min_row=2, values_only=True)}
    assert kinds == {"依据"}


def test_files_that_cannot_be_read_are_told(site: StaffSite, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: LiveContents) -> Contents:
        raise KnowledgeError(Problems([]))

    browser = site.log_in("admin")
    monkeypatch.setattr(LiveContents, "__call__", broken)
    answer = browser.get("/admin/faq/health")
    assert answer.status_code == 503
    assert "读不出来" in answer.text
    assert browser.get("/api/studio/health.xlsx").status_code == 403
    assert site.log_in("agent").get("/admin/faq/health").status_code == 403


def test_no_inline_style_or_script() -> None:
    for path in Path("bot/web/studio/templates").glob("*.html"):
        if path.name.startswith(("bench", "sentences", "health")):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\sstyle=|<style|<script(?![^>]* src=)|\son\w+=", text), path
