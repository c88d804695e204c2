"""Who waits in a real browser is told how many are before him, and asks for nothing meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from rag.pipeline import Engine
from rag.search.embed import Embedder
from rag.web.app import create_app
from rag.web.line import Line
from tests.web.conftest import BREAKFAST, SlowEmbedder, page_of
from tests.web.test_stream import reaches

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


FIRST, SECOND = "早餐点有多少个？", "流动书箱有多少个？"


class HeldEmbedder(SlowEmbedder):
    """These two are thought over until each is let go."""

    def __init__(self, model: Embedder) -> None:
        super().__init__(model)
        self.go = {FIRST: threading.Event(), SECOND: threading.Event()}

    def embed_queries(self, texts: Sequence[str]) -> Any:
        for question, let_go in self.go.items():
            if any(question in text for text in texts):
                assert let_go.wait(60)
        return self.model.embed_queries(texts)


@pytest.fixture
def held(web_engine: Engine) -> HeldEmbedder:
    return HeldEmbedder(web_engine.embedder)


@pytest.fixture
def line() -> Line:
    return Line(at_once=1)


@pytest.fixture
def page(browser: Browser, web_engine: Engine, held: HeldEmbedder, line: Line) -> Iterator[Page]:
    engine = replace(web_engine, embedder=held)
    with page_of(create_app(lambda: engine, line=line), browser) as opened:
        yield opened


@pytest.fixture
def ask(page: Page, held: HeldEmbedder) -> Iterator[Callable[[str], object]]:
    """Somebody else asks."""
    url = page.evaluate("location.origin") + "/api/ask"
    with ThreadPoolExecutor(2) as pool:
        yield lambda asked: pool.submit(httpx.post, url, json={"question": asked}, timeout=90)
        for let_go in held.go.values():
            let_go.set()


def test_how_many_are_before_me(
    page: Page, held: HeldEmbedder, line: Line, ask: Callable[[str], object]
) -> None:
    ask(FIRST)
    assert reaches(lambda: line.busy == 1)
    ask(SECOND)
    assert reaches(lambda: line.waiting == 1)
    page.locator("#question textarea").fill(BREAKFAST)
    page.keyboard.press("Enter")
    waiting = page.locator(".reply .waiting")
    waiting.get_by_text("正在排队，前面还有 2 个问题…").wait_for()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    held.go[FIRST].set()
    waiting.get_by_text("正在排队，前面还有 1 个问题…").wait_for()
    assert requests == []
    held.go[SECOND].set()
    page.locator(".reply .text").get_by_text("58.6万元").wait_for()
    assert page.locator(".waiting").count() == 0


def test_who_stops_leaves_the_line(page: Page, line: Line, ask: Callable[[str], object]) -> None:
    page.goto(page.evaluate("location.origin") + "/?lang=en")
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.wait_for_timeout(1000)  # it is seen a moment before it listens
    ask(FIRST)
    assert reaches(lambda: line.busy == 1)
    page.locator("#question textarea").fill(BREAKFAST)
    page.keyboard.press("Enter")
    page.get_by_text("In the queue: 1 question before yours…").wait_for()
    page.locator("#stop").click()
    page.locator(".reply").get_by_text("Stopped").wait_for()
    assert reaches(lambda: line.waiting == 0)
