"""Text in columns whose lines come one beside the other is put one column after the other.

A gutter is a strip that no line of a stretch of the page crosses. What stands on both sides of it is
text in columns where the lines fill their side and read on as sentences do; else it is a table, and
its rows stay rows.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from rag.read.printed import Printed

Row = Sequence[Printed]
"""What the file has on one line, from the left to the right, cut at every wide gap."""

WIDE_GAP = 2.0
"""Times the size of the letters. A space as wide parts the cells of a row."""
FEWEST_LINES = 3
"""In each column, and beside a gutter."""
NARROWEST = 8
"""Times the size of the letters that a column of text is wide."""
FREE = 1.5
"""Times the size of the letters that a line leaves free at most, which fills its column."""
MOSTLY_FULL = 0.6
LEAST_MARKS = 0.25
"""Marks of a sentence, for each line: cells of a table have hardly any."""

DEEPEST = 8
"""Columns beside each other, and stretches of a page with gutters of their own."""

_MARK = re.compile(r"[，。；：！？、,;:!?]|\.(?!\d)")


def in_reading_order(rows: Sequence[Row], depth: int = 0) -> Iterator[Printed]:
    """Lines; of a table each row is one, its cells parted by tabs."""
    gutter = _gutter(rows) if depth < DEEPEST else None
    if gutter is None:
        yield from map(joined, rows)
        return
    crossed = sorted(row[0].bottom for row in rows if _crosses(row, gutter))

    def place(row: Row) -> int:
        """Between which of those that cross it stands, in whatever order they come; -1: it does."""
        return -1 if _crosses(row, gutter) else bisect_left(crossed, row[0].bottom)

    for between, group in groupby(rows, place):
        stretch = list(group)
        left = [part for row in stretch if (part := [p for p in row if p.right <= gutter])]
        right = [part for row in stretch if (part := [p for p in row if p.right > gutter])]
        if between >= 0 and _is_text(left) and _is_text(right):
            yield from _column(left, depth + 1)
            yield from _column(right, depth + 1)
        elif len(stretch) < len(rows):  # it may have a gutter of its own
            yield from in_reading_order(stretch, depth + 1)
        else:
            yield from map(joined, stretch)


def _column(rows: Sequence[Row], depth: int) -> Iterator[Printed]:
    body = _body(rows)
    edges = min(row[0].left for row in body), max(row[-1].right for row in body)
    for line in in_reading_order(rows, depth):
        yield line if line.column else replace(line, column=edges)


def _body(rows: Sequence[Row]) -> Sequence[Row]:
    """Those that are set in the column: a title above it or a page number below may stand out."""
    sizes: Counter[int] = Counter()
    for row in rows:
        sizes[round(row[0].size)] += sum(len(part.text) for part in row)
    usual = sizes.most_common(1)[0][0]
    return [row for row in rows if abs(row[0].size - usual) <= 1 and row[0].words] or rows


def joined(row: Row) -> Printed:
    longest = max(row, key=lambda part: len(part.text))
    text = row[0].text
    for before, after in pairwise(row):
        text += ("\t" if after.left - before.right > WIDE_GAP * longest.size else " ") + after.text
    return Printed(text, row[0].left, row[-1].right, longest.bottom, longest.top)


def _gutter(rows: Sequence[Row]) -> float | None:
    """The place that most lines leave free between two parts of theirs."""
    gaps = list(_gaps(rows))
    lefts, rights = sorted(left for left, _ in gaps), sorted(right for _, right in gaps)
    best, most = 0.0, 0
    for left, right in gaps:
        middle = (left + right) / 2
        free = bisect_left(lefts, middle) - bisect_right(rights, middle)
        if free > most:
            best, most = middle, free
    return best if most >= FEWEST_LINES else None


def _gaps(rows: Sequence[Row]) -> Iterator[tuple[float, float]]:
    """Inside a line, and between two that stand beside each other or a little higher and lower."""
    for row in rows:
        yield from ((before.right, after.left) for before, after in pairwise(row))
    for above, below in pairwise(sorted(rows, key=lambda row: -row[0].bottom)):
        if above[0].bottom - below[0].bottom < above[0].size:
            a, b = (above, below) if above[0].left < below[0].left else (below, above)
            if a[-1].right < b[0].left:
                yield a[-1].right, b[0].left


def _crosses(row: Row, gutter: float) -> bool:
    return any(part.left < gutter < part.right for part in row)


def _is_text(column: Sequence[Row]) -> bool:
    """Running text in sentences that fills the column."""
    if len(column) < FEWEST_LINES:
        return False
    lines = [joined(row) for row in column]
    size = max(line.size for line in lines)
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    inside = [line for line in lines if not line.ends_sentence]
    full = [line for line in inside if right - line.right <= FREE * size]
    return (
        right - left >= NARROWEST * size
        and len(full) >= max(MOSTLY_FULL * len(inside), 1)
        and _marks(lines) >= LEAST_MARKS * len(lines)
    )


def _marks(lines: Iterable[Printed]) -> int:
    return sum(len(_MARK.findall(line.text)) for line in lines)
