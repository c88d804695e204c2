"""The documents tab: its handlers, and in a real browser from the upload to the withdrawn citation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
import pytest

from rag.documents.desk import Desk
from rag.pipeline import open_engine
from rag.settings import Settings
from rag.web.documents import DocumentsTab
from rag.web.engines import CurrentEngine
from rag.web.words import in_language
from tests.read.files import bulletin_pdf, docx_bytes, put, word
from tests.web.browser import HEIGHT, WIDTH, open_page, scrolls_sideways, watched, window
from tests.web.browser import put as ask_on
from tests.web.conftest import served, write_corpus

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REQUEST = gr.Request(cookies={})
NEW = """沙柳县总工会开办夜校

2024 年 5 月，沙柳县总工会开办职工夜校，开设剪纸、电工等课程 14 门，报名职工 260 名。讲师写下 <script>alert(7)</script>。
"""
NIGHT_SCHOOL = "沙柳县职工夜校开设了多少门课程？"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = write_corpus(tmp_path / "corpus")
    return Settings(corpus=corpus, index=tmp_path / "index", state=tmp_path / "state", port=0)


@pytest.fixture
def tab(settings: Settings) -> DocumentsTab:
    return DocumentsTab(Desk(settings))


def last(screens: Iterator[Any]) -> Any:
    *_, screen = screens
    return screen


def test_what_was_read_is_shown_before_it_goes_live(tab: DocumentsTab, tmp_path: Path) -> None:
    good = put(tmp_path, "江岸工运2025年第3期.pdf", bulletin_pdf())
    bad = put(tmp_path, "坏.docx", b"PK\x03\x04broken")
    old = put(tmp_path, "旧.doc", b"old")
    going, *_, seen = tab.looked([str(good), str(bad), str(old)], REQUEST)
    assert "0 / 3" in going and "旧.doc：暂不支持 .doc 文件" in seen
    for words in ("2 篇", "第 7—9 页", "江岸总工会启动早餐项目", "<td>8</td>", "坏.docx：打不开"):
        assert words in in_language(seen, "zh")
    assert tab.desk.draft() is None


def test_add_correct_publish_and_take_back(tab: DocumentsTab, tmp_path: Path) -> None:
    good = put(tmp_path, "简报.docx", docx_bytes(word()))
    bad = put(tmp_path, "坏.pdf", b"%PDF-1 broken")
    told, listed, draft, *_ = last(tab.added([str(good), str(bad)], REQUEST))
    assert (
        "1 份" in in_language(told, "zh")
        and "坏.pdf" in told
        and "简报.docx" in listed
        and "新增" in draft
    )
    title, *_ = tab.chosen("简报", REQUEST)
    assert title == "简报"
    told, listed, *_ = tab.corrected(
        "简报", "江岸简报", "第1期", "2025-03", "", "magazine", REQUEST
    )
    assert "已记入草稿" in told and "江岸简报" in listed and "2025-03" in listed
    assert tab.article("简报", 2, REQUEST) == ("白塔市建成职工书屋", None)
    told, *_ = tab.article_corrected("简报", 2, "白塔书屋", 0, REQUEST)  # an empty box is 0
    assert tab.article("简报", 2, REQUEST) == ("白塔书屋", None)
    told, *_ = tab.article_corrected("简报", 2, "白塔书屋", 5, REQUEST)
    assert tab.article("简报", 2, REQUEST) == ("白塔书屋", 5)
    told, _, draft, _ = tab.published(REQUEST)
    assert "已发布" in told and "没有未发布" in draft
    told, listed, *_ = tab.rolled_back(REQUEST)
    assert "退回第 1 次发布之前，其中的改动取消：加入" in told and "简报.docx" not in listed
    tab.withdrawn("baita-2023-06", REQUEST)
    assert "已放弃" in tab.discarded(REQUEST)[0]


def test_a_file_that_is_there_already_keeps_no_other_out(tab: DocumentsTab, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    new = put(tmp_path, "夜校.txt", NEW)
    copy = put(tmp_path, "夜校的副本.txt", NEW)
    again = put(tmp_path / "one", "baita-2023-06.txt", NEW * 2)
    more = put(tmp_path / "two", "又一份.txt", NEW * 3)
    given = [str(file) for file in (new, copy, again, more)]
    told, listed, *_ = last(tab.added(given, REQUEST))
    assert "2 份" in in_language(told, "zh")
    assert "夜校的副本.txt 和 夜校.txt 的内容一样" in told and "已经有 baita-2023-06.txt" in told
    assert "又一份.txt" in listed and "夜校.txt" in listed and "副本" not in listed


def test_markup_in_a_document_stays_text(tab: DocumentsTab, tmp_path: Path) -> None:
    file = put(tmp_path, "a.txt", "<img src=x onerror=alert(1)>\n\n<b>工会</b>开展活动。")
    seen = last(tab.looked([str(file)], REQUEST))
    told, listed, draft, *_ = last(tab.added([str(file)], REQUEST))
    tab.corrected("a", "<i>标题</i>", "", "", "", "document", REQUEST)
    shown = seen + told + listed + draft + "".join(map(str, tab.opened(REQUEST)[:2]))
    assert "<img" not in shown and "<b>工会" not in shown and "<i>标题" not in shown
    assert "&lt;i&gt;标题" in shown


def test_what_cannot_be_done_says_why(tab: DocumentsTab) -> None:
    assert "choose some files" in last(tab.added([], REQUEST))[0]
    assert "choose a document" in tab.withdrawn(None, REQUEST)[0]
    assert "choose a file" in tab.replaced("baita-2023-06", None, REQUEST)[0]
    assert "choose an article" in tab.article_corrected("baita-2023-06", None, "", None, REQUEST)[0]
    assert "nothing to publish" in tab.published(REQUEST)[0]
    assert "nothing to roll back" in tab.rolled_back(REQUEST)[0]
    assert "no such document" in tab.chosen("<script>", REQUEST)[-1]


def test_only_an_editor_gets_anything_done(settings: Settings, tmp_path: Path) -> None:
    closed = DocumentsTab(Desk(settings), allowed=lambda request: False)
    file = str(put(tmp_path, "a.txt", NEW))
    for told in (
        last(closed.looked([file], REQUEST)),
        last(closed.added([file], REQUEST))[0],
        closed.withdrawn("baita-2023-06", REQUEST)[0],
        closed.corrected("baita-2023-06", "x", "", "", "", "document", REQUEST)[0],
        closed.article_corrected("baita-2023-06", 1, "x", 1, REQUEST)[0],
        closed.replaced("baita-2023-06", file, REQUEST)[0],
        closed.published(REQUEST)[0],
        closed.rolled_back(REQUEST)[0],
        closed.discarded(REQUEST)[0],
        closed.chosen("baita-2023-06", REQUEST)[-1],
    ):
        assert "editors only" in told
    assert not (settings.state / "documents").exists()
    Desk(settings).add("secret.txt", NEW.encode())
    listed, draft, _ = closed.opened(REQUEST)
    assert "baita-2023-06.txt" in listed and "secret" not in listed + draft
    assert closed.article("secret", 1, REQUEST) == ("", None)


def test_the_engine_follows_what_is_published(settings: Settings, tmp_path: Path) -> None:
    current = CurrentEngine(open_engine(settings))
    first = current()
    assert current() is first
    desk = Desk(settings, first.embedder)
    desk.add("shaliu.txt", NEW.encode())
    assert current() is first
    desk.publish()
    assert {b.key for b in current().library.bulletins()} >= {"shaliu"}
    assert current().embedder is first.embedder


# ------------------------------------------------------------------------------------- browser


@pytest.fixture
def page(settings: Settings, browser: Browser) -> Iterator[Page]:
    from rag.web.app import create_app

    current = CurrentEngine(open_engine(settings))
    with (
        served(create_app(current)) as address,
        window(browser) as context,
        watched(context) as opened,
    ):
        open_page(opened, address)
        yield opened


A_LOOK = 1500
"""Milliseconds in which a person reads what was chosen. Its choice is answered in two steps, and the answer to
a click in the instant between them does not always reach the page."""


def tab_of(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def told(page: Page, words: str) -> None:
    page.locator("#documents-told :is([role=status], .problem)", has_text=words).wait_for(
        timeout=90_000  # builds are made meanwhile
    )


@pytest.mark.browser
def test_upload_ask_withdraw_and_the_old_citation_says_so(page: Page, tmp_path: Path) -> None:
    tab_of(page, "材料")
    file, old = put(tmp_path, "shaliu.txt", NEW), put(tmp_path, "old.doc", b"old")
    chooser = page.locator("#new-documents input[type=file]")
    chooser.set_input_files([str(file), str(old)])
    page.locator("#documents-seen", has_text="暂不支持 .doc 文件").wait_for()
    page.locator("#documents-seen", has_text="沙柳县总工会开办夜校").wait_for()
    page.locator("#new-documents", has_text="shaliu").wait_for()
    page.locator("#add-documents").click()
    told(page, "加入了草稿")
    for emptied in ("#documents-seen", "#new-documents"):
        page.locator(emptied, has_text="shaliu").wait_for(state="hidden")
    assert "新增" in page.locator("#documents-draft").inner_text()
    page.locator("#publish").click()
    told(page, "已发布")
    tab_of(page, "提问")
    ask_on(page, NIGHT_SCHOOL)
    assert "14" in page.locator(".reply .text").inner_text()
    page.locator("a.mark").first.click()
    page.locator("#citation mark").wait_for()
    cited = page.url
    page.keyboard.press("Escape")
    tab_of(page, "材料")
    page.locator("#document input").click()
    page.get_by_role("option", name="shaliu").click()
    page.locator("#document-read", has_text="沙柳县总工会开办夜校").wait_for()
    page.wait_for_timeout(A_LOOK)
    page.locator("#withdraw-document").click()
    told(page, "已记入草稿")
    from playwright.sync_api import expect

    expect(page.locator("#documents-told p")).to_be_in_viewport()
    assert "所在材料撤下" in page.locator("#documents-draft").text_content()
    page.locator("#publish").click()
    told(page, "已发布")
    page = page.context.new_page()  # the old one may still be asking, which leaving it breaks off
    page.goto(cited)
    page.locator("#citation .became", has_text="已撤下").wait_for()
    assert "14" in page.locator("#citation mark").inner_text()
    page = page.context.new_page()
    open_page(page, cited.split("?")[0])  # a new conversation: the old one keeps its answer
    page.locator(".welcome").wait_for()
    ask_on(page, NIGHT_SCHOOL)
    assert page.locator(".reply.refused").count() == 1


@pytest.mark.browser
def test_each_signal_of_a_question_is_shown_also_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    tab_of(page, "检索")
    assert page.url.endswith("?tab=retrieval")
    page.locator("#retrieval-question :is(input, textarea)").fill("暖胃早餐")
    page.locator("#retrieve").click()  # phones have no key for it in sight
    page.locator("#retrieval-found li", has_text="清泉县").first.wait_for()
    signals = page.locator("#retrieval-found li").first.locator(".signals").inner_text()
    assert "全文" in signals and "向量" in signals
    assert not scrolls_sideways(page)
