"""python -m tests.web.screenshots --output docs: pictures of the page over the real corpus.

Of every tab, wide and as on a phone, and one in English. What is asked and evaluated for them is
kept in a folder of its own, which goes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import FilePayload, Page

from rag.pipeline import open_engine
from rag.settings import Settings
from rag.web.app import create_app
from tests.read.files import bulletin_pdf
from tests.web.browser import HEIGHT, WIDTH, launched
from tests.web.conftest import served

QUESTION = "玉树州总工会送去多少台高原制氧机？"
LOOKED_UP = "/?phrase=职工书屋"
SIZES = {"": (1280, 800), "-phone": (WIDTH, HEIGHT)}
COLOURS = 64
"""As many as text on paper needs: a third of the bytes."""
EVALUATED = 15 * 60_000
"""Milliseconds that all questions may take."""


def take_ask(page: Page, address: str, language: str = "zh") -> None:
    page.goto(f"{address}/?lang={language}")
    page.locator("#question textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".reply .meta.actions").wait_for()
    page.locator("a.mark").first.click()
    page.locator("#citation mark").wait_for()
    page.mouse.move(0, 0)


def take_lookup(page: Page, address: str) -> None:
    page.goto(f"{address}{LOOKED_UP}")
    page.locator("#lookup .places").first.wait_for()


def take_documents(page: Page, address: str) -> None:
    """A file as it is seen before it is taken in; nothing is kept of it."""
    page.goto(f"{address}/?tab=documents")
    page.locator("#documents-listing td").first.wait_for()
    file: FilePayload = {
        "name": "江岸工运2025年第3期.pdf",
        "mimeType": "application/pdf",
        "buffer": bulletin_pdf(),
    }
    page.locator("#new-documents input[type=file]").set_input_files(file)
    page.locator("#documents-seen td").first.wait_for()


def take_retrieval(page: Page, address: str) -> None:
    page.goto(f"{address}/?tab=retrieval")
    box = page.locator("#retrieval-question :is(input, textarea)")
    box.wait_for()
    page.wait_for_timeout(1000)  # it is seen a moment before it listens
    box.fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator("#retrieval-found li").first.wait_for()


def take_evaluation(page: Page, address: str) -> None:
    page.goto(f"{address}/?tab=evaluate")
    page.locator("#start-evaluation").wait_for()
    page.wait_for_timeout(1000)
    page.locator("#start-evaluation").click()
    page.locator("#evaluation-told iframe").wait_for(timeout=EVALUATED)
    page.frame_locator("#evaluation-told iframe").locator("h1, h2").first.wait_for()


PICTURES: dict[str, Callable[[Page, str], None]] = {
    "page": take_ask,
    "lookup": take_lookup,
    "documents": take_documents,
    "retrieval": take_retrieval,
}


def shot(page: Page, file: Path) -> None:
    page.wait_for_timeout(400)  # what glides has come to rest
    seen = Image.open(BytesIO(page.screenshot()))
    seen.quantize(COLOURS).save(file, optimize=True)


def take_all(page: Page, address: str, output: Path) -> None:
    for size in SIZES:
        resize(page, size)
        for name, take in PICTURES.items():
            take(page, address)
            shot(page, output / f"{name}{size}.png")
    resize(page, "")
    take_evaluation(page, address)
    for size in SIZES:
        resize(page, size)
        shot(page, output / f"evaluation{size}.png")
    resize(page, "")
    take_ask(page, address, "en")
    shot(page, output / "page-english.png")


def resize(page: Page, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("docs"))
    output: Path = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as state:
        engine = open_engine(replace(Settings(), state=Path(state)))
        with served(create_app(lambda: engine)) as address, launched() as browser:
            take_all(browser.new_page(), address, output)


if __name__ == "__main__":
    main()
