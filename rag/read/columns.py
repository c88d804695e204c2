"""Printed lines with their places on the page become paragraphs and headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.read.layout import ITEM
from rag.read.printed import Printed
from rag.read.sizes import SAME_SIZE, can_head, levels_by_size

NEARBY = 30
"""Lines before and after one that show how wide its column is."""
SET_IN = 1.2
"""Times the size of the letters by which a paragraph's first line is set in."""
SHORT = 1.8
"""Times the size of the letters that the last line of a paragraph leaves free, at least."""
APART = 2.2
"""Times the size of the letters from one line to the next: as much parts paragraphs."""

_ENTRY = re.compile(r"[.…·]{3,}\s*\d{1,4}$")
"""The end of a line of contents."""


@dataclass
class Paragraphs:
    """As lines of a source in which the next stands two lines further down."""

    lines: list[str] = field(default_factory=list)
    pages: list[tuple[int, int]] = field(default_factory=list)
    """Where the text of a page begins in the source, and which page it is, from 0."""
    furniture: frozenset[int] = frozenset()
    """Numbers of lines of the source, from 1."""


def paragraphs(pages: Sequence[Sequence[Printed]], furniture: Sequence[set[int]]) -> Paragraphs:
    """`furniture` has, for each page, the indexes of the lines that are no text."""
    bodies = [
        [line for i, line in enumerate(page) if i not in left_out]
        for page, left_out in zip(pages, furniture, strict=True)
    ]
    levels = levels_by_size((line.text, line.size) for body in bodies for line in body)
    writer = _Writer()
    for number, (page, body) in enumerate(zip(pages, bodies, strict=True)):
        for i, line in enumerate(body):
            level = levels.get(round(line.size), 0) if can_head(line.text) else 0
            writer.add(line, body, i, level, number)
        writer.later += [page[i].text for i in sorted(furniture[number])]
    return writer.done()


class _Writer:
    def __init__(self) -> None:
        self._done = Paragraphs()
        self._furniture: set[int] = set()
        self._open: list[str] = []
        self._length = 0
        """Of the source, up to the paragraph that is open."""
        self._level = 0
        self._last: tuple[Printed, float, int] | None = None
        """The line before, the right edge of its column, and its page."""
        self._head = ""
        """The first row of the table that is being read."""
        self.later: list[str] = []
        """Furniture that waits for the end of a paragraph that goes on over the page."""

    def add(
        self, line: Printed, body: Sequence[Printed], index: int, level: int, page: int
    ) -> None:
        left, right = _column(body, index)
        is_row = "\t" in line.text
        if is_row and self._is_repeated(line.text, page):
            self.later.append(line.text)
            return
        if not is_row and self._goes_on(line, left, level, page):
            if _is_latin(self._open[-1][-1:]) and _is_latin(line.text[:1]):
                self._open.append(" ")
        else:
            self._end()
            self._open = [f"{'#' * level} "] if level else []
            self._level = level
        text = line.text if is_row else line.text.replace("\t", " ")
        if not self._done.pages or self._done.pages[-1][1] != page:
            self._done.pages.append((self._length + sum(map(len, self._open)), page))
        self._open.append(text)
        self._last = (line, right, page)
        if is_row:
            self._head = self._head or line.text
            self._end()
        else:
            self._head = ""

    def _is_repeated(self, row: str, page: int) -> bool:
        """The first row of a table that goes on over the page, which is printed anew there."""
        return row == self._head and self._last is not None and self._last[2] != page

    def _goes_on(self, line: Printed, left: float, level: int, page: int) -> bool:
        if not self._open or self._last is None or level != self._level:
            return False
        before, edge, before_page = self._last
        size = max(line.size, before.size)
        if level:
            return before_page == page and 0 < before.bottom - line.bottom < APART * size
        if abs(line.size - before.size) > 2 * SAME_SIZE * size:
            return False
        if line.left - left > SET_IN * size:
            return False
        if edge - before.right > SHORT * size:
            return False
        if ITEM.match(line.text) and before.ends_sentence or _ENTRY.search(before.text):
            return False
        drop = before.bottom - line.bottom
        if before_page != page or drop < size / 3:  # a page or a column begins
            return not before.ends_sentence
        return drop < APART * size

    def _end(self) -> None:
        if self._open:
            self._put("".join(self._open))
            self._open = []
        for text in self.later:
            self._furniture.add(2 * len(self._done.lines) + 1)
            self._put(text)
        self.later = []

    def _put(self, line: str) -> None:
        self._done.lines.append(line)
        self._length += len(line) + 2

    def done(self) -> Paragraphs:
        self._end()
        self._done.furniture = frozenset(self._furniture)
        return self._done


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _column(body: Sequence[Printed], index: int) -> tuple[float, float]:
    """Left and right edge of the column that a line stands in: of lines of its size, near it."""
    line = body[index]
    if line.column:
        return line.column
    near = [
        other
        for other in body[max(index - NEARBY, 0) : index + NEARBY + 1]
        if abs(other.size - line.size) <= 2 * SAME_SIZE * line.size
        and min(other.right, line.right) - max(other.left, line.left)
        > (min(other.right - other.left, line.right - line.left)) / 2
    ]
    return min((o.left for o in near), default=line.left), max(
        (o.right for o in near), default=line.right
    )
