"""The whole life of an order by three people in three browsers: an agent, its unit, a supervisor."""

import re
import subprocess
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stack import Site, own_password

SCREEN = {"width": 1366, "height": 768}
GIVEN = "given by somebody"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
MATTER = "金水路国贸大厦门口的路灯全灭了，晚上骑车看不见路，麻烦快点来修"


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, tuple[str, str]]:
    """Return who logs in as what, with passwords of their own."""
    wanted = {
        "agent": ("zuoxi", []),
        "unit": ("ludeng", ["--unit", "lighting"]),
        "lead": ("banzhang", []),
    }
    roles = {"agent": "agent", "unit": "department", "lead": "supervisor"}
    found = {}
    for who, (username, more) in wanted.items():
        command = [".venv/bin/hotline", "staff", "add", username, "--role", roles[who], *more]
        subprocess.run(command, env={**site.environment, "HOTLINE_STAFF_PASSWORD": GIVEN}, check=True)
        found[who] = own_password(site.url, (username, GIVEN))
    return found


def enter(open_page: Callable[..., Page], person: tuple[str, str]) -> Page:
    page = open_page("/agent/login", viewport=SCREEN)
    page.get_by_label("用户名").fill(person[0])
    page.get_by_label("密码").fill(person[1])
    page.get_by_label("密码").press("Enter")
    expect(page.get_by_role("button", name="退出")).to_be_visible()
    return page


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def in_state(page: Page, label: str) -> None:
    expect(page.locator("h1 .status")).to_have_text(label)


def do(page: Page, action: str, **filled: str) -> None:
    """Do an action by its form."""
    page.get_by_role("button", name=action, exact=True).click()
    form = page.get_by_role("form", name=action, exact=True)
    for label, value in filled.items():
        form.get_by_label(label).fill(value)
    form.get_by_role("button", name=f"确认{action}").click()


