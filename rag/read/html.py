"""HTML: what a person reads of a page, its headings kept and its rows as rows.

The parser is libxml2's, which python-docx brings along: Python's own takes hours over a million
characters of `<!--`, and gives up at `<![<`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rag.read.clean import WIDE
from rag.read.source import Source, extracted
from rag.read.text import decode

DROPPED = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head", "nav")
    + ("select", "button", "textarea", "canvas", "audio", "video")
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
    )
    + ("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr")
    + ("html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot")
    + ("thead", "tr", "td", "th", "ul", *HEADINGS)
)
LONGEST_CELL = 200
"""Characters. A table with more in a cell is there for the layout, and its cells are paragraphs."""
DEEPEST_TABLE = 20
MOST_FILLED = 100_000
"""Cells of a file that others reach into from above; a file can ask for any number of them."""

_ROWS = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BETWEEN_WIDE = re.compile(rf"(?<={WIDE.pattern})[ \t\r\f]*\n[ \t\r\n\f]*(?={WIDE.pattern})")
"""A line break of the file between Chinese characters is no space."""


@dataclass
class _Table:
    rows: list[list[list[str]]] = field(default_factory=list)
    """A row is cells, a cell is paragraphs."""
    spans: dict[int, int] = field(default_factory=dict)
    """Of a column the rows into which a cell from above still reaches."""

    def open_cell(self, rows: str, most: int) -> int:
        """How many cells from above were left empty before it: `most` at most."""
        if not self.rows:
            self.rows.append([])
        row = self.rows[-1]
        before = len(row)
        while self.spans.get(len(row), 0) and len(row) - before < most:
            self.spans[len(row)] -= 1
            row.append([])
        filled = len(row) - before
        self.spans[len(row)] = int(rows) - 1 if _ROWS.fullmatch(rows) else 0
        row.append([])
        return filled


class _Reader:
    """Told of tags and text as they come; every tag that opens is closed, whatever the file has."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._text: list[str] = []
        self._level = 0
        self._tables: list[_Table] = []
        self._to_fill = MOST_FILLED
        self._dropped = 0
        """How many tags are open from the one on that is dropped with all it holds."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._dropped or tag in DROPPED or _is_hidden(attributes):
            self._dropped += 1
            return
        if tag == "br" and self._level:
            self._text.append("\n")  # a heading over two lines is one heading
        elif tag in BLOCKS:
            self._end_paragraph()
        if tag in HEADINGS:
            self._level = HEADINGS[tag]
        elif tag == "table" and len(self._tables) < DEEPEST_TABLE:
            self._tables.append(_Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag in ("td", "th") and self._tables:
            rows = attributes.get("rowspan") or ""
            self._to_fill -= self._tables[-1].open_cell(rows, self._to_fill)

    def end(self, tag: str) -> None:
        if self._dropped:
            self._dropped -= 1
            return
        if tag in BLOCKS and not (tag == "br" and self._level):
            self._end_paragraph()
        if tag in HEADINGS:
            self._level = 0
        elif tag == "table" and self._tables:
            self._end_table()

    def data(self, data: str) -> None:
        if not self._dropped:
            self._text.append(data)

    def close(self) -> list[str]:
        self._end_paragraph()
        while self._tables:
            self._end_table()
        return self.lines

    def _end_paragraph(self) -> None:
        text = _SPACE.sub(" ", _BETWEEN_WIDE.sub("", "".join(self._text))).strip(" ")
        self._text = []
        if text.strip():
            self._put(f"{'#' * self._level} {text}" if self._level else text)

    def _put(self, line: str) -> None:
        rows = self._tables[-1].rows if self._tables else []
        if rows and rows[-1]:
            rows[-1][-1].append(line)
        elif len(self._tables) > 1:  # between the rows of a table inside another
            outer, self._tables[-1:] = self._tables[-1], []
            self._put(line)
            self._tables.append(outer)
        else:
            self.lines.append(line)

    def _end_table(self) -> None:
        table = self._tables.pop()
        for row in table.rows:
            for line in _row(row):
                self._put(line)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    """What a page does not show was not meant for readers."""
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _row(cells: list[list[str]]) -> list[str]:
    """One line of cells parted by tabs; paragraphs where the table only arranges the page."""
    flat = [line for cell in cells for line in cell]
    arranges = any(
        line.startswith("#") or "\t" in line or len(line) > LONGEST_CELL for line in flat
    )
    if arranges or sum(map(bool, cells)) < 2:
        return flat
    return ["\t".join(" ".join(cell) for cell in cells).rstrip("\t")]


def extract_html(data: bytes, name: str) -> Source:
    from lxml import etree

    # Told what the encoding is, it does not believe what the file says of itself.
    parser = etree.HTMLParser(target=_Reader(), encoding="utf-8", huge_tree=True)
    parser.feed(decode(data, name).encode("utf-8"))
    return extracted(parser.close(), name)
