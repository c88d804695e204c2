"""Answers that are taken away keep their notes, and nothing in them becomes markup."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from rag.history import KeptTurn
from rag.records import Answer, Citation
from rag.web.export import as_markdown, as_text, as_word

CITED = Citation(
    2, "某刊-1f0c22a9b3d4-1", "某刊.txt", "某*刊*", "2024年第1期", None, None, 37, True, "投入\x07<b>3元", 2, 9
)  # fmt: skip
ANSWER = Answer("花了多少？", "投入*3元*[2]\n另见[9]。", citations=(CITED,))
REFERENCE = "《某*刊*》2024年第1期，第37页（推定）"


def test_plain_text_ends_with_its_sources() -> None:
    assert as_text(ANSWER) == f"投入*3元*[2]\n另见[9]。\n\n[2] {REFERENCE}"
    assert as_text(Answer("问", "没有找到。", refused=True)) == "没有找到。"


def test_a_place_that_is_cited_often_is_named_once() -> None:
    places = [(1, 37), (2, 37), (3, 37), (4, 38), (5, 39), (6, 38)]
    often = replace(ANSWER, citations=tuple(replace(CITED, n=n, page=p) for n, p in places))
    assert as_text(often).splitlines()[3:] == [
        f"[1]–[3] {REFERENCE}",
        f"[4][6] {REFERENCE.replace('37', '38')}",
        f"[5] {REFERENCE.replace('37', '39')}",
    ]


def test_markdown_has_footnotes_and_no_other_markup() -> None:
    assert as_markdown(ANSWER).splitlines() == [
        r"投入\*3元\*[^2]  ",
        r"另见\[9\]。",
        "",
        r"[^2]: 《某\*刊\*》2024年第1期，第37页（推定）",
    ]


def test_a_word_document_holds_question_answer_and_quotes() -> None:
    from docx import Document

    document = Document(BytesIO(as_word([KeptTurn(ANSWER), KeptTurn(ANSWER)])))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[:4] == [
        "花了多少？",
        "投入*3元*[2]",
        "另见[9]。",
        f"[2] {REFERENCE}：“投入<b>3元”",
    ]
    assert lines[4:] == lines[:4]


def test_a_note_of_the_screen_goes_with_it() -> None:
    from docx import Document

    failed = replace(ANSWER, trace={"failed": "timeout"})
    note = "（语言模型没有答完，以上是原文摘录）"
    assert note in as_text(failed).splitlines() and note not in as_text(ANSWER)
    assert note in as_markdown(failed).splitlines()
    document = Document(BytesIO(as_word([KeptTurn(failed)])))
    assert document.paragraphs[3].text == note


def test_a_refusal_in_word_has_the_passages_it_speaks_of() -> None:
    from docx import Document

    refused = Answer("问", "没有找到。最接近的段落列在下面。", refused=True)
    document = Document(BytesIO(as_word([KeptTurn(refused, ((CITED, "另一\n段"),))])))
    assert [each.text for each in document.paragraphs][-2:] == [REFERENCE, "另一 段"]
