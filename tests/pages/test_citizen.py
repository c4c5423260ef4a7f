"""The citizen's page, as citizens use it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bot.bootstrap import build_services
from bot.settings import Settings
from tests.integration.talk import Citizen
from tests.stack import Site

LOG = "[role=log]"


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def test_it_says_that_it_is_a_machine_and_records(page: Page) -> None:
    expect(page.locator("body")).to_contain_text("机器人小政")
    expect(page.locator("body")).to_contain_text("会被记录")


def test_a_question_is_answered_with_its_source(page: Page) -> None:
    say(page, "失业金能领几个月")
    log = page.locator(LOG)
    expect(log).to_contain_text("最长12个月")
    log.locator("summary").first.click()
    expect(log).to_contain_text("中华人民共和国社会保险法")


def test_everything_works_by_keyboard(page: Page) -> None:
    page.get_by_role("textbox").focus()
    page.keyboard.type("医保")
    page.keyboard.press("Enter")
    option = page.locator(LOG).get_by_role("button", name=re.compile("职工医保断缴"))
    option.focus()
    page.keyboard.press("Enter")
    expect(page.locator(LOG)).to_contain_text("一般从次月起停止医保报销")


def test_html_that_is_typed_is_only_text(page: Page) -> None:
    page.add_init_script("window.hurt = false")
    say(page, "<img src=x onerror='window.hurt=true'><script>window.hurt=true</script>")
    expect(page.locator(LOG)).to_contain_text("<img src=x")
    assert page.evaluate("window.hurt") in (None, False)
    assert page.locator(f"{LOG} img").count() == 0


@pytest.mark.parametrize(("width", "size"), [(375, "标准"), (320, "标准"), (375, "特大")])
def test_it_fits_a_phone_also_in_large_type(open_page: Callable[..., Page], width: int, size: str) -> None:
    page = open_page("/", viewport={"width": width, "height": 700})
    page.get_by_text(size, exact=True).click()
    say(page, "失业金能领几个月")
    expect(page.locator(LOG)).to_contain_text("最长12个月")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_reload_keeps_the_talk(page: Page) -> None:
    say(page, "失业金能领几个月")
    expect(page.locator(LOG)).to_contain_text("最长12个月")
    page.reload()
    expect(page.locator(LOG)).to_contain_text("最长12个月")
    expect(page.locator(LOG)).to_contain_text("失业金能领几个月")


def test_what_could_not_be_sent_is_kept_and_sent_once(page: Page) -> None:
    page.route("**/api/chat", lambda route: route.abort())
    say(page, "失业金能领几个月")
    retry = page.get_by_role("button", name=re.compile("重试"))
    expect(retry).to_be_visible()
    page.unroute("**/api/chat")
    retry.click()
    expect(page.locator(LOG)).to_contain_text("最长12个月")
    assert page.locator(LOG).inner_text().count("失业金能领几个月") == 1


def test_a_work_order_through_the_page(page: Page) -> None:
    asked = ["什么事情", "发生在哪里", "什么时候", "回电", "请您核对", "工单号"]
    told = ["我要登记一个工单", "小区门口的路灯坏了没人修", "鹿城区人民路", "前天晚上", "13800138000", "对"]
    for words, question in zip(told, asked, strict=True):
        say(page, words)
        expect(page.locator(LOG)).to_contain_text(question)


def test_a_screen_reader_finds_its_way(page: Page) -> None:
    for role, name in (("textbox", None), ("button", "发送"), ("button", "转人工"), ("log", None)):
        expect(page.get_by_role(role, name=name) if name else page.get_by_role(role)).to_have_count(1)
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.locator("button:not([aria-label])").evaluate_all(
        "all => all.every((b) => b.textContent.trim())"
    )


def test_an_emergency_shows_the_number_to_call(page: Page) -> None:
    say(page, "着火了")
    expect(page.locator(f"{LOG} a[href='tel:119']")).to_be_visible()


def test_the_interface_page_needs_nothing_from_outside(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page("/docs")
    expect(page.get_by_text("/api/chat", exact=False).first).to_be_visible()


def test_what_the_page_proposes_is_answered(site: Site, page: Page) -> None:
    page.goto(site.url)
    proposed = page.locator(".chip").all_inner_texts()
    kinds = [Citizen(site.url).kinds(question)[0] for question in proposed]
    assert kinds == ["faq", "faq", "faq", "work_order", "order_status"]


def test_a_first_visit_begins_with_the_greeting_on_a_small_screen(site: Site, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 560})
    page.goto(site.url)
    expect(page.get_by_role("button", name="查一下我的工单进度")).to_be_attached()
    assert page.evaluate("scrollY") == 0
    expect(page.get_by_text("您好，我是小政")).to_be_in_viewport()


def test_a_talk_is_rated_by_keyboard_and_may_be_changed(page: Page, site: Site) -> None:
    say(page, "失业金能领几个月")
    expect(page.locator(LOG)).to_contain_text("最长12个月")
    page.get_by_role("button", name="评价", exact=True).click()
    page.keyboard.press("Space")  # 解决了 has the focus
    page.get_by_label("基本满意").check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("#rating")).to_contain_text("谢谢您的评价")
    page.get_by_label("没解决").check()
    page.get_by_label("不满意").check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("#rating")).to_contain_text("转人工")
    services = build_services(Settings(var=site.var))
    kept = services.desk_things.rating(page.evaluate("sessionStorage.getItem('session_id')"))
    services.database.close()
    assert kept is not None
    assert (kept.solved, kept.satisfied) == (False, "dissatisfied")
