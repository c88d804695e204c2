"""What the page is made of, without a browser."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from rag.answer.note import NOTE
from rag.answer.refuse import refusal
from rag.records import Answer, Bulletin, Citation, OpenedCitation
from rag.web.render import Nearby, Turn, conversation, heading
from rag.web.render_citation import opened_citation, page_label
from rag.web.words import in_language

CITED = Citation(
    n=1,
    id="某刊-1f0c22a9b3d4-1:2-9",
    document="某刊.txt",
    title="某刊",
    issue="2024年第1期",
    date="2024-01",
    article="<script>alert(1)</script>",
    page=37,
    page_inferred=True,
    quote='甲 < 乙，"丙" & 丁',
    start=10,
    end=20,
)
ANSWER = Answer(
    question="问",
    text="甲 < 乙，丙 &[1]见[2]和[9]。",
    refused=False,
    reason=None,
    mode="extractive",
    seconds=0.25,
    citations=(CITED, replace(CITED, n=2, page=None)),
    retrieved=(),
)
REFUSED = replace(
    ANSWER, text="没有找到。", refused=True, reason="other_name", citations=(), mode="extractive"
)


class Elements(HTMLParser):
    """The elements with their attributes, and the text a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(in_language(html, "zh"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def classed(self, name: str) -> list[dict[str, str | None]]:
        return [
            attributes
            for _, attributes in self.found
            if name in (attributes.get("class") or "").split()
        ]


def shown(turn: Turn) -> Elements:
    return Elements(conversation([turn]))


def test_marks_become_links_and_a_number_without_a_citation_stays_text() -> None:
    page = shown(Turn("问", ANSWER))
    marks = page.classed("mark")
    assert [mark["data-cite"] for mark in marks] == [CITED.id, CITED.id]
    assert marks[0]["href"] == "/?cite=%E6%9F%90%E5%88%8A-1f0c22a9b3d4-1%3A2-9"
    assert "甲 < 乙，丙 &1见2和[9]。" in page.text


def test_a_place_that_is_cited_often_is_named_once_and_each_number_opens_its_own() -> None:
    often = [replace(CITED, n=n, id=f"某刊-{n:012}-1") for n in range(1, 34)]
    page = Elements(conversation([Turn("问", replace(ANSWER, citations=tuple(often)))]))
    assert page.text.count("《某刊》2024年第1期，第37页（推定）") == 1
    cited = [each["data-cite"] for each in page.classed("mark")]
    assert cited[-33:] == [each.id for each in often]


def test_sources_and_what_is_copied_are_in_house_style() -> None:
    page = shown(Turn("问", ANSWER))
    reference = "《某刊》2024年第1期，第37页（推定），《<script>alert(1)</script>》"
    assert reference in page.text
    copied = next(each["data-copy"] for _, each in page.found if "data-copy" in each)
    assert copied is not None and copied.startswith(ANSWER.text) and f"[1] {reference}" in copied


def test_nothing_of_a_question_or_a_document_becomes_markup() -> None:
    nasty = '<script>alert(1)</script><img src=x onerror=alert(2)>" onclick="x\' &amp;'
    citation = replace(CITED, id="a-1f0c22a9b3d4-1", title=nasty, issue=nasty, quote=nasty)
    answer = replace(ANSWER, text=nasty + "[1]", mode=nasty, citations=(citation,))
    refused = replace(REFUSED, text=nasty, reason=nasty)
    opened = OpenedCitation(citation, nasty, nasty, nasty, nasty)
    pages = [
        conversation([Turn(nasty, answer), Turn(nasty, problem=nasty), Turn(nasty, stopped=True)]),
        conversation([Turn(nasty, refused, (Nearby(citation, nasty * 5),))]),
        opened_citation(opened, 10),
        heading([Bulletin("k", "n", nasty, issue=nasty)]),
    ]
    for page in map(Elements, pages):
        assert nasty in " ".join(page.text.split()) or "alert(1)" in page.text
        assert not {"script", "img"} & {tag for tag, _ in page.found}
        assert not any(
            "onclick" in attributes or "onerror" in attributes for _, attributes in page.found
        )


def test_a_refusal_looks_different_and_shows_what_came_near() -> None:
    page = shown(Turn("问", REFUSED, (Nearby(CITED, "短文"), Nearby(CITED, "长文" * 200))))
    assert page.classed("refused") and not page.classed("sources")
    assert len(page.classed("place")) == 2 and "长文" * 200 in page.text
    assert "别的单位或人" in page.text
    assert not shown(Turn("问", ANSWER)).classed("refused")


def test_a_refusal_says_its_reason_once() -> None:
    text = refusal("off_topic", [Bulletin("k", "n", "某刊")], [])
    html = conversation([Turn("天气？", replace(REFUSED, text=text, reason="off_topic"))])
    said = in_language(html, "zh")
    assert said.count("不在材料的范围之内") == 1 and "《某刊》" in said


def test_a_growing_answer_is_marked_and_a_stopped_one_says_so() -> None:
    growing = replace(ANSWER, finished=False)
    assert shown(Turn("问", growing)).classed("growing")
    stopped = shown(Turn("问", growing, stopped=True))
    assert not stopped.classed("growing") and "已停止" in stopped.text


def test_only_what_is_kept_has_a_number_and_can_be_taken_away() -> None:
    lost = [Turn("停", stopped=True), Turn("", problem="坏了")]
    assert "/export/" not in conversation(lost, "c")
    page = Elements(conversation([Turn("一", ANSWER), *lost, Turn("二", ANSWER)], "c"))
    given = [attributes.get("href") or "" for _, attributes in page.found]
    assert [each for each in given if each.startswith("/export/")] == [
        "/export/c/0.docx",
        "/export/c/1.docx",
        "/export/c.docx",
    ]


def test_the_panel_marks_the_quote_in_its_surroundings() -> None:
    page = Elements(opened_citation(OpenedCitation(CITED, "某会", "某人", "前文", "后文。"), 3))
    assert f"前文{CITED.quote}后文。……" in page.text
    assert "第37页（推定）" in page.text and "某会" in page.text and "2024年第1期" in page.text
    assert "mark" in {tag for tag, _ in page.found}


def test_page_labels() -> None:
    labels = {"第37页（推定）": CITED, "第37页": replace(CITED, page_inferred=False)}
    for label, cited in (labels | {"未标页码": replace(CITED, page=None)}).items():
        assert in_language(page_label(cited), "zh") == label
    assert in_language(page_label(CITED), "en") == "p. 37 (inferred)"


def test_a_completed_question_is_shown() -> None:
    follow_up = replace(ANSWER, question="那西宁呢？", trace={"question": "西宁<b>有多少？"})
    page = shown(Turn("那西宁呢？", follow_up))
    assert page.classed("understood") and "西宁<b>有多少？" in page.text
    assert [each["data-edit"] for each in page.classed("edit")] == ["西宁<b>有多少？"]
    assert [each["data-edit"] for each in shown(Turn("问", ANSWER)).classed("edit")] == ["问"]
    assert "b" not in {tag for tag, _ in page.found} - {
        tag for tag, _ in shown(Turn("问", ANSWER)).found
    }
    assert not shown(Turn("问", replace(ANSWER, trace={"question": ANSWER.question}))).classed(
        "understood"
    )


def test_it_is_said_where_the_last_answer_led() -> None:
    led = replace(ANSWER, trace={"question": ANSWER.question, "leant": "<i>一篇"})
    html = conversation([Turn("问", led)])
    assert "接着上一个回答，先看它所引的“<i>一篇”" in Elements(html).text and "<i>一篇" not in html
    assert "接着上一个回答" not in Elements(conversation([Turn("问", ANSWER)])).text


def test_what_is_not_in_the_answer_is_said_beside_it() -> None:
    trace = {"model": "<b>qwen", "failed": "HTTP 500", "seconds": {"search": 0.25}}
    html = conversation([Turn("问", replace(ANSWER, mode="local", trace=trace))])
    text = Elements(html).text
    assert "<b>qwen" in text and "<b>qwen" not in html and "语言模型没有答完" in text
    assert "查找 0.25 秒，取证 0.00 秒" in text
    assert "HTTP 500" not in text  # that is for whoever runs the program
    english = conversation([Turn("Who?", replace(ANSWER, question="Who?"))])
    assert "Quoted in Chinese" in Elements(english).text
    assert "Quoted in Chinese" not in text
    noted = replace(ANSWER, question="Who?", text=f"{ANSWER.text}{NOTE}")
    assert conversation([Turn("Who?", noted)]).count("Quoted in Chinese") == 3  # and in both copies
