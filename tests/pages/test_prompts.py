"""An administrator gives 小政 a person's voice, in a real browser."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from speech.audio import write_wav
from speech.synthesiser import Synthesiser
from tests.pages.test_handoff import log_in
from tests.stack import Site

# Not wait_for_function: it needs eval, which the page's policy forbids.
DURATION = """() => new Promise((done) => {
  const player = document.querySelector("#player");
  if (player.readyState) done(player.duration);
  else player.addEventListener("loadedmetadata", () => done(player.duration), { once: true });
})"""


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    mouth = Synthesiser(workers=1, cache_dir=tmp_path_factory.mktemp("voice"))
    yield write_wav(mouth.speak("您好，我是真人。"))
    mouth.close()


def test_a_recording_is_uploaded_heard_and_deleted(
    open_page: Callable[..., Page], site: Site, recording: bytes
) -> None:
    page = log_in(open_page, site)
    page.get_by_role("link", name="提示音").click()
    row = page.locator("[data-key=greeting]")
    expect(row).to_contain_text("合成语音")
    row.get_by_role("button", name="试听").click()
    assert page.evaluate(DURATION) > 8  # the whole greeting

    name = "开头问候"
    page.get_by_label(f"上传录音：{name}").set_input_files(
        {"name": "silent.wav", "mimeType": "audio/wav", "buffer": recording[:44]}
    )
    expect(page.get_by_role("alert")).to_contain_text(re.compile("录音"))
    expect(row).to_contain_text("合成语音")
    page.get_by_label(f"上传录音：{name}").set_input_files(
        {"name": "hello.wav", "mimeType": "audio/wav", "buffer": recording}
    )
    expect(row).to_contain_text("真人录音")
    expect(page.get_by_role("status")).to_contain_text("已经换成真人录音")
    expect(page.get_by_role("alert")).to_be_hidden()
    row.get_by_role("button", name="试听").click()
    assert page.evaluate(DURATION) < 5

    page.once("dialog", lambda asked: asked.accept())
    row.get_by_role("button", name="删除录音").click()
    expect(row).to_contain_text("合成语音")


def test_an_answer_is_found_by_its_words(open_page: Callable[..., Page], site: Site) -> None:
    page = log_in(open_page, site)
    page.goto(site.url + "/agent/prompts")
    expect(page.locator("#answers li").nth(100)).to_be_visible()
    page.get_by_label("查找").fill("失业金")
    rows = page.locator("#answers li")
    expect(rows.first).to_contain_text("失业金")
    expect(page.locator("#prompts")).to_contain_text("没有找到")
    assert rows.count() < 50
