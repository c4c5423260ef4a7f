"""Every page by the rules of WCAG 2.1 A and AA that a program can check (axe-core), and at the size of an office screen."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from bot.bootstrap import build_services
from bot.business.conversation import Channel
from bot.business.handoff import HandoffReason
from bot.business.orders.order import Draft
from bot.business.staff import Role
from bot.settings import Settings
from tests.stack import Site, own_password

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
OFFICE = {"width": 1366, "height": 768}
ADMIN_PAGES = (
    "/agent",
    "/agent/calls",
    "/agent/prompts",
    "/orders",
    "/supervisor",
    "/admin/staff",
    "/admin/audit",
    "/admin/faq",
    "/admin/faq/entries/card_lost",
    "/admin/faq/values",
    "/admin/faq/publish",
    "/admin/faq/bench",
    "/admin/faq/asked",
    "/admin/faq/transfer",
    "/admin/faq/health",
    "/admin/faq/history",
    "/staff/password",
)


@pytest.fixture(scope="module")
def unit_account(site: Site) -> tuple[str, str]:
    services = build_services(Settings(var=site.var))
    given = "given by the administrator"
    services.staff.add("unit-reader", given, "承办员", Role.DEPARTMENT, "hrss")
    services.database.close()
    return own_password(site.url, ("unit-reader", given))


@pytest.fixture(scope="module", autouse=True)
def something_to_show(site: Site) -> Iterator[None]:
    """Empty pages are easily accessible: let there be an order, and somebody who waits."""
    services = build_services(Settings(var=site.var))
    talk = services.conversations.start(Channel.WEB)
    services.handoffs.request(talk.id, HandoffReason.ASKED, "想问工伤认定")
    services.work_orders.open(Draft("路灯坏了", "示范路", "昨天", "13800138000"), "accessibility")
    yield
    services.database.close()


def log_in(page: Page, staff: tuple[str, str]) -> None:
    page.get_by_label("用户名").fill(staff[0])
    page.get_by_label("密码").fill(staff[1])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login" not in url)


def check(page: Page, url: str) -> None:
    page.set_viewport_size(OFFICE)
    answer = page.goto(url)
    assert answer is not None
    assert answer.status == 200
    page.wait_for_timeout(1500)  # what the page fetches is part of it
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("path", ["/", "/agent/login"])
def test_pages_for_everybody(open_page: Callable[..., Page], site: Site, path: str) -> None:
    check(open_page("/"), site.url + path)


@pytest.mark.parametrize("path", ADMIN_PAGES)
def test_pages_of_staff(open_page: Callable[..., Page], site: Site, path: str) -> None:
    page = open_page("/agent/login")
    log_in(page, site.staff)
    check(page, site.url + path)


def test_the_page_of_a_department(
    open_page: Callable[..., Page], site: Site, unit_account: tuple[str, str]
) -> None:
    page = open_page("/agent/login")
    log_in(page, unit_account)
    check(page, site.url + "/department")
