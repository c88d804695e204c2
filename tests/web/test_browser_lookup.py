"""The look-up tab in a real browser: its addresses, Back, the keyboard, a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from rag.pipeline import Engine
from tests.web.browser import (
    HEIGHT,
    WIDTH,
    open_page,
    put,
    scrolls_sideways,
    stumbling_blocks,
    watched,
)
from tests.web.conftest import BREAKFAST

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Not opened yet: each test goes to an address of its own."""
    with watched(context) as empty:
        yield empty


def opened(page: Page, address: str, words: str) -> None:
    """The view of this address, when its heading says these words."""
    page.goto(address)
    view(page, words)


def view(page: Page, words: str) -> None:
    page.locator(f"#lookup .view :is(h2, .problem):has-text('{words}')").wait_for()


def find(page: Page, text: str) -> None:
    page.locator("#find").fill(text)
    page.keyboard.press("Enter")


def test_a_phrase_from_the_tab_to_its_citation_and_back(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#lookup-button").click()
    view(page, "材料和目录")
    assert page.url.endswith("/?tab=lookup")
    find(page, "县总工会")
    view(page, "县总工会")
    assert page.url.endswith(f"/?phrase={quote('县总工会')}")
    assert page.locator(".lookup mark").first.inner_text() == "县总工会"
    page.locator(".places a[data-cite]").first.click()
    page.locator("#citation mark").wait_for()
    assert "phrase=" in page.url and "cite=" in page.url
    page.go_back()
    page.locator("#citation").wait_for(state="hidden")
    view(page, "县总工会")
    page.go_back()
    view(page, "材料和目录")
    page.go_back()
    page.locator("#question textarea").wait_for()
    page.go_forward()
    page.go_forward()
    view(page, "县总工会")


def test_every_view_opens_by_its_address(page: Page, address: str, web_engine: Engine) -> None:
    opened(page, f"{address}/?phrase={quote('县总工会')}&document=qingquan-2022-03", "县总工会")
    assert page.locator(".lookup [name=document]:checked").count() == 1
    opened(page, f"{address}/?issue=baita-2023-06", "材料和目录")
    assert "白塔市职工书屋建设情况" in page.locator(".contents").inner_text()
    opened(page, f"{address}/?article=baita-2023-06:1", "白塔市职工书屋建设情况")
    assert "流动书箱120个" in page.locator(".leaf").inner_text()
    unit = web_engine.library.units_within("baita-2023-06", 0, 10_000)[1]
    opened(page, f"{address}/?article=baita-2023-06:1&cite={unit.id}", "白塔市职工书屋建设情况")
    assert page.locator("#citation mark").inner_text() == unit.text
    page.goto(f"{address}/?cite={unit.id}")
    page.locator("#citation mark").wait_for()
    assert page.locator("#lookup-button").get_attribute("aria-selected") == "false"


def test_what_is_pasted_opens(page: Page, address: str, web_engine: Engine) -> None:
    opened(page, f"{address}/?tab=lookup", "材料和目录")
    find(page, "《白塔工会》2023年第6期")
    view(page, "白塔市职工书屋建设情况")
    assert page.url.endswith("/?article=baita-2023-06%3A1")
    unit = web_engine.library.units_within("baita-2023-06", 0, 10_000)[1]
    find(page, f"{address}/?cite={unit.id}")
    page.locator("#citation mark").wait_for()
    assert page.url.endswith(f"/?tab=lookup&cite={unit.id}")
    page.get_by_text("看全文").click()
    view(page, "白塔市职工书屋建设情况")
    page.locator("#citation").wait_for(state="hidden")
    find(page, "《白塔工会》2030年第6期")
    view(page, "没有2030年第6期")


def test_the_chat_stays_as_it_was_left(page: Page, address: str) -> None:
    open_page(page, address)
    put(page, BREAKFAST)
    page.locator("a.mark").first.click()
    page.get_by_text("看全文").click()
    view(page, "暖胃早餐")
    assert "chat=" not in page.url  # what is sent to a colleague does not tell what was asked
    page.locator("#ask-button").click()
    page.locator("a.mark").first.wait_for()
    assert "58.6万元" in page.locator(".turn").inner_text()
    assert "chat=" in page.url and page.locator("#citation").is_hidden()
    page.locator("#lookup-button").click()
    view(page, "暖胃早餐")
    assert "article=qingquan-2022-03" in page.url


def test_scope_and_workbook(page: Page, address: str) -> None:
    opened(page, f"{address}/?tab=lookup", "材料和目录")
    page.locator(".find summary").click()
    page.get_by_label("2023年", exact=True).check()
    find(page, "县总工会")
    view(page, "没有找到")
    page.get_by_text("在全部材料里查").click()
    view(page, "县总工会")
    with page.expect_download() as waiting:
        page.locator("a[download]").click()
    assert waiting.value.suggested_filename == "县总工会.xlsx"
    page.get_by_text("复制本页地址").click()
    page.get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_markup_stays_text(page: Page, address: str) -> None:
    nasty = "<script>alert(1)</script> 和 <img src=x onerror=alert(2)>"
    opened(page, f"{address}/?phrase={quote(nasty)}", "alert(1)")
    assert page.locator(".places mark").first.inner_text() == nasty
    opened(page, f"{address}/?article=markup-2024-01:1", "工会网站安全培训")
    assert nasty in page.locator(".leaf").inner_text()
    assert "《<b>粗体</b>简报》第1期" in page.locator(".trail").inner_text()
    assert page.locator("#lookup :is(img, script, .trail b)").count() == 0


def test_who_was_signed_out_signs_in_and_a_failure_is_told(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    opened(page, f"{address}/?tab=lookup", "材料和目录")
    page.route("**/lookup?*", lambda route: route.fulfill(status=500, body='{"error": "x"}'))
    find(page, "县总工会")
    page.locator(".lookup .problem").get_by_text("没有取到").wait_for()
    page.unroute("**/lookup?*")
    opened(page, f"{address}/?tab=lookup", "材料和目录")
    page.route("**/lookup?*", lambda route: route.fulfill(status=401, body='{"error": "x"}'))
    with page.expect_request("**/login?next=%2F%3Ffind%3D*"):
        find(page, "县总工会")
    page.close()


def test_by_keyboard_alone(page: Page, address: str) -> None:
    open_page(page, address)
    page.locator("#lookup-button").focus()
    page.keyboard.press("Enter")
    view(page, "材料和目录")
    reach(page, "find")
    page.keyboard.type("县总工会")
    page.keyboard.press("Enter")
    view(page, "县总工会")
    page.wait_for_function("document.activeElement.matches('.view h2')")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a[data-cite]')"):
            break
    outline = "getComputedStyle(document.activeElement).outlineWidth"
    assert page.evaluate(outline) == "3px"
    page.keyboard.press("Enter")
    page.locator("#citation mark").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('a[data-cite]')")


def reach(page: Page, name: str) -> None:
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(f"{name} is not reached by Tab")


def test_a_phone_never_scrolls_sideways(page: Page, address: str) -> None:
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    long = "x" * 300
    views = {
        "?tab=lookup": "材料和目录",
        f"?phrase={quote('县总工会')}&year=2022": "县总工会",
        f"?phrase={long}": "没有找到",
        "?issue=markup-2024-01": "材料和目录",
        "?article=markup-2024-01:1": "工会网站安全培训",
    }
    for asked, words in views.items():
        opened(page, f"{address}/{asked}", words)
        assert not scrolls_sideways(page), asked


def test_axe_finds_nothing(page: Page, address: str) -> None:
    for asked, words in {
        f"?phrase={quote('县总工会')}&year=2022": "县总工会",
        "?issue=baita-2023-06": "材料和目录",
        "?article=markup-2024-01:1": "工会网站安全培训",
    }.items():
        opened(page, f"{address}/{asked}", words)
        assert "\n".join(stumbling_blocks(page)) == "", asked
