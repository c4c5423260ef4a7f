"""A citizen and an agent in two browsers."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.stack import Site

LOG = "[role=log]"


def log_in(open_page: Callable[..., Page], site: Site) -> Page:
    page = open_page("/agent")
    page.get_by_label("用户名").fill(site.staff[0])
    page.get_by_label("密码").fill(site.staff[1])
    page.get_by_role("button", name="登录").click()
    expect(page.locator("#link")).to_have_text("已连接")
    return page


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def test_handed_over_and_answered_by_a_person(open_page: Callable[..., Page], site: Site) -> None:
    agent, citizen = log_in(open_page, site), open_page()
    say(citizen, "失业金能领几个月")
    expect(citizen.locator(LOG)).to_contain_text("最长12个月")
    mark = "我是上个月被裁的老陈"
    citizen.get_by_role("button", name="转人工").click()
    expect(citizen.locator(LOG)).to_contain_text("正在为您转接人工")
    say(citizen, mark)

    waiting = agent.locator("#waiting li", has_text=mark)
    expect(waiting).to_be_visible()
    waiting.get_by_role("button", name="接入").click()
    expect(agent.locator("#talk")).to_contain_text("失业金能领几个月")  # what was said before is seen
    agent.locator("#words").fill("您好老陈，<b>我来帮您</b>")
    agent.locator("#words").press("Enter")
    expect(citizen.locator(LOG)).to_contain_text("您好老陈，<b>我来帮您</b>")

    say(citizen, "我要怎么申请")
    expect(agent.locator("#talk")).to_contain_text("我要怎么申请")
    agent.get_by_role("button", name="交回小政").click()
    agent.get_by_role("dialog").get_by_role("button", name="交回小政").click()
    expect(citizen.locator(LOG)).to_contain_text("人工服务已经结束")
    say(citizen, "谢谢")
    expect(citizen.locator(LOG)).to_contain_text("不客气")


def test_an_agent_writes_an_order_and_sees_its_number_masked(
    open_page: Callable[..., Page], site: Site
) -> None:
    agent, citizen = log_in(open_page, site), open_page()
    citizen.get_by_role("button", name="转人工").click()
    expect(citizen.locator(LOG)).to_contain_text("转接人工")
    say(citizen, "行政服务中心窗口排队两小时没人办")
    waiting = agent.locator("#waiting li", has_text="排队两小时")
    waiting.get_by_role("button", name="接入").click()
    agent.get_by_text("新建工单（Alt+O）").click()
    form = agent.locator("#new-order")
    expect(form.get_by_label("事情")).to_have_value("行政服务中心窗口排队两小时没人办")  # from the talk
    form.get_by_label("地点").fill("瑞安市行政服务中心")
    form.get_by_label("回电号码").fill("13800138000")
    form.get_by_role("button", name="登记工单").click()
    order = agent.locator("#order")
    expect(order).to_contain_text("138****8000")
    order.get_by_role("button", name="查看工单号码").click()
    expect(agent.get_by_role("alert")).to_contain_text("请写明原因")
    order.get_by_label("查看工单号码的原因").fill("要打电话核实地点")
    order.get_by_role("button", name="查看工单号码").click()
    expect(order).to_contain_text("13800138000")
    order.get_by_role("button", name="转待派单").click()
    expect(order.get_by_role("button", name="转待派单")).to_have_count(0)
    expect(order.locator("ul")).to_contain_text("转待派单")


def test_a_wrong_password_is_refused(open_page: Callable[..., Page]) -> None:
    page = open_page("/agent/login")
    page.get_by_label("用户名").fill("someone")
    page.get_by_label("密码").fill("not the password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
