"""Files of other formats, made for the tests: a PDF by reportlab, a Word file by python-docx. And what
must hold of whatever is read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import docx
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from rag.read.bulletin import read_document
from rag.read.source import Read, read_source
from rag.read.split import LONGEST_PASSAGE, Splitter, units
from rag.records import Bulletin, Document

FONT = "STSong-Light"  # a name only: readers know its characters, and nothing is embedded
TITLE, TEXT = 20, 12
COLUMN = 36
"""Characters of TEXT in a line."""

Line = tuple[str, int, float, float]
"""Text, size, and the place of its lower left corner."""


def pdf(
    pages: Sequence[Sequence[Line]], password: str | None = None, turned: int = 0, shown: int = 0
) -> bytes:
    """`turned`: degrees, against the clock, by which the text is turned on its page; `shown`: those,
    with the clock, by which a reader turns the page."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption(password) if password else None)
    width, height = canvas._pagesize
    corner = {0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[turned]
    for page in pages:
        canvas.setPageRotation(shown)
        canvas.translate(*corner)
        canvas.rotate(turned)
        for text, size, x, y in page:
            canvas.setFont(FONT, size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def set_text(text: str, top: float, x: float = 72) -> list[Line]:
    """A paragraph as it is set: two characters in, then full lines, the last one short."""
    lines: list[Line] = [(text[: COLUMN - 2], TEXT, x + 2 * TEXT, top)]
    for number, start in enumerate(range(COLUMN - 2, len(text), COLUMN), 1):
        lines.append((text[start : start + COLUMN], TEXT, x, top - number * 1.5 * TEXT))
    return lines


def stamped_pdf(pages: Sequence[Sequence[Line]], stamp: str) -> bytes:
    """With large letters aslant over each page."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in pages:
        for text, size, x, y in page:
            canvas.setFont(FONT, size)
            canvas.drawString(x, y, text)
        canvas.saveState()
        canvas.translate(300, 400)
        canvas.rotate(45)
        canvas.setFont(FONT, 60)
        canvas.drawCentredString(0, 0, stamp)
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def bulletin_pdf(first_page: int = 7) -> bytes:
    """Three pages with a running head, page numbers, two articles, and a paragraph over a page."""
    first = "清泉县总工会启动暖胃早餐项目" + "，为环卫工人送去热饭热菜" * 6 + "。"
    long = "白塔市总工会介绍，" + "今年建成职工书屋若干家，" * 9 + "深受职工欢迎。"
    cut = COLUMN * 2 - 2
    pages: list[list[Line]] = [
        [("江岸总工会启动早餐项目", TITLE, 150, 740), *set_text(first, 700)],
        [("白塔市职工书屋建设", TITLE, 160, 740), *set_text(long[:cut], 700)],
        [(long[cut:], TEXT, 72, 740), *set_text("记者马春兰报道，书屋已开放。", 700)],
    ]
    for number, page in enumerate(pages, first_page):
        page.insert(0, ("江岸工运 2025年第3期", 9, 72, 800))
        page.append((f"- {number} -", 9, 280, 40))
    return pdf(pages)


def word() -> docx.document.Document:
    document = docx.Document()
    document.add_heading("江岸工运", 0)
    document.add_heading("清泉县启动早餐项目", 1)
    document.add_paragraph("2025年3月5日，清泉县总工会启动“暖胃早餐”项目。全年投入58.6万元。")
    document.add_heading("受助职工", 2)
    table = document.add_table(rows=3, cols=3)
    rows = (("姓名", "单位", "元"), ("张大江", "环卫站", "500"), ("李小河", "", "300"))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_heading("白塔市建成职工书屋", 1)
    document.add_paragraph("白塔市建成职工书屋93家\n其中国家级示范点4家。")
    return document


def docx_bytes(document: docx.document.Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


def read(folder: Path, name: str, data: bytes | str, kind: str = "document") -> Document:
    path = put(folder, name, data)
    document = read_document(Bulletin("k", name, "江岸工运", kind=kind), path)
    faithful(document, read_source(path))
    return document


def faithful(document: Document, read: Read) -> None:
    """Every character of the clean text is that of the source at its origin."""
    text = read.source.text
    assert len(document.text) == len(document.origins) == len(set(document.origins))
    for character, origin in zip(document.text, document.origins, strict=True):
        assert character == text[origin] or (character.isspace() and text[origin].isspace())
    check_cuts(document)


def titles(document: Document) -> list[str | None]:
    return [article.title for article in document.articles]


def check_cuts(document: Document) -> None:
    everything = "".join(document.text.split())
    for characters in (50, 320):
        passages = Splitter(characters).passages(document)
        assert "".join("".join(p.text.split()) for p in passages) == everything
        assert all(p.text == document.text[p.start : p.end] for p in passages)
        assert all(0 < len(p.text) <= LONGEST_PASSAGE for p in passages)
    found = units(document)
    assert "".join("".join(u.text.split()) for u in found) == everything
    assert all(u.text == document.text[u.start : u.end] for u in found)
    assert len({u.id for u in found}) == len(found)
