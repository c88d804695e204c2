"""A disliked answer in a real browser: sent by a reader, taken over by an evaluator, asked again in a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rag.evaluate.questions import load_questions
from rag.pipeline import Engine
from rag.web.app import create_app
from tests.web.browser import HEIGHT, WIDTH, Watch, put, scrolls_sideways, stumbling_blocks
from tests.web.conftest import BREAKFAST, page_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAINTED = "Who painted the ceiling of the Sistine Chapel?"
REASON = "没有说 <b>惠及多少人</b>"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def page(browser: Browser, web_engine: Engine, state: Path) -> Iterator[Page]:
    engine = replace(web_engine, settings=replace(web_engine.settings, state=state))
    with page_of(create_app(lambda: engine), browser) as opened:
        yield opened


def dislike(page: Page, question: str, reason: str) -> None:
    put(page, question)
    page.once("dialog", lambda dialog: dialog.accept(reason))
    reply = page.locator(".turn").last
    reply.get_by_role("button", name="没用").click()
    reply.get_by_text("已记下").wait_for()


def see_drafts(page: Page) -> None:
    """As they are now."""
    with page.expect_response(lambda reply: "/gradio_api/run/" in reply.url):
        page.goto(page.url.partition("?")[0] + "?tab=evaluate")
    page.locator("#drafts-listed .drafts, #drafts-listed .soft").first.wait_for()


def test_a_disliked_answer_and_a_refusal_are_taken_over(page: Page, state: Path) -> None:
    dislike(page, BREAKFAST, REASON)
    dislike(page, PAINTED, "")
    see_drafts(page)
    watch = Watch(page)
    drafts = page.locator("#drafts-listed li")
    assert drafts.count() == 2
    assert PAINTED in drafts.first.inner_text() and "没有找到答案" in drafts.first.inner_text()
    assert BREAKFAST in drafts.last.inner_text() and REASON in drafts.last.inner_text()

    # The answer that was disliked: what is missing is told, what was written stays.
    drafts.last.get_by_role("button", name="写答案").click()
    page.locator("#take-draft").wait_for()
    assert BREAKFAST in page.locator("#draft-shown").inner_text()
    facts = page.locator("#draft-facts textarea")
    facts.fill("58.6万元\n412名 | 412 人")
    page.locator("#take-draft").click()
    page.locator("#drafts-told").get_by_text("可答的题还要有证据").wait_for()
    assert facts.input_value().startswith("58.6万元")
    page.locator("#draft-chosen label").first.click()
    page.locator("#draft-pasted textarea").fill("惠及环卫工人412名")
    assert "\n".join(stumbling_blocks(page)) == ""
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    assert not scrolls_sideways(page)
    page.locator("#take-draft").click()
    page.locator("#drafts-told").get_by_text("现有 1 题").wait_for()
    page.locator("#take-draft").wait_for(state="hidden")
    assert drafts.count() == 1

    # The refusal: the bulletins do not say, and there is nothing more to fill in.
    drafts.first.get_by_role("button", name="写答案").click()
    page.locator("#take-draft").wait_for()
    page.get_by_label("材料里有答案").uncheck()
    page.locator("#draft-answer").wait_for(state="hidden")
    page.locator("#take-draft").click()
    page.locator("#drafts-told").get_by_text("现有 2 题").wait_for()
    page.locator("#drafts-listed").get_by_text("没有待看的问题").wait_for()
    one, two = load_questions(state / "house-questions.jsonl")
    assert one.question == BREAKFAST and len(one.evidence) == 2 and one.note == REASON
    assert two.question == PAINTED and not two.answerable

    # They can be evaluated.
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator("#asked input").click()
    page.get_by_role("option", name="本单位的题").click()
    page.locator("#start-evaluation").click()
    page.locator("#evaluation-told iframe").wait_for()
    assert "本单位的题" in page.locator("#evaluation-runs").inner_text()
    assert watch.complaints == []


def test_a_draft_is_dropped_in_english(page: Page) -> None:
    dislike(page, BREAKFAST, "")
    page.goto(page.url.partition("?")[0] + "?lang=en")
    see_drafts(page)
    page.get_by_role("button", name="Work on it").click()
    page.get_by_role("button", name="Drop it").click()
    page.locator("#drafts-listed").get_by_text("Nothing is waiting.").wait_for()
    see_drafts(page)
    assert page.locator("#drafts-listed li").count() == 0
