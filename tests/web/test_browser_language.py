"""The switch between Chinese and English in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.browser import HEIGHT, WIDTH, put, scrolls_sideways, stumbling_blocks
from tests.web.conftest import BREAKFAST

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LEFT = """
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data, at = walker.currentNode.parentElement;
    // Content: what bulletins say, what was asked, and files by their names.
    const content = '[lang="zh-CN"], .example, .question, .next, #history li, script, style';
    if (/[\\u3400-\\u9fff]/.test(text) && at.checkVisibility() && !at.closest(content)) found.push(text);
  }
  return found;
}
"""
"""The Chinese that can be seen outside of content."""


def switch(page: Page, name: str, tag: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_function(f"document.documentElement.lang === '{tag}' && location.search !== ''")
    page.locator("#question textarea").wait_for(state="attached")


def test_switch_reload_and_see_english_on_each_tab(page: Page) -> None:
    put(page, BREAKFAST)
    page.wait_for_url("**/?chat=*")
    switch(page, "English", "en")
    page.reload()
    page.locator(".reply .text").wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title() == "Ask the bulletins" and "lang=" not in page.url
    put(page, "清泉县2019年投入多少万元？")
    assert "No answer found" in page.locator(".refused").inner_text()
    page.locator("a.mark").first.click()
    page.locator("#citation mark").wait_for()
    assert "Copy the reference" in page.locator("#citation").inner_text()
    page.locator("#open-history").click()
    page.locator("#history li").first.wait_for()
    assert page.evaluate(LEFT) == []
    assert "\n".join(stumbling_blocks(page)) == ""
    page.locator("#history .close").click()
    for name, ready in (
        ("Look up", "#lookup .tree"),
        ("Documents", "#documents-listing td"),
        ("Retrieval", "#retrieval-question"),
        ("Evaluation", "#answer-sheet"),
        ("Ask", ".reply"),
    ):
        page.get_by_role("tab", name=name, exact=True).click()
        page.locator(ready).first.wait_for()
        assert page.evaluate(LEFT) == [], name
    switch(page, "中文", "zh-CN")
    page.locator(".reply .text").first.wait_for()
    assert page.get_by_role("tab", name="查出处").is_visible()


def test_an_address_asks_for_english_and_all_tabs_fit_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.goto(f"{address}/?tab=evaluate&lang=en")
    page.locator("#answer-sheet").wait_for()
    assert page.get_by_role("tab").all_inner_texts() == [
        "Ask", "Look up", "Documents", "Retrieval", "Evaluation",
    ]  # fmt: skip
    assert page.url == f"{address}/?tab=evaluate"
    # Gradio's own words, too.
    assert "Drop File Here" in page.locator("#sheet").inner_text()
    assert not scrolls_sideways(page)
    page.goto(f"{address}/?tab=evaluate&lang=zh")
    page.locator("#answer-sheet").wait_for()
    assert "拖放" in page.locator("#sheet").inner_text()
