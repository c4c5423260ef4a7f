"""The studio in Chromium: an admin who knows Excel, not Rasa."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.integration.talk import Citizen
from tests.stack import Site, running_site

ASKED = """公交卡怎么年审
公交优待卡审验去哪里
老人公交卡要不要年审
公交卡过期没审怎么办
年审公交卡带什么
公交卡手机上能年审吗
优待卡什么时候审
公交卡一年审几次
公交卡年审要钱吗
老年卡刷不了了是不是没审
我妈的公交卡要审核去哪
公交卡年检在哪办
公交卡忘了年审还能坐车吗
优待卡审验可以代办吗
审公交卡要本人去吗
公交卡年审几点开门"""
SCREENSHOT = "docs/screenshots/studio.png"
ANSWER = "公交优待卡每年审一次，带身份证和卡到公交服务点办。"


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Start a city that has offices and no topic yet."""
    folder = tmp_path_factory.mktemp("empty")
    shutil.copytree("data/reference", folder / "knowledge" / "reference")
    (folder / "knowledge" / "reference" / "openings.yml").unlink()
    (folder / "knowledge" / "faq").mkdir()
    (folder / "knowledge" / "regions").mkdir()
    values = "region: wenzhou\nname: 温州\nvalues: {}\n"
    (folder / "knowledge" / "regions" / "wenzhou.yml").write_text(values, encoding="utf-8")
    models = str(folder / "models")  # the model of an empty knowledge base is of no use to anybody else
    with running_site(folder / "var", KNOWLEDGE=str(folder / "knowledge"), MODELS=models) as started:
        yield started


@pytest.fixture
def newcomer(browser: Browser, empty_site: Site) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(60_000)
    log_in(page, empty_site)
    yield page
    context.close()


def log_in(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/agent/login")
    page.get_by_label("用户名").fill(site.staff[0])
    page.get_by_label("密码").fill(site.staff[1])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login" not in url)


@pytest.mark.timeout(900)  # an empty system is trained first
def test_a_new_admin_brings_the_first_topic_live_by_following_the_page(
    newcomer: Page, empty_site: Site
) -> None:
    newcomer.get_by_role("link", name="知识库").click()
    expect(newcomer.get_by_text("从第一个开始")).to_be_visible()
    newcomer.get_by_role("button", name="新建主题").click()
    begin = newcomer.get_by_role("dialog")
    begin.get_by_label("标题").fill("公交优待卡怎么年审")
    begin.get_by_label("部门").select_option(label="政务服务热线")
    begin.get_by_label("新分组的名称").fill("老年优待")
    begin.get_by_role("button", name="建好").click()
    newcomer.wait_for_url("**/admin/faq/entries/*")
    newcomer.get_by_label("屏幕答案").fill(ANSWER)
    newcomer.get_by_label("语音答案").fill(ANSWER)
    newcomer.get_by_label("文件名称").fill("公交优待卡办法")
    newcomer.get_by_label("年份").fill("2025")
    newcomer.get_by_label("加问法").fill(ASKED)
    newcomer.get_by_role("button", name="加进去").click()
    expect(newcomer.locator("#checks")).to_contain_text("没有问题")
    newcomer.get_by_role("button", name="保存，去发布").click()
    hand_in = newcomer.get_by_role("dialog")
    hand_in.get_by_label("为什么改").fill("市民常问")
    hand_in.get_by_role("button", name="提交，去发布页").click()
    newcomer.wait_for_url("**/admin/faq/publish*")
    newcomer.get_by_role("checkbox").first.check()
    newcomer.get_by_role("button", name="马上发布").click()
    expect(newcomer.locator("main")).to_contain_text("市民现在听到的是第 2 版", timeout=300_000)
    reply = Citizen(empty_site.url).say("老人的公交卡今年要怎么审")[0]
    assert reply["text"].startswith(ANSWER)


def test_a_wording_is_heard_at_once_and_taken_back_with_one_click(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page("/agent/login", viewport={"width": 1366, "height": 768})
    log_in(page, site)
    page.goto(f"{site.url}/admin/faq")
    page.get_by_placeholder("搜标题").fill("社保卡丢了怎么挂失补办")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/faq/entries/card_lost")
    screen = page.get_by_label("屏幕答案")
    before = screen.input_value()
    screen.fill("【试改】" + before)
    expect(page.locator("#saved")).to_have_text("已保存")
    expect(page.locator("#changes-count")).not_to_have_text("没有改动")
    page.screenshot(path=SCREENSHOT)
    page.get_by_role("button", name="保存并发布").click()
    page.get_by_role("dialog").get_by_label("为什么改").fill("试一试")
    page.get_by_role("dialog").get_by_role("button").first.click()
    expect(page.locator("body")).to_contain_text("已发布")
    citizen = open_page("/")
    citizen.get_by_role("textbox").fill("社保卡丢了怎么办")
    citizen.get_by_role("textbox").press("Enter")
    expect(citizen.locator("[role=log]")).to_contain_text("【试改】", timeout=20_000)
    page.goto(f"{site.url}/admin/faq/history")
    page.locator("#back-1 summary").click()
    page.get_by_label("为什么回到第 1 版").fill("只是试一试")
    page.get_by_role("button", name="确定回到第 1 版").click()
    page.wait_for_url("**/admin/faq/releases/*")
    expect(page.locator("main")).to_contain_text("正在使用", timeout=20_000)
    assert not Citizen(site.url).say("社保卡丢了怎么办")[0]["text"].startswith("【试改】")
