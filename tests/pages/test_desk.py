"""The agent's desk in real Chromium: a citizen in one browser, agents in others."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.pages.desk import (
    a_busy_morning,
    a_caller_asks_for_a_person,
    asks_for_a_person,
    clear,
    log_in,
    new_agent,
    say,
)
from tests.stack import Site

LOG = "[role=log]"
SCREENSHOT = Path("docs/screenshots/agent.png")
WIDE = {"viewport": {"width": 1366, "height": 768}}


@pytest.fixture(autouse=True)
def nobody_waits(site: Site) -> None:
    clear(site)


def claim(agent: Page, mark: str) -> None:
    agent.locator("#waiting li", has_text=mark).get_by_role("button", name="接入").click()
    expect(agent.locator("#words")).to_be_focused()


def test_a_talk_from_the_queue_to_its_end(open_page: Callable[..., Page], site: Site) -> None:
    agent, other = (
        log_in(open_page, site, **WIDE),
        log_in(open_page, site, new_agent(site, "zhao", "赵敏"), **WIDE),
    )
    citizen = open_page()
    say(citizen, "失业金能领几个月")
    expect(citizen.locator(LOG)).to_contain_text("最长12个月")
    mark = asks_for_a_person(citizen)
    expect(other.locator("#waiting li", has_text=mark)).to_be_visible()  # pushed, nobody reloads
    claim(agent, mark)
    expect(other.locator("#waiting li", has_text=mark)).to_have_count(0)  # the second can't take it any more
    expect(agent.locator("#talk")).to_contain_text("失业金能领几个月")
    expect(agent.locator("#summary")).to_contain_text("失业")  # what was answered already

    agent.locator("#words").fill("您好，我先帮您看一下")
    expect(agent.locator("#draft-state")).to_have_text("草稿已保存")
    agent.reload()
    expect(agent.locator("#words")).to_have_value("您好，我先帮您看一下")
    agent.locator("#words").press("Enter")
    expect(citizen.locator(LOG)).to_contain_text("您好，我先帮您看一下")
    expect(agent.locator("#words")).to_have_value("")

    say(citizen, "失业登记要带什么材料")
    expect(agent.locator("#talk")).to_contain_text("失业登记要带什么材料")
    agent.locator("#suggestions li").first.get_by_role("button", name="直接发送").click()
    expect(citizen.locator(f"{LOG} >> text=失业").last).to_be_visible()
    expect(agent.locator("#talk .turn.agent")).to_have_count(2)

    agent.keyboard.press("Alt+b")
    agent.get_by_role("dialog").get_by_label("留话").fill("材料清单明天发您短信")
    agent.get_by_role("dialog").get_by_label(re.compile("告诉市民")).check()
    agent.get_by_role("dialog").get_by_role("button", name="交回小政").click()
    expect(citizen.locator(LOG)).to_contain_text("材料清单明天发您短信")
    expect(agent.locator("#say")).to_be_hidden()
    say(citizen, "谢谢")
    expect(citizen.locator(LOG)).to_contain_text("不客气")


def test_keyboard_only(open_page: Callable[..., Page], site: Site) -> None:
    agent, citizen = log_in(open_page, site, **WIDE), open_page()
    asks_for_a_person(citizen)
    keys = agent.keyboard
    keys.press("?")
    expect(agent.get_by_role("dialog")).to_contain_text("接下一位")
    keys.press("Escape")
    expect(agent.locator("#waiting li")).to_have_count(1)
    keys.press("Alt+n")
    expect(agent.locator("#words")).to_be_focused()
    keys.type("第一行")
    keys.press("Shift+Enter")
    keys.type("第二行")
    keys.press("Enter")
    expect(citizen.locator(LOG)).to_contain_text(re.compile("第一行\\s*第二行"))
    keys.press("Alt+m")
    keys.type("市民着急，先安抚")
    keys.press("Enter")
    expect(agent.locator("#notes")).to_contain_text("市民着急，先安抚")
    keys.press("Alt+t")
    keys.press("Tab")
    keys.type("问的是医保")
    keys.press("Enter")
    expect(agent.get_by_role("status").filter(has_text="已经转出")).to_be_visible()
    expect(agent.locator("#say")).to_be_hidden()
    keys.press("Alt+a")  # it waits again and is still looked at
    expect(agent.locator("#words")).to_be_focused()
    expect(agent.locator("#notes")).to_contain_text("问的是医保")
    keys.press("Alt+x")
    keys.press("Space")
    keys.press("Enter")
    expect(citizen.locator(LOG)).to_contain_text("人工服务已经结束")
    expect(agent.locator("#mine li")).to_have_count(0)


def test_canned_answers_by_slash(open_page: Callable[..., Page], site: Site) -> None:
    agent, citizen = log_in(open_page, site, **WIDE), open_page()
    asks_for_a_person(citizen)
    agent.get_by_role("button", name="接下一位").click()
    expect(agent.locator("#words")).to_be_focused()
    agent.keyboard.press("/")
    dialog = agent.get_by_role("dialog")
    dialog.get_by_text("新增常用语").click()
    dialog.get_by_label("标题").fill("已登记")
    dialog.get_by_label("内容").fill("{市民}好，我是{坐席}，单号{工单号}。")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("option", name=re.compile("已登记"))).to_be_visible()
    dialog.get_by_placeholder("查找").fill("已登记")
    agent.keyboard.press("Enter")
    expect(agent.locator("#words")).to_have_value(re.compile("^您好，我是.+，单号{工单号}。$"))
    agent.keyboard.press("Enter")
    expect(agent.get_by_role("alert")).to_contain_text("还没有填")  # an open variable isn't sent
    agent.locator("#words").fill("您好，单号稍后给您")
    agent.keyboard.press("Enter")
    expect(citizen.locator(LOG)).to_contain_text("单号稍后给您")


def test_nothing_typed_is_lost_when_the_connection_breaks(open_page: Callable[..., Page], site: Site) -> None:
    agent, citizen = log_in(open_page, site, **WIDE), open_page()
    asks_for_a_person(citizen)
    agent.get_by_role("button", name="接下一位").click()
    expect(agent.locator("#words")).to_be_focused()
    agent.context.set_offline(True)
    agent.locator("#words").fill("断线时写的话")
    agent.locator("#words").press("Enter")
    expect(agent.get_by_role("alert")).to_contain_text("连不上服务器")
    expect(agent.locator("#words")).to_have_value("断线时写的话")
    say(citizen, "您还在吗")
    agent.context.set_offline(False)
    agent.locator("#words").press("Enter")
    expect(citizen.locator(LOG)).to_contain_text("断线时写的话")
    expect(agent.locator("#talk")).to_contain_text("您还在吗")
    expect(agent.locator("#talk .turn.agent")).to_have_count(1)


def test_a_caller_pops_up_and_the_call_is_read_as_it_goes(open_page: Callable[..., Page], site: Site) -> None:
    agent = log_in(open_page, site, **WIDE)
    expect(agent.locator("#link")).to_have_text("已连接")
    a_caller_asks_for_a_person(site, "13800138000", "养老金认证怎么办")
    expect(agent.locator("#pop")).to_contain_text("电话转人工：138****8000")
    expect(agent).to_have_title(re.compile("（1）"))
    agent.locator("#pop").get_by_role("button", name="看记录").click()
    expect(agent.locator("#talk")).to_contain_text("养老金认证怎么办")
    expect(agent.locator("#summary")).to_contain_text("138****8000")


def test_nothing_is_wider_than_the_screen(open_page: Callable[..., Page], site: Site) -> None:
    agent, citizen = log_in(open_page, site, **WIDE), open_page()
    asks_for_a_person(citizen)
    agent.get_by_role("button", name="接下一位").click()
    expect(agent.locator("#words")).to_be_focused()
    width, height = (agent.evaluate(f"document.documentElement.scroll{side}") for side in ("Width", "Height"))
    assert width <= 1366
    assert height <= 768


def test_a_full_desk_for_the_documentation(open_page: Callable[..., Page], site: Site) -> None:
    a_busy_morning(site)
    who = new_agent(site, "lixin", "李欣", capacity=1)
    agent, citizen = log_in(open_page, site, who, **WIDE), open_page()
    say(citizen, "我是灵活就业，断缴了三个月还能补吗")
    expect(citizen.locator(f"{LOG} >> text=补").last).to_be_visible()
    asks_for_a_person(citizen, "我的电话是13912345678，想知道医保会不会断")
    claim(agent, "想知道医保会不会断")
    agent.get_by_label("在线").check()
    agent.locator("#words").fill("您好，我是坐席李欣。您的缴费记录我看到了，先说医保。")
    agent.locator("#words").press("Enter")
    say(citizen, "好的，那医保断了几个月会影响报销吗")
    expect(agent.locator("#talk")).to_contain_text("会影响报销吗")
    expect(agent.locator("#suggestions li").first).to_be_visible()
    agent.locator("#note-text").fill("已核实身份，市民着急，先讲医保再讲补缴")
    agent.locator("#note-text").press("Enter")
    expect(agent.locator("#notes")).to_contain_text("先讲医保")
    agent.keyboard.press("Alt+o")
    agent.locator("#new-order").get_by_label("地点").fill("鹿城区")
    agent.get_by_role("button", name="登记工单").click()
    expect(agent.locator("#orders")).to_contain_text("已登记")
    expect(agent.locator("#earlier")).to_contain_text("养老")  # the caller is known by the number
    agent.locator("#order").evaluate("each => each.replaceChildren()")
    agent.locator("#words").fill("断缴三个月以内补上的，")
    expect(agent.locator("#draft-state")).to_have_text("草稿已保存")
    expect(agent.locator("#toast")).to_be_empty(timeout=10_000)
    agent.evaluate("document.querySelectorAll('.right, #waiting').forEach((each) => each.scrollTo(0, 0))")
    expect(agent.locator("#staffed")).to_have_text("在线坐席 1 位")
    agent.screenshot(path=SCREENSHOT)
