"""python -m tests.web.screenshots --output docs: pictures of the page over the real corpus."""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import FilePayload, Page

from rag.pipeline import open_engine
from rag.settings import Settings
from rag.web.app import create_app
from tests.read.files import bulletin_pdf
from tests.web.conftest import launched, served

QUESTION = "玉树州总工会送去多少台高原制氧机？"
LOOKED_UP = "/?phrase=职工书屋"
SIZES = {"": (1280, 800), "-phone": (390, 844)}


def take(page: Page, address: str, question: str) -> None:
    page.goto(address)
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    page.locator(".reply .meta.actions").wait_for()
    page.locator("a.mark").first.click()
    page.locator("#citation mark").wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)


def take_lookup(page: Page, address: str) -> None:
    page.goto(f"{address}{LOOKED_UP}")
    page.locator("#lookup .places").first.wait_for()
    page.wait_for_timeout(400)


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
    page.wait_for_timeout(400)


def take_retrieval(page: Page, address: str) -> None:
    page.goto(f"{address}/?tab=retrieval")
    page.locator("#retrieval-question :is(input, textarea)").fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator("#retrieval-found li").first.wait_for()
    page.wait_for_timeout(400)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("docs"))
    output: Path = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    engine = open_engine(Settings())
    with served(create_app(lambda: engine)) as address, launched() as browser:
        for size, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            take(page, address, QUESTION)
            page.screenshot(path=output / f"page{size}.png")
            take_lookup(page, address)
            page.screenshot(path=output / f"lookup{size}.png")
            take_documents(page, address)
            page.screenshot(path=output / f"documents{size}.png")
            take_retrieval(page, address)
            page.screenshot(path=output / f"retrieval{size}.png")
            page.close()


if __name__ == "__main__":
    main()
