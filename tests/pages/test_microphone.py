"""The microphone button, with a fake microphone that plays a sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from speech.audio import Audio, level, resample, write_wav
from speech.synthesiser import Synthesiser
from tests.pages.conftest import CHROMIUM, QUIET
from tests.stack import Site


@pytest.fixture
def speaking_page(site: Site, playwright: Playwright, tmp_path: Path) -> Iterator[Page]:
    """A page whose microphone says 失业金能领几个月 after a second, then nothing."""
    mouth = Synthesiser(workers=1, cache_dir=tmp_path / "cache")
    said = resample(mouth.speak("失业金能领几个月"), 48000)
    mouth.close()
    assert level(said.pcm) > 0.01  # a missing or silent file would be played without any error
    sound = Audio(bytes(48000 * 2) + said.pcm + bytes(48000 * 2 * 8), 48000)
    file = tmp_path / "microphone.wav"
    file.write_bytes(write_wav(sound))
    flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    flags += [
        f"--use-file-for-fake-audio-capture={file}%noloop",
        "--autoplay-policy=no-user-gesture-required",
    ]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *flags])
    page = browser.new_page(locale="zh-CN")
    page.goto(site.url)
    yield page
    browser.close()


def test_a_spoken_question_is_written_down_and_answered(speaking_page: Page) -> None:
    expect(speaking_page.locator("#mic-note")).to_contain_text("合成语音")  # whose ears these are is said
    speaking_page.locator("#mic").click()
    expect(speaking_page.locator("#mic")).to_have_attribute("aria-pressed", "true")
    log = speaking_page.locator("[role=log]")
    expect(log).to_contain_text("失业金能领几个月", timeout=20_000)
    expect(log).to_contain_text("最长12个月", timeout=20_000)
    speaking_page.locator("#mic").click()
    expect(speaking_page.locator("#mic")).to_have_attribute("aria-pressed", "false")