def registered(page: Page, matter: str, place: str) -> str:
    """Register an order by the keyboard and return its address."""
    page.get_by_role("link", name="工单", exact=True).press("Enter")
    page.get_by_role("link", name="登记工单").press("Enter")
    expect(page.get_by_role("button", name="登记")).to_be_enabled()
    expect(page.get_by_label("什么事")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("13800138000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("请说一下事情。")).to_be_visible()
    expect(page.get_by_label("什么事")).to_be_focused()  # the error leads to its field
    page.keyboard.type(matter)
    page.keyboard.press("Tab")
    page.keyboard.type(place)
    page.keyboard.press("Enter")
    in_state(page, "已登记")
    return page.url


def test_an_order_from_the_call_to_the_callback(
    open_page: Callable[..., Page], site: Site, people: dict[str, tuple[str, str]]
) -> None:
    agent = enter(open_page, people["agent"])
    address = registered(agent, MATTER, "金水路国贸大厦")
    number = address.rsplit("/", 1)[1]
    fits(agent)
    panel = agent.get_by_role("region", name="派单")
    expect(panel.get_by_label("承办单位", exact=True)).to_have_value("lighting")
    was = agent.locator("#due").inner_text()
    panel.get_by_label("紧急程度").select_option("emergency")
    expect(agent.locator("#due")).not_to_have_text(was)
    expect(agent.locator("#due-limit")).to_have_text("2 小时")
    panel.get_by_label("紧急程度").select_option("general")
    expect(agent.locator("#due")).to_have_text(was)
    panel.get_by_role("button", name="确认派单").dblclick()
    in_state(agent, "已派单")
    expect(agent.locator("#toast")).to_contain_text("派单：已办好")
    expect(agent.locator(".timeline li", has_text="派单 → 已派单")).to_have_count(1)
    expect(agent.locator(".facts")).to_contain_text(was)

    unit = enter(open_page, people["unit"])
    expect(unit.get_by_role("heading", name="路灯管理单位的工单")).to_be_visible()
    fits(unit)
    unit.get_by_role("link", name=f"{number[:6]} {number[6:]}").press("Enter")
    expect(unit.get_by_text("138********")).to_be_visible()
    unit.get_by_role("button", name="看完整号码").click()
    unit.get_by_label("为什么要看").fill("联系市民核实位置")
    unit.get_by_label("为什么要看").press("Enter")
    expect(unit.locator("#phone")).to_have_text("13800138000")
    do(unit, "签收")
    in_state(unit, "已签收")
    do(unit, "联系市民", 说明="下午三点打通，确认是东侧六盏")
    in_state(unit, "已联系")
    unit.locator("#file").set_input_files({"name": "现场.png", "mimeType": "image/png", "buffer": b"MZ"})
    unit.get_by_role("button", name="上传").click()
    expect(unit.locator("#file-error")).to_contain_text("文件内容和文件名的类型不一致")
    unit.locator("#file").set_input_files({"name": "现场.png", "mimeType": "image/png", "buffer": PNG})
    unit.get_by_role("button", name="上传").click()
    with unit.expect_download() as download:
        unit.get_by_role("link", name="现场.png").click()
    assert download.value.path().read_bytes() == PNG
    do(unit, "反馈结果")
    expect(unit.get_by_text("反馈结果要填答复内容。")).to_be_visible()
    unit.get_by_label("办理结果（市民会看到）").fill("六盏灯的电缆已换，今晚恢复照明。")
    unit.get_by_role("button", name="确认反馈结果").click()
    in_state(unit, "已反馈")
    expect(unit.get_by_text("这张工单现在不用您做什么。")).to_be_visible()

    lead = enter(open_page, people["lead"])
    lead.goto(f"{site.url}/orders?state=to_review")
    lead.get_by_role("link", name=f"{number[:6]} {number[6:]}").click()
    expect(lead.get_by_text("六盏灯的电缆已换")).to_be_visible()
    do(lead, "审核通过")
    in_state(lead, "待回访")
    fits(lead)

    agent.goto(address)
    agent.get_by_role("button", name="记录回访").click()
    expect(agent.get_by_text("请先选是否联系上了市民。")).to_be_visible()
    agent.get_by_role("radio", name="联系上了").press("Space")
    agent.get_by_role("radio", name="联系过", exact=True).check()
    agent.get_by_role("radio", name="没有解决").check()
    agent.get_by_role("button", name="记录回访").click()
    expect(agent.get_by_text("请回答问题是否解决、是否满意。")).to_be_visible()
    agent.get_by_role("radio", name="不满意", exact=True).check()
    agent.get_by_label("市民说了什么").fill("灯昨晚还是不亮")
    agent.get_by_role("button", name="记录回访").click()
    in_state(agent, "重办")
    fits(agent)

    unit.goto(f"{site.url}/department?state=reopened")
    unit.get_by_role("link", name=f"{number[:6]} {number[6:]}").click()
    expect(unit.locator("h1")).to_contain_text("重办 1 次")
    expect(unit.locator("body")).to_contain_text("灯昨晚还是不亮")
    expect(unit.get_by_role("button", name="开始办理")).to_be_visible()
    unit.get_by_role("link", name="打印").click()
    expect(unit.get_by_role("heading", name="12345 热线工单办理单")).to_be_visible()


def test_a_form_that_is_too_late_keeps_what_was_typed(
    open_page: Callable[..., Page], people: dict[str, tuple[str, str]]
) -> None:
    agent = enter(open_page, people["agent"])
    address = registered(agent, "望江路码头的路灯不亮", "望江路码头")
    lead = enter(open_page, people["lead"])
    lead.goto(address)
    lead.get_by_role("button", name="补充情况", exact=True).click()
    lead.get_by_role("form", name="补充情况").get_by_label("说明").fill("是东边那一排")
    do(agent, "催单")
    expect(agent.locator("h1")).to_contain_text("催单 1 次")
    lead.get_by_role("button", name="确认补充情况").click()
    expect(lead.locator("#changed")).to_contain_text("这张工单刚刚有变动")
    expect(lead.locator("h1")).to_contain_text("催单 1 次")
    expect(lead.get_by_role("form", name="补充情况").get_by_label("说明")).to_have_value("是东边那一排")
    lead.get_by_role("button", name="确认补充情况").click()
    expect(lead.locator(".timeline")).to_contain_text("是东边那一排")

    lead.get_by_role("button", name="当场答复", exact=True).click()
    lead.get_by_label("答复内容（市民会看到）").fill("今晚派人去修")
    agent.reload()
    agent.get_by_role("region", name="派单").get_by_role("button", name="确认派单").click()
    in_state(agent, "已派单")
    lead.get_by_role("button", name="确认当场答复").click()
    in_state(lead, "已派单")
    kept = lead.get_by_label(re.compile("您刚才写的"))
    expect(kept).to_have_value("今晚派人去修")  # nothing to do with it any more, but not lost


def test_near_duplicates_are_merged_by_a_person(
    open_page: Callable[..., Page], people: dict[str, tuple[str, str]]
) -> None:
    agent = enter(open_page, people["agent"])
    first = registered(agent, "春晖路的下水道堵了，污水都冒到路面上了", "春晖路21号门口")
    registered(agent, "春晖路下水道冒污水，臭得不行", "春晖路21号")
    near = agent.get_by_role("region", name="可能是同一件事")
    expect(near).to_contain_text("污水都冒到路面上了")
    expect(near).to_contain_text("同一事项")
    merging = near.get_by_role("button", name="并入这张")
    expect(merging).to_be_enabled()
    merging.press("Enter")
    in_state(agent, "已并单")
    agent.goto(first)
    expect(agent.get_by_text("并进来的工单（1）")).to_be_visible()
    expect(agent.get_by_text("臭得不行")).to_be_visible()
    fits(agent)
