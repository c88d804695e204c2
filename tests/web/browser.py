"""A real browser for tests and pictures: it is opened, watched, and asks as a person does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A name as in an office, where browsers trust a page less than on their own machine.
    "--host-resolver-rules=MAP rag.example 127.0.0.1",
)
WIDTH, HEIGHT = 390, 844
"""Of a phone."""
PATIENCE = 60_000
"""Milliseconds: a busy machine is slow, not wrong."""
HARMLESS = re.compile("^Method not implemented|AbortError|errored out")
"""What Gradio's client says whenever a file is put in, and when a page is left while it listens."""


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def open_page(page: Page, address: str) -> None:
    """And wait until it listens: what Gradio asks for itself on opening tells; the fields stand there
    before."""
    with page.expect_response(lambda reply: "/gradio_api/run/" in reply.url):
        page.goto(address)
    page.locator("#question textarea").wait_for()


@contextmanager
def launched() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser) -> Iterator[BrowserContext]:
    """Of its own: it shares no cookies with others."""
    with browser.new_context() as opened:
        opened.set_default_timeout(PATIENCE)
        yield opened


class Watch:
    """What a page says and asks for behind the scenes."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname or ""))
        page.on("dialog", self._opened)

    def _said(self, message: object) -> None:
        text = getattr(message, "text", "")
        if getattr(message, "type", "") in ("error", "warning") and not HARMLESS.search(text):
            self.complaints.append(text)

    def _opened(self, dialog: object) -> None:
        self.complaints.append("a dialog opened: markup was run")
        getattr(dialog, "dismiss", lambda: None)()


@contextmanager
def watched(context: BrowserContext) -> Iterator[Page]:
    """A page that is still empty. At its end nothing may have gone wrong or left the machine."""
    page = context.new_page()
    watch = Watch(page)
    yield page
    page.close()
    assert watch.complaints == []
    assert watch.hosts <= {"127.0.0.1", ""}  # a data: address has no host


def put(page: Page, question: str) -> None:
    """Asks, and waits for the end of the answer."""
    kept = page.locator(".turn:not(:has(.problem))").count()
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator(".turn").nth(kept).locator(".meta, .refused h2, .problem").first.wait_for()
    page.locator("#send").wait_for()


def scrolls_sideways(page: Page) -> bool:
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return bool(page.evaluate(wider))


def stumbling_blocks(page: Page) -> list[str]:
    """Each with the elements it was found at."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['html'][:120]}"
        for each in found
        for node in each["nodes"]
    ]
