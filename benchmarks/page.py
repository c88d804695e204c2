"""How soon one person sees the page, and the first words of an answer: in chromium, as people see it.

python -m benchmarks.page [--questions 20]

Exits 1 when the page takes 3 seconds or more, or half of the first words half a second or more.
Nothing of the user's is touched, as with `benchmarks.load`. Needs the extra `test` and chromium.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.load import server
from rag.evaluate.questions import load_questions
from tests.web.browser import launched, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

READY, FIRST_WORDS = 3.0, 0.5
"""Seconds allowed."""
OPENINGS = 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--questions", type=int, default=20)
    options = parser.parse_args()
    asked = [each.question for each in load_questions() if each.split == "tune" and not each.turns]
    with server(None) as address, launched() as browser:
        opened = [_opened(browser, address) for _ in range(OPENINGS)]
        page = browser.new_page()
        open_page(page, address)
        words = [_first_words(page, question) for question in asked[: options.questions]]
    _print("page ready", opened)
    _print("first words", words)
    ok = max(opened) < READY and median(words) < FIRST_WORDS
    print(f"page below {READY:.0f} s, first words below {FIRST_WORDS} s: {'ok' if ok else 'NO'}")
    return 0 if ok else 1


def _opened(browser: Browser, address: str) -> float:
    """With nothing kept from before, as on somebody's first day."""
    started = time.perf_counter()
    with browser.new_context() as context:
        open_page(context.new_page(), address)
        return time.perf_counter() - started


def _first_words(page: Page, question: str) -> float:
    before = page.locator(".turn").count()
    page.locator("#question textarea").fill(question)
    started = time.perf_counter()
    page.keyboard.press("Enter")
    turn = page.locator(".turn").nth(before)
    turn.locator(".reply .text, .refused h2").first.wait_for()
    waited = time.perf_counter() - started
    turn.locator(".meta, .refused h2").first.wait_for()
    return waited


def _print(name: str, seconds: Sequence[float]) -> None:
    print(f"{name}: median {median(seconds):.2f} s, most {max(seconds):.2f} s, n {len(seconds)}")


if __name__ == "__main__":
    sys.exit(main())
