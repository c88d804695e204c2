"""PDF with a text layer: lines as they are printed, and by their places the paragraphs.

The printed page is the number that the page shows, where the numbers of several pages agree; else
the page's place in the file, and said to be inferred.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import pi
from statistics import median
from typing import TYPE_CHECKING, Any

from rag.errors import ReadError
from rag.read.columns import paragraphs
from rag.read.gutters import Row, in_reading_order, joined
from rag.read.printed import Printed
from rag.read.source import Source, extracted
from rag.read.wrapped import with_whole_cells

if TYPE_CHECKING:
    import pypdfium2

MOST_PAGES = 3000
MOST_CHARACTERS = 5_000_000
LEAST_TEXT = 10
"""Characters a page, on the average: with fewer, its text is in its pictures."""
MOST_UNREADABLE = 0.1
"""Share of characters without a meaning that the font tells."""
GAP = 1.0
"""Times the size of the letters. A space as wide may part columns, or the cells of a row."""
TURNS = 40
"""Characters that are asked which way the text of a page runs."""
MOST_ASLANT = 0.1
"""Quarters of a turn: scans and covers stand a little askew, and are read."""
EDGE = 2
MARGIN = 0.12
"""Lines at the top and at the foot of a page that may be furniture, and the share of its height
within which they are."""
LEAST_REPEATED = 0.4
"""Share of the pages on which a line there comes again, where it is furniture: often it stands on every
second page only."""
LEAST_AGREEING = 0.5
"""Share of the pages with a number alone that agree on where the counting begins."""

_ALONE = re.compile(r"^\W*第?\s*(\d{1,4})\s*页?\W*(?:共\s*\d+\s*页)?\W*$")
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
# PDFium is not made for threads: one file is read at a time.
_pdfium = threading.Lock()


@dataclass(frozen=True)
class _Page:
    lines: tuple[Printed, ...]
    aslant: frozenset[int]
    """Those that run neither across nor down, as a stamp or a watermark does."""
    unreadable: int
    """Characters that the font gives no meaning."""
    height: float


def extract_pdf(data: bytes, name: str) -> Source:
    with _pdfium:
        pages = _pages(data, name)
    texts = [sum(len(line.text) for line in page.lines) for page in pages]
    _check_text(pages, sum(texts), name)
    running = _running_lines(pages)
    numbers, numbered = _numbers(pages, running)
    furniture = [
        {i for i in _edge(page) if page.lines[i].words in running}
        | numbered.get(index, set())
        | page.aslant
        for index, page in enumerate(pages)
    ]
    body = paragraphs([page.lines for page in pages], furniture)
    empty = [str(index + 1) for index, length in enumerate(texts) if not length]
    warnings = []
    if empty:
        which = "、".join(empty[:20])
        warnings.append(f"第 {which} 页没有文字，可能是图片（pages without text）")
    if all(inferred for _, inferred in numbers):
        warnings.append("没有认出印刷页码，用的是 PDF 的页序（page numbers are inferred）")
    return extracted(
        body.lines,
        name,
        pages=[(start, *numbers[page]) for start, page in body.pages],
        furniture=body.furniture,
        warnings=warnings,
    )


def _pages(data: bytes, name: str) -> list[_Page]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(
                f"{name}：有密码（encrypted）。请用有权限的软件打开，另存为不带密码的 PDF。"
            ) from error
        raise ReadError(
            f"{name}：打不开，文件已损坏（damaged PDF）：{error}。请重新导出。"
        ) from error
    try:
        if len(document) > MOST_PAGES:
            raise ReadError(
                f"{name}：有 {len(document)} 页，超过上限 {MOST_PAGES}（too many pages）。请拆分后再放入。"
            )
        pages: list[_Page] = []
        total = 0
        for index in range(len(document)):
            pages.append(_page(document, index))
            total += sum(len(line.text) for line in pages[-1].lines)
            if total > MOST_CHARACTERS:
                raise ReadError(
                    f"{name}：文字超过 {MOST_CHARACTERS} 个（too much text）。请拆分后再放入。"
                )
        return pages
    except pypdfium2.PdfiumError as error:
        raise ReadError(
            f"{name}：第 {len(pages) + 1} 页读不出来（damaged page）：{error}。请重新导出。"
        ) from error
    finally:
        document.close()


def _check_text(pages: Sequence[_Page], characters: int, name: str) -> None:
    unreadable = sum(page.unreadable for page in pages)
    if characters + unreadable < LEAST_TEXT * len(pages):
        raise ReadError(
            f"{name}：几乎没有文字层，像是扫描件（scanned, no text layer）。"
            "请先做文字识别（OCR），或换有文字的版本。"
        )
    if unreadable > MOST_UNREADABLE * (characters + unreadable):
        raise ReadError(
            f"{name}：字体没有文字编码，读出的是乱码（fonts without encoding）。"
            "请换一种方式导出 PDF，或用 Word、txt 版本。"
        )


# ------------------------------------------------------------------------------- lines of a page


def _page(document: pypdfium2.PdfDocument, index: int) -> _Page:
    page = document[index]
    # Lines that stand upright when the page is turned are upside down, or on end, before.
    page.set_rotation(0)
    text = page.get_textpage()
    try:
        reader = _LineReader(text.raw, page.get_width(), page.get_height())
        spans = list(reader.spans())
        slanted = [span for span in spans if reader.is_aslant(span)]
        found = [row for span in spans if span not in slanted and (row := reader.row(span))]
        rows = with_whole_cells(found)
        if reader.turned:  # then PDFium tells the lines in an order of its own
            rows.sort(key=lambda row: -row[0].top)
        lines = list(in_reading_order(rows))
        aslant = [joined(row) for span in slanted if (row := reader.row(span))]
        stands = frozenset(range(len(lines), len(lines) + len(aslant)))
        return _Page((*lines, *aslant), stands, reader.unreadable, reader.height)
    finally:
        text.close()
        page.close()


class _LineReader:
    """Characters and their places, as PDFium tells them, on a page that is turned until most of
    them stand upright."""

    def __init__(self, text: Any, width: float, height: float) -> None:
        import pypdfium2.raw as raw

        self._raw, self._text = raw, text
        count = max(raw.FPDFText_CountChars(text), 0)
        self._codes = [raw.FPDFText_GetUnicode(text, i) for i in range(count)]
        self.unreadable = sum(
            code in (0, 0xFFFD) or 0xE000 <= code < 0xF900 for code in self._codes
        )
        self.turned = self._quarters()
        self._width, self._height = width, height
        self.height = width if self.turned % 2 else height

    def _quarters(self) -> int:
        """By how many quarters of a turn, against the clock, most of the text is turned."""
        inked = [i for i, code in enumerate(self._codes) if code > 32]
        some = inked[:: max(len(inked) // TURNS, 1)]
        angles = (self._raw.FPDFText_GetCharAngle(self._text, i) for i in some)
        # PDFium counts with the clock.
        turns = Counter(round(-angle / (pi / 2)) % 4 for angle in angles if angle >= 0)
        return turns.most_common(1)[0][0] if turns else 0

    def is_aslant(self, span: range) -> bool:
        inked = [i for i in span if self._is_inked(i)]
        some = inked[:: max(len(inked) // 8, 1)]
        angles = [self._raw.FPDFText_GetCharAngle(self._text, i) / (pi / 2) for i in some]
        slanted = sum(abs(angle - round(angle)) > MOST_ASLANT for angle in angles if angle >= 0)
        return bool(slanted > len(angles) / 2)

    def spans(self) -> Iterator[range]:
        start = 0
        for end, code in enumerate([*self._codes, 10]):
            if code in (10, 13):
                if end > start:
                    yield range(start, end)
                start = end + 1

    def row(self, span: range) -> Row:
        """The line, cut at the wide gaps."""
        inked = [i for i in span if self._is_inked(i)]
        if not inked:
            return ()
        some = [self._box(i) for i in inked[:: max(len(inked) // 8, 1)]]
        size = max(median(top - bottom for _, bottom, _, top in some), 1.0)
        cuts = [i for i in span if self._is_generated(i) and self._gap(i) > GAP * size]
        edges = [span.start, *cuts, span.stop]
        parts = (range(start, end) for start, end in pairwise(edges))
        return tuple(printed for part in parts if (printed := self._printed(part)))

    def _printed(self, span: range) -> Printed | None:
        inked = [i for i in span if self._is_inked(i)]
        shown = "".join(map(self._shown, span))
        text = shown.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
        if not inked or not text:
            return None
        first, last = self._box(inked[0]), self._box(inked[-1])
        some = [self._box(i) for i in inked[:: max(len(inked) // 8, 1)]]
        return Printed(
            text=text,
            left=min(first[0], last[0]),
            right=max(first[2], last[2]),
            bottom=median(box[1] for box in some),
            top=median(box[3] for box in some),
        )

    def _is_inked(self, index: int) -> bool:
        return int(self._codes[index]) > 32 and self._codes[index] != 0x3000

    def _is_generated(self, index: int) -> bool:
        """A space that PDFium put in, because there is a gap."""
        generated = self._codes[index] == 32 and self._raw.FPDFText_IsGenerated(self._text, index)
        return bool(generated)

    def _shown(self, index: int) -> str:
        code = self._codes[index]
        if code == 2 or code == 0xFFFE:
            return "-"  # a word that was parted at the end of its line
        if code == 9:
            return " "
        return chr(code) if 32 <= code <= 0x10FFFF and code != 0xFFFF else ""

    def _gap(self, index: int) -> float:
        """Between the characters on both sides of a space."""
        if not 0 < index < len(self._codes) - 1:
            return 0.0
        return self._box(index + 1)[0] - self._box(index - 1)[2]

    def _box(self, index: int) -> tuple[float, float, float, float]:
        """Left, bottom, right, top, in points; the height is that of the font's letters."""
        rectangle = self._raw.FS_RECTF()
        self._raw.FPDFText_GetLooseCharBox(self._text, index, ctypes.byref(rectangle))
        left, bottom, right, top = (
            *(rectangle.left, rectangle.bottom),
            *(rectangle.right, rectangle.top),
        )
        if self.turned == 1:
            return bottom, self._width - right, top, self._width - left
        if self.turned == 2:
            return (
                self._width - right,
                self._height - top,
                self._width - left,
                self._height - bottom,
            )
        if self.turned == 3:
            return self._height - top, left, self._height - bottom, right
        return left, bottom, right, top


