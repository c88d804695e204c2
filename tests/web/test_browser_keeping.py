"""What a person does with answers in a real browser: copies them by hand, reads long ones, leaves in the
middle of one, goes on with the keyboard, throws a conversation away."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rag.history import History
from rag.pipeline import Engine
from rag.web.app import create_app
from rag.web.door import Doors
from rag.web.history import OWNER
from rag.web.passwords import Passwords
from rag.web.sessions import COOKIE
from tests.web.browser import HEIGHT, WIDTH, open_page, put, window
from tests.web.conftest import BREAKFAST, SLOW, page_of, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SELECTED = """() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(".reply"));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
FOCUSED = "document.activeElement.closest('[id]').id"


def test_a_mark_copied_by_hand_runs_into_no_figure(page: Page) -> None:
    put(page, BREAKFAST)
    page.evaluate(SELECTED)
    page.keyboard.press("Control+C")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "58.6万元。[1]" in copied and not re.search(
        r"[^\[\d]1(?!\d)[^\]\d]*《清泉工运》", copied
    )
    assert "没用" not in copied  # buttons are no part of it
    page.wait_for_function("document.querySelector('a.mark').textContent === '1'")
    assert page.locator("a.source b").first.inner_text() == "1"


def test_a_new_question_comes_to_the_top_and_the_box_stays_in_sight(page: Page) -> None:
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    put(page, BREAKFAST)
    put(page, "全县共设早餐点多少个？")
    top = "document.querySelector('.turn:last-of-type').getBoundingClientRect().top"
    assert page.evaluate("document.querySelectorAll('.turn').length") == 2
    assert abs(page.evaluate(top)) < 2
    put(page, "   ")  # a message, whose place the next question takes
    page.evaluate("scrollTo(0, 0)")
    page.locator("#question textarea").fill("惠及多少名环卫工人？")
    page.keyboard.press("Enter")
    page.locator(".reply.problem").wait_for(state="detached")
    page.locator(".turn").last.locator(".meta.actions").wait_for()
    assert abs(page.evaluate(top)) < 2
    page.evaluate("scrollTo(0, 0)")
    box = page.locator("#composer").bounding_box()
    assert box is not None and box["y"] + box["height"] <= HEIGHT


def test_a_question_whose_answer_was_on_its_way_outlives_a_reload(page: Page) -> None:
    asked = f"{SLOW}，早餐点有多少个？"
    page.locator("#question textarea").fill(asked)
    page.keyboard.press("Enter")
    page.locator(".reply .waiting").wait_for()
    open_page(page, page.url)
    page.wait_for_function("document.querySelector('#question textarea').value !== ''")
    assert page.locator("#question textarea").input_value() == asked


def test_the_keyboard_goes_on_in_the_box(page: Page) -> None:
    put(page, BREAKFAST)
    page.locator("#clear").focus()
    page.keyboard.press("Enter")
    page.locator(".welcome").wait_for()
    assert page.evaluate(FOCUSED) == "question"
    page.locator("#open-history").focus()
    page.keyboard.press("Enter")
    page.locator("#history li").first.wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "open-history"


def test_a_conversation_is_thrown_away(page: Page, web_engine: Engine) -> None:
    put(page, BREAKFAST)
    page.wait_for_url("**/?chat=*")
    address, name = page.url, page.url.partition("chat=")[2]
    page.locator("#open-history").click()
    forget = page.locator(f"#history [data-forget='{name}']")
    forget.wait_for()
    page.evaluate("window.confirm = () => false")
    forget.click()
    assert forget.is_visible() and len(History(web_engine.settings.state).turns(name)) == 1
    page.evaluate("window.confirm = () => true")
    with page.expect_navigation():
        forget.click()
    page.locator(".welcome").wait_for()
    assert History(web_engine.settings.state).turns(name) == []
    page.goto(address)
    page.locator(".reply.problem").get_by_text("没有这段对话").wait_for()


def test_what_is_chosen_from_is_what_is_there_now(browser: Browser, web_engine: Engine) -> None:
    current = [web_engine]

    class Without:
        """The library after a bulletin was withdrawn."""

        def __getattr__(self, name: str) -> object:
            return getattr(web_engine.library, name)

        def bulletins(self) -> list[object]:
            return [each for each in web_engine.library.bulletins() if each.issue != "2023年第6期"]

    with page_of(create_app(lambda: current[0]), browser) as page:
        for count in (3, 2):
            page.locator("#scope > button").click()
            page.locator("#scope-documents input").click()
            page.get_by_role("option").first.wait_for()
            assert page.get_by_role("option").count() == count
            current[0] = replace(web_engine, library=Without())  # type: ignore[arg-type]
            open_page(page, page.url)


def test_who_was_signed_out_comes_back_to_where_he_was(
    browser: Browser, web_engine: Engine, tmp_path: Path
) -> None:
    doors = Doors.of(Passwords("reader 2022", "editor 2022"), tmp_path)
    with served(create_app(lambda: web_engine, doors=doors)) as address:
        for what in ("#open-history", "a.mark", "#send"):
            with window(browser) as context:
                page = context.new_page()
                page.goto(address)
                page.get_by_label("密码").fill("reader 2022")
                page.keyboard.press("Enter")
                page.locator("#question textarea").wait_for()
                page.wait_for_timeout(1000)  # it is seen a moment before it listens
                put(page, BREAKFAST)
                context.clear_cookies(name=COOKIE)
                page.locator("#question textarea").fill("写到一半的问题")
                page.locator(what).first.click()
                page.get_by_label("密码").fill("reader 2022")
                page.keyboard.press("Enter")
                page.locator(".turn").wait_for()
                page.wait_for_function("document.querySelector('#question textarea').value !== ''")
                assert {each["name"] for each in context.cookies()} == {OWNER, COOKIE}


def test_a_reader_who_uploads_is_told_in_words(
    browser: Browser, web_engine: Engine, tmp_path: Path
) -> None:
    doors = Doors.of(Passwords("", "editor 2022"), tmp_path)
    with page_of(create_app(lambda: web_engine, doors=doors), browser) as page:
        page.get_by_role("tab", name="材料").click()
        file = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"abc"}
        page.locator("#new-documents input[type=file]").set_input_files(file)  # type: ignore[arg-type]
        told = page.get_by_test_id("toast-text").filter(has_text="上传要用编辑的密码")
        told.wait_for()
        assert told.inner_text().startswith("上传") and "{" not in told.inner_text()
        assert page.locator(".toast-title").first.inner_text() == "没有做成"
