"""The supervisor's page in Chromium, over a week that was lived through the services."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from bot.bootstrap import Services, build_services
from bot.business.conversation import Channel
from bot.business.handoff import HandoffReason
from bot.business.queueing.presence import PresenceState
from bot.settings import Settings
from bot.store.database import upgrade
from bot.web.app import create_app
from tests.integration.postgres import free_port
from tests.pages.busy_week import live_through

PASSWORD = "a long enough one"
SCREEN = {"width": 1366, "height": 768}
SCREENSHOT = Path("docs/screenshots/supervisor.png")


@dataclass
class Desk:
    url: str
    services: Services


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The real app without Rasa, ears and mouth: this page needs none of them."""
    var = tmp_path_factory.mktemp("week")
    settings = Settings(var=var, vosk_model=var / "none", rasa_port=1)
    upgrade(settings.database)
    live_through(settings, PASSWORD)
    services = build_services(settings)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.1)
    yield Desk(f"http://127.0.0.1:{port}", services)
    server.should_exit = True
    thread.join(20)
    services.database.close()


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    for username in ("lin", "zhou", "wu"):
        desk.services.presence.seen(username)  # their pages are open
    context = browser.new_context(locale="zh-CN", viewport=SCREEN)
    page = context.new_page()
    page.goto(desk.url + "/agent/login")
    page.get_by_label("用户名").fill("chen")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_label("密码").press("Enter")
    page.get_by_role("link", name="班长台").click()
    expect(page.get_by_role("heading", name="现在")).to_be_visible()
    yield page
    context.close()


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_live_row_follows_and_leaves_the_rest_alone(page: Page, desk: Desk) -> None:
    waiting = page.locator("[data-live=waiting]")
    before = int(waiting.inner_text())
    row = page.locator("tr[data-username=lin]")
    expect(row).to_contain_text("3 / 3")
    row.evaluate("row => { row.untouched = true; }")
    handoff = desk.services.handoffs.request(
        desk.services.conversations.start(Channel.WEB).id, HandoffReason.ASKED
    )
    expect(waiting).to_have_text(str(before + 1))
    expect(page.locator("#announced")).to_have_text(f"排队等人工：{before + 1} 人")
    desk.services.presence.set("zheng", PresenceState.AWAY)
    expect(page.locator("tr[data-username=zheng]")).to_contain_text("郑洁")
    assert row.evaluate("row => row.untouched")  # the same row as before
    desk.services.handoffs.withdraw(handoff.conversation_id)
    expect(waiting).to_have_text(str(before))


def test_the_numbers_of_a_week_by_the_keyboard(page: Page) -> None:
    page.get_by_role("link", name="近 7 天").press("Enter")
    expect(page.get_by_role("link", name="近 7 天")).to_have_attribute("aria-current", "true")
    overall = page.locator("tr[data-rate=overall]")
    expect(overall).to_contain_text("非官方")
    expect(overall).to_contain_text("%–")
    expect(page.get_by_role("img", name="登记工单（张）", exact=True)).to_be_visible()
    names = page.locator("#by-unit ~ .scroll tbody th").all_inner_texts()
    assert names[-1] == "合计"
    assert len(names) > 2
    summary = page.get_by_text("看数字").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="登记工单").first).to_be_visible()
    fits(page)


def test_files_are_taken_out(page: Page) -> None:
    page.get_by_role("link", name="近 7 天").click()
    for name, begins in (("导出 CSV", "\ufeff【说明】".encode()), ("导出 Excel", b"PK")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.path().read_bytes().startswith(begins)


def test_wrong_days_are_told(page: Page) -> None:
    page.get_by_role("textbox", name="从", exact=True).fill("2026-05-02")
    page.get_by_role("textbox", name="到", exact=True).fill("2026-05-01")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("alert").first).to_contain_text("结束日期不能早于开始日期")


def test_it_looks_as_in_the_documents(page: Page) -> None:
    page.get_by_role("link", name="近 7 天").click()
    page.goto(page.url.split("#")[0])
    expect(page.locator("tr[data-username=lin]")).to_be_visible()
    page.screenshot(path=SCREENSHOT)
    fits(page)
