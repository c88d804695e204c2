"""HTML: what a person reads of a page, its headings kept and its rows as rows.

The parser is libxml2's, which python-docx brings along: Python's own takes hours over a million
characters of `<!--`, and gives up at `<![<`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.read.clean import BROKEN
from rag.read.grid import MOST_COLUMNS, Grid
from rag.read.ordered import ItemNumbers
from rag.read.raised import set_off
from rag.read.source import Source, extracted
from rag.read.text import decode

DROPPED = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head", "nav")
    + ("select", "button", "textarea", "canvas", "audio", "video", "noframes", "noembed")
    + ("del", "rt", "rp")
)
"""What is no text, words that were taken out, and pinyin above the characters."""
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
    + ("thead", "tr", "td", "th", "ul", "menu", "dir", *HEADINGS)
)
DEEPEST_TABLE = 20
MOST_FILLED = 100_000
"""Cells of a file that others reach into; a file can ask for any number of them."""
LISTS = ("ol", "ul", "menu", "dir")
LONGEST_MARKER = 40

_SPAN = re.compile(r"\s*(\d{1,4})(?!\d)", re.ASCII)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")


class _Reader:
    """Told of tags and text as they come; every tag that opens is closed, whatever the file has.

    `items` says how many each list has, in the order in which they open, where that is known.
    """

    def __init__(self, items: Sequence[int] = ()) -> None:
        self.lines: list[str] = []
        self.lists: list[ItemNumbers] = []
        """Every list that there was."""
        self.needs_items = False
        self._items = items
        self._open_lists: list[ItemNumbers] = []
        self._marker = ""
        """The number of an item whose first line is still to come."""
        self._text: list[str] = []
        self._level = 0
        self._raised = ""
        self._as_typed = 0
        """How many tags are open whose line breaks count."""
        self._tables: list[Grid] = []
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
        if tag in ("sup", "sub"):
            self._raised = tag
        elif tag == "pre":
            self._as_typed += 1
        elif tag in HEADINGS:
            self._level = HEADINGS[tag]
        elif tag == "table" and len(self._tables) < DEEPEST_TABLE:
            self._tables.append(Grid())
        elif tag in LISTS:
            self._open_list(tag, attributes)
        elif tag == "li" and self._open_lists:
            marker = self._open_lists[-1].next(attributes)
            self._marker = (self._marker + marker)[:LONGEST_MARKER]
        elif self._tables:
            self._open_part(self._tables[-1], tag, attributes)

    def end(self, tag: str) -> None:
        if self._dropped:
            self._dropped -= 1
            return
        if tag in BLOCKS and not (tag == "br" and self._level):
            self._end_paragraph()
        if tag in ("sup", "sub"):
            self._raised = ""
        elif tag == "pre":
            self._as_typed -= 1
        elif tag in HEADINGS:
            self._level = 0
        elif tag == "table" and self._tables:
            self._end_table()
        elif tag in LISTS:
            self._open_lists.pop()
        elif tag == "li":
            self._marker = ""

    def data(self, data: str) -> None:
        if self._dropped:
            return
        first, *others = data.split("\n") if self._as_typed else (data,)
        self._text.append(set_off(first, self._raised))
        for line in others:
            self._end_paragraph()
            self._text.append(set_off(line, self._raised))

    def close(self) -> list[str]:
        self._end_paragraph()
        while self._tables:
            self._end_table()
        return self.lines

    def _open_list(self, tag: str, attributes: Mapping[str, str]) -> None:
        at = len(self.lists)
        self.needs_items |= "reversed" in attributes
        self.lists.append(
            ItemNumbers.of(tag, attributes, self._items[at] if at < len(self._items) else 0)
        )
        self._open_lists.append(self.lists[-1])

    def _open_part(self, table: Grid, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "tr":
            table.open_row()
        elif tag in ("thead", "tbody", "tfoot"):
            table.end_group()
        elif tag in ("td", "th"):
            columns = min(_span(attributes.get("colspan")) or 1, MOST_COLUMNS)
            # 0: down to the end of its part of the table
            rows = _span(attributes.get("rowspan"), 1) or MOST_FILLED
            self._to_fill -= table.open_cell(columns, rows, self._to_fill)

    def _end_paragraph(self) -> None:
        text = _SPACE.sub(" ", BROKEN.sub("", "".join(self._text))).strip(" ")
        self._text = []
        if text.strip():
            text, self._marker = self._marker + text, ""
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
        for line in table.lines():
            self._put(line)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    """What a page does not show was not meant for readers."""
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _span(given: str | None, otherwise: int = 0) -> int:
    found = _SPAN.match(given or "")
    return int(found[1]) if found else otherwise


def extract_html(data: bytes, name: str) -> Source:
    text = decode(data, name).encode("utf-8")
    reader = _read(text)
    if reader.needs_items:
        reader = _read(text, [each.items for each in reader.lists])
    return extracted(reader.lines, name)


def _read(text: bytes, items: Sequence[int] = ()) -> _Reader:
    from lxml import etree

    reader = _Reader(items)
    # Told what the encoding is, it does not believe what the file says of itself.
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True)
    parser.feed(text)
    parser.close()
    return reader
