"""A call over AudioSocket, and what the staff see of it: live, and afterwards with its recording."""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx
import pytest
from playwright.sync_api import Page, expect

from bot.conversations.rasa_client import ACTION_MS
from speech.audio import resample
from speech.synthesiser import Synthesiser
from tests.calls.clients.asterisk import AsteriskCaller
from tests.integration.commands.hotline import hotline
from tests.integration.postgres import free_port
from tests.pages.test_handoff import log_in
from tests.stack import Site, own_password, running_site

PASSWORD = "a long enough one"
SCREEN = {"width": 1366, "height": 768}


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Site]:
    """Return a site with a telephone line."""
    with running_site(
        tmp_path_factory.mktemp("calls"), AUDIOSOCKET_PORT=str(port), CALLS_MOST="8"
    ) as started:
        yield started


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    mouth = Synthesiser(workers=1, cache_dir=tmp_path_factory.mktemp("voice"))
    texts = ("失业金能领几个月", "我的电话是13800138000")
    said = [resample(mouth.speak(text), 8000).pcm for text in texts]
    mouth.close()
    return said


class OnThePhone(threading.Thread):
    """A caller who asks, listens and hangs up when told to; playwright keeps the main thread for itself."""

    def __init__(self, site: Site, port: int, sounds: list[bytes]) -> None:
        super().__init__(daemon=True)
        self.asked, self.enough = threading.Event(), threading.Event()
        self._site, self._port, self._sounds = site, port, sounds

    def run(self) -> None:
        asyncio.run(self._call())

    async def _call(self) -> None:
        token = (self._site.var / "calls-token").read_text(encoding="ascii")
        caller = AsteriskCaller()
        await caller.announce(self._site.url, token)
        await caller.call("127.0.0.1", self._port)
        for sound in self._sounds:
            await caller.quiet(1.0, patience_s=60)
            await caller.sound_after(await caller.say(sound), patience_s=30)
        await caller.quiet(1.0, patience_s=60)
        self.asked.set()
        await asyncio.to_thread(self.enough.wait, 60)
        await caller.hang_up()


def calls_page(open_page: Callable[..., Page], site: Site) -> Page:
    page = log_in(open_page, site)
    page.set_viewport_size(SCREEN)
    page.get_by_role("link", name="通话").click()
    expect(page.get_by_role("heading", name=re.compile("正在进行"))).to_be_visible()
    return page


def test_a_call_is_seen_live_and_heard_afterwards(
    open_page: Callable[..., Page], site: Site, port: int, sounds: list[bytes]
) -> None:
    page = calls_page(open_page, site)
    expect(page.locator("#live")).to_contain_text("现在没有通话")
    caller = OnThePhone(site, port, sounds)
    caller.start()
    live = page.locator("#live tr")
    expect(live).to_contain_text("138****8000", timeout=20_000)
    assert caller.asked.wait(120)
    expect(page.locator("#places")).to_contain_text("1 个，最多 8 个，空 7 个")
    expect(live).to_contain_text(re.compile("小政："))
    for stage in ("说完到文字", "其中：理解", "其中：办理", "说完到出声"):
        expect(page.locator("#stages")).to_contain_text(stage)
    caller.enough.set()
    caller.join(10)
    expect(page.locator("#live")).to_contain_text("现在没有通话")
    _transcript_and_recording(page)


def wait_until(page: Page, holds: str) -> None:
    """Wait for what is true of the player; the page's rules forbid playwright's own way."""
    for _ in range(200):
        if page.locator("audio").evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise TimeoutError(holds)


def _transcript_and_recording(page: Page) -> None:
    page.reload()
    page.locator("#records button").first.click()
    transcript = page.locator("#transcript")
    expect(transcript).to_contain_text("最长12个月")
    expect(transcript.locator("li.citizen").first).to_contain_text("失业金")
    percents = transcript.locator("li.citizen .word.sure small").first
    expect(percents).to_be_hidden()
    page.get_by_label("显示每个词的百分比").check()
    expect(percents).to_have_text(re.compile(r"\d+%"))
    assert "13800138000" not in page.content()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    _recording(page)


def _recording(page: Page) -> None:
    parts: list[int] = []
    page.on("response", lambda answer: parts.append(answer.status) if "ticket=" in answer.url else None)
    expect(page.locator("#access-count")).to_have_text("0")
    page.get_by_role("button", name="听录音").click()
    expect(page.locator("#access-count")).to_have_text("1")
    wait_until(page, "audio => audio.duration > 10")
    second = page.locator("#transcript .at").nth(2)
    second.click()
    wait_until(page, "audio => audio.currentTime > 5 && !audio.seeking")
    assert set(parts) == {206}
    page.get_by_text("谁听过").click()
    expect(page.locator("#accesses")).to_contain_text("admin")


def test_what_is_measured_is_told_to_prometheus_and_not_to_citizens(site: Site) -> None:
    answered = httpx.post(f"{site.url}/api/chat", json={"text": "失业金能领几个月"}, trust_env=False)
    assert "最长12个月" in answered.text
    assert ACTION_MS not in answered.text
    told = httpx.get(f"{site.url}/metrics", trust_env=False).text
    for stage in ("text", "understanding", "action", "sound", "whole"):
        assert f'hotline_turn_seconds_count{{stage="{stage}"}} 2.0' in told


def test_an_agent_sees_the_live_part_only(open_page: Callable[..., Page], site: Site) -> None:
    hotline("staff", "add", "li", environment={**site.environment, "HOTLINE_STAFF_PASSWORD": PASSWORD})
    page = calls_page(open_page, replace(site, staff=own_password(site.url, ("li", PASSWORD))))
    expect(page.get_by_role("heading", name="应答速度（秒）")).to_be_visible()
    expect(page.get_by_role("heading", name="最近的通话")).to_have_count(0)
    expect(page.locator("#problem")).to_be_hidden()
