"""What axe-core finds on the page: labels, contrast, roles, names. Nothing may be left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.browser import put, stumbling_blocks
from tests.web.conftest import BREAKFAST

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_the_empty_page(page: Page) -> None:
    assert "\n".join(stumbling_blocks(page)) == ""


def test_an_answer_a_refusal_and_an_open_citation(page: Page) -> None:
    put(page, BREAKFAST)
    put(page, "清泉县2019年投入多少万元？")
    page.locator(".trace summary").first.click()
    page.locator("a.mark").first.click()
    page.locator("#citation mark").wait_for()
    assert "\n".join(stumbling_blocks(page)) == ""


def test_the_history_and_the_scope(page: Page) -> None:
    page.locator("#scope > button").click()
    page.locator("#open-history").click()
    assert "\n".join(stumbling_blocks(page)) == ""


def test_the_evaluation_tab(page: Page) -> None:
    page.get_by_role("tab", name="评测").click()
    page.locator("#answer-sheet").wait_for()
    assert "\n".join(stumbling_blocks(page)) == ""


@pytest.mark.parametrize("name", ["查出处", "材料", "检索"])
def test_the_other_tabs(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    page.wait_for_timeout(1000)
    assert "\n".join(stumbling_blocks(page)) == ""


def test_the_documents_and_the_retrieval_tab(page: Page) -> None:
    page.get_by_role("tab", name="材料").click()
    page.locator("#documents-listing td").first.wait_for()
    assert "\n".join(stumbling_blocks(page)) == ""
    page.get_by_role("tab", name="检索").click()
    page.locator("#retrieval-question :is(input, textarea)").fill(BREAKFAST)
    page.keyboard.press("Enter")
    page.locator("#retrieval-found li").first.wait_for()
    assert "\n".join(stumbling_blocks(page)) == ""