# ------------------------------------------------------------------------------- page numbers


def _edge(page: _Page) -> list[int]:
    """The lines that are highest and lowest on the page, as indexes."""
    upright = (i for i in range(len(page.lines)) if i not in page.aslant)
    by_height = sorted(upright, key=lambda i: -page.lines[i].top)
    edge = dict.fromkeys([*by_height[:EDGE], *by_height[-EDGE:]])
    low, high = MARGIN * page.height, (1 - MARGIN) * page.height
    return [i for i in edge if page.lines[i].top < low or page.lines[i].bottom > high]


def _running_lines(pages: Sequence[_Page]) -> set[str]:
    """Words, digits aside, that stand at the edge of many pages."""
    seen = Counter(
        words for page in pages for words in {page.lines[i].words for i in _edge(page)} if words
    )
    least = max(3, LEAST_REPEATED * len(pages))
    return {words for words, count in seen.items() if count >= least}


def _numbers(
    pages: Sequence[_Page], running: set[str]
) -> tuple[list[tuple[int | None, bool]], dict[int, set[int]]]:
    """For each page its printed number and whether it is inferred, and which lines are numbers.

    Printed numbers rise with the pages: the difference that most pages agree on is the right one.
    """
    alone: dict[int, list[tuple[int, int]]] = {}
    shown: dict[int, set[int]] = {}
    for index, page in enumerate(pages):
        for i in _edge(page):
            line = page.lines[i]
            if match := _ALONE.match(line.text):
                alone.setdefault(index, []).append((i, int(match[1])))
                shown.setdefault(index, set()).add(int(match[1]))
            elif line.words in running:
                shown.setdefault(index, set()).update(map(int, _NUMBER.findall(line.text)))
    agreed = Counter(number - index for index, some in shown.items() for number in some)
    difference, votes = agreed.most_common(1)[0] if agreed else (0, 0)
    if votes < min(2, len(pages)) or votes < LEAST_AGREEING * len(shown):
        return [(index + 1, True) for index in range(len(pages))], {}
    numbers: list[tuple[int | None, bool]] = []
    for index in range(len(pages)):
        number = index + difference
        read = number in shown.get(index, ())
        numbers.append((number, not read) if number > 0 else (None, False))
    lines = {
        index: {i for i, number in found if number == index + difference}
        for index, found in alone.items()
    }
    return numbers, lines
