"""Real Chromium on the running product."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.stack import Site

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    assert Path(CHROMIUM).exists(), "chromium is missing: apt install chromium (make test does it when root)"
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield started
    started.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open a page of the site in a browser of its own; whatever it asks of another host fails the test."""
    contexts: list[BrowserContext] = []
    elsewhere: list[str] = []

    def opened(path: str = "/", **options: object) -> Page:
        context = browser.new_context(locale="zh-CN", **options)
        contexts.append(context)
        host = urlsplit(site.url).netloc
        context.on(
            "request", lambda r: elsewhere.append(r.url) if urlsplit(r.url).netloc not in ("", host) else None
        )
        page = context.new_page()
        page.goto(site.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert elsewhere == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()
