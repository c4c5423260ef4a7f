"""Citizens, callers and agents for the tests of the desk."""

import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from bot.bootstrap import Services, build_services
from bot.business.conversation import Channel, Speaker
from bot.business.handoff import HandoffReason
from bot.business.staff import Role
from bot.settings import Settings
from tests.stack import Site

LOG = "[role=log]"
_PASSWORD = "a long enough one"


@contextmanager
def services_of(site: Site) -> Iterator[Services]:
    """Yield services over a running site's store, as another process has them."""
    opened = build_services(Settings(var=site.var))
    yield opened
    opened.database.close()


def log_in(
    open_page: Callable[..., Page], site: Site, who: tuple[str, str] | None = None, **options: object
) -> Page:
    """Return the desk of the administrator, or of another account; it is connected."""
    page = open_page("/agent", **options)
    page.get_by_label("用户名").fill((who or site.staff)[0])
    page.get_by_label("密码").fill((who or site.staff)[1])
    page.get_by_role("button", name="登录").click()
    expect(page.locator("#link")).to_have_text("已连接")
    return page


def new_agent(site: Site, name: str, display_name: str, capacity: int = 3) -> tuple[str, str]:
    """Return name and password of a new agent."""
    with services_of(site) as services:
        services.staff.add(name, _PASSWORD, display_name, Role.AGENT, capacity=capacity, given=False)
    return name, _PASSWORD


def say(page: Page, text: str) -> None:
    """Say something as the citizen."""
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def asks_for_a_person(citizen: Page, words: str = "") -> str:
    """Ask for a person; return words by which this citizen is known in the queue."""
    mark = words or f"我的编号是{secrets.token_hex(3)}"
    citizen.get_by_role("button", name="转人工").click()
    expect(citizen.locator(LOG)).to_contain_text("转接人工")
    say(citizen, mark)
    return mark


def a_busy_morning(site: Site) -> None:
    """Fill the queue with what people call a city about, and give the caller of 13912345678 a past."""
    with services_of(site) as services:
        id, talk = str(uuid.uuid4()), services.conversations.start(Channel.PHONE)
        services.calls.announce(id, "13912345678")
        services.calls.begin(id, talk.id, None)
        services.conversations.add_turn(talk.id, Speaker.CITIZEN, "养老金今年涨多少")
        for words, reason in _WAITING:
            talk = services.conversations.start(Channel.WEB)
            services.conversations.add_turn(talk.id, Speaker.CITIZEN, words)
            services.handoffs.request(talk.id, reason, words)
    a_caller_asks_for_a_person(site, "13700137000", "异地就医备案办了，住院还是不能直接结算")


_WAITING = (
    ("我家楼下的变压器在冒烟", HandoffReason.EMERGENCY),
    ("我今年七十八岁了，手机刷不了脸，养老金资格认证怎么办", HandoffReason.ASKED),
    ("失业金申请交了半个月，一直显示审核中", HandoffReason.DISSATISFIED),
    ("小区门口的路灯坏了一个星期没人修", HandoffReason.NO_MATCH),
)


def a_caller_asks_for_a_person(site: Site, number: str, words: str) -> None:
    """Let a caller say something and be put through; in the store only, there is no telephone."""
    with services_of(site) as services:
        id, talk = str(uuid.uuid4()), services.conversations.start(Channel.PHONE)
        services.calls.announce(id, number)
        services.calls.begin(id, talk.id, None)
        services.conversations.add_turn(talk.id, Speaker.CITIZEN, words)
        services.handoffs.request(talk.id, HandoffReason.ASKED, words)


def clear(site: Site) -> None:
    """Take everybody out of the queue and end all talks."""
    with services_of(site) as services:
        for each in services.handoffs.waiting():
            services.handoffs.withdraw(each.conversation_id)
        for each in services.handoffs.active():
            services.handoffs.end(each.id, each.agent or "")
