"""A made-up corpus with markup in it, an engine over it, and the real server with the page on it."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from rag.pipeline import Engine, open_engine
from rag.search.embed import Embedder
from rag.settings import Settings
from tests.web.browser import NAMES, chromium, launched, open_page, watched, window

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser, BrowserContext, Page

T = TypeVar("T")

BULLETINS = {
    "qingquan-2022-03.md": """# 清泉县总工会“暖胃早餐”项目启动

2022 年 3 月 5 日，清泉县总工会启动“暖胃早餐”项目。项目全年投入 58.6 万元，惠及环卫工人 412 名。

县总工会主席罗文远说，早餐点要办在工人干活的路上。全县共设早餐点 17 个。

早餐点由县总工会和街道共同管理，食材每天清晨从县农贸市场统一配送。
""",
    "baita-2023-06.txt": """白塔市职工书屋建设情况

截至 2023 年 6 月，白塔市建成职工书屋 93 家，其中国家级示范点 4 家。

白塔市总工会主席马春兰介绍，今年还要给货车司机配备流动书箱 120 个。
""",
    "markup-2024-01.txt": """工会网站安全培训

培训中，讲师李安全在黑板上写下 <script>alert(1)</script> 和 <img src=x onerror=alert(2)> 两行代码。

讲师还演示了 **星号**、`反引号`、$\\frac{1}{2}$、${7*7} 和 {{ value }} 五种写法，参训网管共 26 名。
""",
}
MANIFEST = """
[[document]]
file = "qingquan-2022-03.md"
key = "qingquan-2022-03"
title = "清泉工运"
publisher = "清泉县总工会"
issue = "2022年第3期"
date = "2022-03"
kind = "notice"

[[document]]
file = "baita-2023-06.txt"
key = "baita-2023-06"
title = "白塔工会"
issue = "2023年第6期"
date = "2023-06"
kind = "notice"

[[document]]
file = "markup-2024-01.txt"
key = "markup-2024-01"
title = "<b>粗体</b>简报"
issue = "第1期"
date = "2024-01"
kind = "notice"
"""
BREAKFAST = "“暖胃早餐”项目全年投入多少万元？"
SLOW = "慢慢来"
"""A question that holds it takes long, so that it can be stopped."""


class SlowEmbedder:
    """The given model, which thinks for a while over certain questions."""

    def __init__(self, model: Embedder, seconds: float = 4.0) -> None:
        self.name, self.dimension, self.fingerprint = model.name, model.dimension, model.fingerprint
        self.model = model
        self.seconds = seconds

    def embed_queries(self, texts: Sequence[str]) -> Any:
        if any(SLOW in text for text in texts):
            time.sleep(self.seconds)
        return self.model.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Any:
        return self.model.embed_passages(texts)


def in_a_loop(work: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: where a browser was driven before, Playwright's loop has this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def write_corpus(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, text in BULLETINS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def web_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("web")
    corpus = write_corpus(folder / "corpus")
    return Settings(corpus=corpus, index=folder / "index", state=folder / "state", port=0)


@pytest.fixture(scope="session")
def web_engine(web_settings: Settings) -> Iterator[Engine]:
    engine = open_engine(web_settings)
    yield replace(engine, embedder=SlowEmbedder(engine.embedder))
    engine.library.close()


@pytest.fixture(scope="session")
def web_app(web_engine: Engine) -> FastAPI:
    from rag.web.app import create_app

    return create_app(lambda: web_engine)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application behind a real server on a free port; the address to open."""
    import uvicorn

    from rag.web.serve import listen

    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


@pytest.fixture(scope="session")
def address(web_app: FastAPI) -> Iterator[str]:
    with served(web_app) as where:
        yield where


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        reason = f"no chromium on PATH (looked for {', '.join(NAMES)})"
        # The gate sets this: there a browser test that cannot run is a failure, not a skip.
        if os.environ.get("RAG_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with launched() as started:
        yield started


@pytest.fixture(scope="module")
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """One for all tests of a file: Gradio's many files are fetched once."""
    with window(browser) as opened:
        opened.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        yield opened


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """Opened and ready. At its end nothing may have gone wrong or left the machine."""
    with watched(context) as opened:
        open_page(opened, address)
        yield opened


@contextmanager
def page_of(app: FastAPI, browser: Browser) -> Iterator[Page]:
    """Opened and ready, of a server of its own."""
    with served(app) as address, window(browser) as context:
        page = context.new_page()
        open_page(page, address)
        yield page
