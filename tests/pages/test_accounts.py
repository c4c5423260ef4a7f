"""An administrator adds a colleague, who logs in for the first time; by the keyboard too."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.pages.test_handoff import log_in
from tests.stack import Site

SCREEN = {"width": 1366, "height": 768}
CHOSEN = "quite another sentence"


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def new_account(page: Page, username: str) -> str:
    """Add an account by the keyboard alone and return its first password."""
    page.get_by_role("link", name="账号").press("Enter")
    expect(page.get_by_role("heading", name="账号", exact=True)).to_be_visible()
    page.get_by_role("button", name="新建账号").press("Enter")
    expect(page.get_by_label("用户名（登录用）")).to_be_focused()
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type("<b>小王</b>")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # the role stays 坐席
    page.keyboard.press("Space")  # 社保
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{username} 的初始密码：")).to_be_focused()
    fits(page)
    return page.locator("#password").inner_text()


@pytest.fixture
def admin(open_page: Callable[..., Page], site: Site) -> Page:
    page = log_in(open_page, site)
    page.set_viewport_size(SCREEN)
    return page


def first_login(open_page: Callable[..., Page], username: str, password: str) -> Page:
    page = open_page("/agent/login", viewport=SCREEN)
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_label("密码").press("Enter")
    expect(page.get_by_role("heading", name="修改密码")).to_be_visible()
    return page


def choose(page: Page, current: str, new: str) -> None:
    page.get_by_label("现在的密码").fill(current)
    page.get_by_label("新密码", exact=True).fill(new)
    page.get_by_label("再输一次新密码").fill(new)
    page.get_by_label("再输一次新密码").press("Enter")


def test_a_new_colleague(open_page: Callable[..., Page], admin: Page, site: Site) -> None:
    given = new_account(admin, "xiaowang")
    row = admin.locator("tr[data-username=xiaowang]")
    expect(row).to_contain_text("<b>小王</b>")
    expect(row).to_contain_text("等待改初始密码")
    admin.get_by_role("button", name="我记下了").press("Enter")
    assert given not in admin.content()

    page = first_login(open_page, "xiaowang", given)
    page.goto(site.url + "/agent")  # no way round it
    expect(page.get_by_text("别人给的初始密码")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link")).to_have_count(0)
    choose(page, given, "1234567890")
    expect(page.get_by_role("alert")).to_contain_text("太容易猜到")
    choose(page, given, CHOSEN)
    expect(page.get_by_role("heading", name=re.compile("等待中"))).to_be_visible()
    fits(page)
    page.goto(site.url + "/admin/staff")
    expect(page.get_by_role("heading", name="这一页您不能打开")).to_be_visible()
    page.get_by_role("link", name="坐席台").first.click()

    row.get_by_role("button", name="修改 xiaowang").click()
    admin.once("dialog", lambda asked: asked.accept())
    admin.get_by_role("button", name="停用账号").click()
    expect(admin.get_by_role("status")).to_contain_text("已停用 xiaowang")
    expect(row).to_contain_text("停用")
    page.reload()
    expect(page.get_by_role("heading", name="小政工作台")).to_be_visible()


def test_what_is_wrong_is_told_and_what_was_typed_stays(admin: Page) -> None:
    admin.get_by_role("link", name="账号").click()
    expect(admin.locator("tr[data-username=admin]")).to_be_visible()
    admin.get_by_label("用户名（登录用）").fill("bureau")
    admin.get_by_label("显示名（市民看得到）").fill("人社局")
    admin.get_by_label("角色").select_option("承办单位")
    admin.get_by_role("button", name="保存").click()
    expect(admin.get_by_role("alert")).to_contain_text("要选一个单位")
    expect(admin.get_by_label("用户名（登录用）")).to_have_value("bureau")
    admin.get_by_role("combobox", name="单位").select_option("人力资源和社会保障局")
    admin.get_by_role("button", name="保存").click()
    expect(admin.locator("tr[data-username=bureau]")).to_contain_text("人力资源和社会保障局")
    expect(admin.get_by_role("alert")).to_be_hidden()


def test_the_audit_log_is_searched_and_taken_out(admin: Page) -> None:
    admin.get_by_role("link", name="审计").click()
    admin.get_by_label("做了什么").select_option("登录")
    admin.get_by_label("谁（用户名）").fill("admin")
    admin.get_by_label("谁（用户名）").press("Enter")
    rows = admin.locator("tbody tr")
    expect(rows.first).to_contain_text("登录")
    expect(admin.get_by_text("新建账号")).to_have_count(1)  # in the list to choose from only
    fits(admin)
    with admin.expect_download() as download:
        admin.get_by_role("link", name="导出 CSV").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert text.startswith("\ufeff时间,谁,角色")
    assert "登录" in text
    admin.get_by_label("谁（用户名）").fill("nobody")
    admin.get_by_role("button", name="查找").click()
    expect(admin.get_by_text("没有找到记录")).to_be_visible()


def test_the_first_tab_leads_past_the_navigation(admin: Page) -> None:
    admin.get_by_role("link", name="审计").click()
    admin.keyboard.press("Tab")
    expect(admin.get_by_role("link", name="跳到正文")).to_be_focused()
    admin.keyboard.press("Enter")
    admin.keyboard.press("Tab")
    expect(admin.get_by_label("谁（用户名）")).to_be_focused()
