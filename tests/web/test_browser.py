"""The page in a real browser: what a person sees, and that nothing leaves the machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rag.pipeline import Engine, ask
from tests.web.browser import HEIGHT, WIDTH, open_page, put, scrolls_sideways
from tests.web.conftest import BREAKFAST, SLOW, served

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser


def test_ask_and_open_the_citation(page: Page) -> None:
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.title() == "简报问答"
    assert "Gradio" not in page.locator("body").inner_text()
    put(page, BREAKFAST)
    assert "58.6万元" in page.locator(".reply .text").inner_text()
    assert "《清泉工运》2022年第3期" in page.locator(".sources").inner_text()
    page.locator("a.mark").first.click()
    assert "58.6万元" in page.locator("#citation mark").inner_text()
    panel = page.locator("#citation").inner_text()
    for words in ("清泉工运", "2022年第3期", "2022-03", "未标页码", "罗文远"):
        assert words in panel
    assert "cite=qingquan-2022-03-" in page.url


def test_copy_close_and_back(page: Page) -> None:
    put(page, BREAKFAST)
    page.locator("a.source").first.click()
    page.locator("#citation").get_by_text("复制出处").click()
    page.get_by_text("已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#citation .reference").inner_text()
    page.keyboard.press("Escape")
    page.locator("#citation").wait_for(state="hidden")
    assert "cite=" not in page.url
    page.go_forward()
    page.locator("#citation mark").wait_for()
    page.go_back()
    page.locator("#citation").wait_for(state="hidden")


def test_a_refusal_shows_the_nearest_passages(page: Page) -> None:
    put(page, "Who painted the ceiling of the Sistine Chapel?")
    refused = page.locator(".reply.refused")
    assert "没有找到答案" in refused.inner_text()
    assert refused.locator("li").count() == 3
    refused.locator("a.place").first.click()
    page.locator("#citation mark").wait_for()


def test_a_permanent_address_opens_its_citation(
    page: Page, address: str, web_engine: Engine
) -> None:
    cited = ask(web_engine, BREAKFAST).citations[0]
    page.goto(f"{address}/?cite={cited.id}")
    assert page.locator("#citation mark").inner_text() == cited.quote
    page.locator("#citation .close").click()
    page.locator("#citation").wait_for(state="hidden")


def test_markup_in_a_bulletin_and_in_a_question_stays_text(page: Page) -> None:
    question = "<script>alert(1)</script><img src=x onerror=alert(3)> 写在哪里？${1+1} **粗**"
    put(page, question)
    assert page.locator(".question").inner_text() == question
    put(page, "讲师在黑板上写下哪两行代码？")
    put(page, "讲师演示了几种写法？参训网管多少名？")
    answers = page.locator(".turns").inner_text()
    for words in (
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(2)>",
        "${7*7}",
        "{{ value }}",
    ):
        assert words in answers
    assert "《<b>粗体</b>简报》" in page.locator(".sources").last.inner_text()
    page.locator("a.mark").last.click()
    assert "${7*7} 和 {{ value }}" in page.locator("#citation mark").inner_text()
    assert (
        page.locator("#conversation img, #citation img, #citation script, .turns b b").count() == 0
    )


def test_an_example_is_asked_with_a_click(page: Page) -> None:
    page.locator("button.example").first.click()
    page.locator(".reply .text:not(.growing)").wait_for()
    assert "3月5日" in page.locator(".reply .text").inner_text()
    page.locator("#clear").click()
    page.locator(".welcome").wait_for()
    assert page.locator("button.example").first.is_visible()


def test_a_follow_up_leans_on_the_question_before(page: Page) -> None:
    put(page, "白塔市有多少职工书屋？")
    put(page, "那流动书箱呢？")
    assert page.locator(".turn").count() == 2
    assert "120个" in page.locator(".turn").last.inner_text()


def test_stop_ends_the_wait(page: Page) -> None:
    page.locator("#question textarea").fill(f"{SLOW}，早餐点有多少个？")
    page.keyboard.press("Enter")
    page.locator("#stop").click()
    page.get_by_text("已停止").wait_for(timeout=10_000)
    page.locator("#send").wait_for(timeout=10_000)
    put(page, BREAKFAST)
    assert "58.6万元" in page.locator(".turn").last.inner_text()
    assert page.locator(".turn").count() == 2


def test_a_question_that_cannot_be_used_is_mended_not_lost(page: Page) -> None:
    put(page, "长" * 501)
    assert "最多 500 个" in page.locator(".reply.problem").inner_text()
    assert page.locator("#question textarea").input_value() == "长" * 501
    page.locator("#question textarea").fill(BREAKFAST)
    page.keyboard.press("Enter")
    page.locator(".sources").wait_for()
    assert page.locator(".turn").count() == 1


def test_a_word_that_is_still_being_composed_is_not_sent(page: Page) -> None:
    page.locator("#question textarea").focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "清泉", "selectionStart": 2, "selectionEnd": 2}
    )
    keyboard.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": 229},
    )
    keyboard.send("Input.insertText", {"text": "清泉"})
    page.wait_for_timeout(300)
    assert page.locator(".turn").count() == 0
    assert page.locator("#question textarea").input_value() == "清泉"


def test_a_phone_shows_a_sheet_and_never_scrolls_sideways(page: Page) -> None:
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    assert not scrolls_sideways(page)
    put(page, "讲师在黑板上写下哪两行代码？" + "很长的英文 " + "x" * 120)
    assert not scrolls_sideways(page)
    put(page, BREAKFAST)
    page.locator("a.mark").last.click()
    page.locator("#citation mark").wait_for()
    box = page.locator("#citation").bounding_box()
    assert box is not None and box["width"] == WIDTH
    assert box["y"] > HEIGHT / 4 and box["y"] + box["height"] == HEIGHT
    assert not scrolls_sideways(page)


def test_the_keyboard_reaches_a_mark_and_comes_back(page: Page) -> None:
    put(page, BREAKFAST)
    page.locator("a.mark").first.focus()
    page.keyboard.press("Enter")
    page.locator("#citation mark").wait_for()
    assert page.evaluate("document.activeElement.id") == "citation"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('mark')")


def test_a_conversation_has_an_address_and_survives_a_reload(page: Page) -> None:
    put(page, BREAKFAST)
    page.wait_for_url("**/?chat=*")
    cited = page.locator("a.mark").first.get_attribute("data-cite")
    page.reload()
    page.locator(".reply .text").wait_for()
    assert "58.6万元" in page.locator(".reply .text").inner_text()
    assert page.locator("a.mark").first.get_attribute("data-cite") == cited
    page.locator("#clear").click()
    page.locator(".turn").first.wait_for(state="detached")
    page.locator("#open-history").click()
    page.locator("#history input").fill("暖胃早餐")
    page.locator("#history li a").first.click()
    page.locator(".reply .text").wait_for()
    assert "58.6万元" in page.locator(".reply .text").inner_text()


def test_two_windows_of_one_conversation_lose_no_answer(page: Page) -> None:
    put(page, BREAKFAST)
    first = page.url
    other = page.context.new_page()
    open_page(other, first)
    other.locator(".turn").wait_for()
    put(page, "惠及多少名环卫工人？")
    put(other, "全县共设早餐点多少个？")
    other.wait_for_function("from => location.href !== from", arg=first)
    for window, asked in ((page, "惠及多少名环卫工人？"), (other, "全县共设早餐点多少个？")):
        window.reload()
        window.locator(".turn").nth(1).wait_for()
        assert [each.inner_text() for each in window.locator(".question").all()] == [
            BREAKFAST,
            asked,
        ]
    assert page.url == first
    other.close()


def test_what_was_being_typed_outlives_a_reload(page: Page) -> None:
    box = page.locator("#question textarea")
    box.fill("写到一半的问题")
    open_page(page, page.url)
    page.wait_for_function("document.querySelector('#question textarea').value !== ''")
    assert box.input_value() == "写到一半的问题"
    put(page, BREAKFAST)
    open_page(page, page.url)
    page.locator(".turn").wait_for()
    assert box.input_value() == ""


def test_a_program_that_stops_is_told_in_the_language_of_the_page(
    web_engine: Engine, context: BrowserContext
) -> None:
    from rag.web.app import create_app

    page = context.new_page()
    with served(create_app(lambda: web_engine)) as where:  # one of its own: it ends with its server
        open_page(page, where)
    page.locator("#question textarea").fill(BREAKFAST)
    page.keyboard.press("Enter")
    page.get_by_test_id("toast-text").filter(has_text="程序停了").wait_for()
    assert page.locator("#question textarea").input_value() == BREAKFAST
    page.close()


def test_an_answer_can_be_taken_away_and_judged(page: Page) -> None:
    put(page, BREAKFAST)
    with page.expect_download() as file:
        page.get_by_role("link", name="Word", exact=True).click()
    assert file.value.suggested_filename.endswith(".docx")
    page.get_by_role("button", name="复制 Markdown").click()
    page.get_by_text("已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[^1]: 《清泉工运》2022年第3期" in copied
    page.get_by_role("button", name="有用", exact=True).click()
    page.get_by_text("已记下").wait_for()


def test_a_question_is_asked_within_a_bulletin_only(page: Page) -> None:
    page.locator("#scope > button").click()
    page.locator("#scope-documents input").click()
    page.get_by_role("option", name="白塔工会").click()
    put(page, BREAKFAST)
    assert "58.6万元" not in page.locator(".reply").last.inner_text()


def test_an_earlier_question_is_mended_and_asked_again(page: Page) -> None:
    put(page, "白塔市有多少家书屋")
    page.locator("button.edit").last.click()
    assert page.locator("#question textarea").input_value() == "白塔市有多少家书屋"


def test_what_a_vague_question_may_mean_is_asked_with_the_keyboard(page: Page) -> None:
    put(page, "主席是谁？")
    page.locator("button.next").first.focus()
    page.keyboard.press("Enter")
    page.locator(".turn").nth(1).locator(".meta.actions").wait_for()
    reply = page.locator(".reply").last.inner_text()
    assert "马春兰" in reply and "罗文远" not in reply
    assert "《白塔市职工书屋建设情况》里" in page.locator(".question").last.inner_text()


def test_a_change_of_the_documents_says_at_once_that_it_is_being_made(page: Page) -> None:
    page.get_by_role("tab", name="材料").click()
    page.evaluate("""() => {
      const told = document.querySelector("#documents-told");
      window.said = [];
      new MutationObserver(() => window.said.push(told.textContent)).observe(told, { childList: true, subtree: true });
    }""")
    page.locator("#publish").click()
    page.locator("#documents-told").get_by_text("没有要发布的改动").wait_for()
    assert any("正在处理" in each for each in page.evaluate("window.said"))
    assert page.locator("#documents-told progress").count() == 0


def test_a_sheet_is_answered_in_the_page(page: Page, tmp_path: Path) -> None:
    sheet = tmp_path / "questions.csv"
    sheet.write_text(f"id,question\n1,{BREAKFAST}\n", encoding="utf-8")
    page.get_by_role("tab", name="评测").click()
    page.locator("#sheet input[type=file]").set_input_files(sheet)
    # Its whole name stands there only while it is on its way.
    page.locator("#sheet").get_by_text(".csv", exact=True).wait_for()
    page.locator("#answer-sheet").click()
    page.get_by_text("答完了").wait_for()
    with page.expect_download() as file:
        page.locator("#answered a[download]").first.click()
    assert "58.6万元" in Path(file.value.path()).read_text("utf-8-sig")
