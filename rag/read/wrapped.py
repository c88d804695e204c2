"""Rows of a printed table whose cells take several lines.

A program that prints cell by cell goes up again after a cell of two lines. What is then written to
its right, at the same height, is the next cell of its row; a table has more than one such row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.read.printed import Printed

Cell = list[Printed]
"""Its lines, from above."""

STACKED = 1.9
"""Times the size of the letters from one line of a cell to the next, at most."""
ASIDE = 0.6
"""Times the size of the letters by which edges that stand above each other may differ."""
HIGHEST = 6
"""Lines of a cell."""
NEARBY = 30
"""Rows before and after one that may have its columns."""


def with_whole_cells(rows: Sequence[Sequence[Printed]]) -> list[Sequence[Printed]]:
    """The rows in the order of the file, those with such cells as one line, parted by tabs."""
    table_rows = list(_rows([part for row in rows for part in row]))
    whole: dict[int, Printed] = {}
    inside: set[int] = set()
    for at, cells in enumerate(table_rows):
        near = table_rows[max(at - NEARBY, 0) : at] + table_rows[at + 1 : at + 1 + NEARBY]
        if _is_wrapped(cells) and any(_alike(cells, other) for other in near):
            parts = [line for cell in cells for line in cell]
            whole[id(parts[0])] = _joined(cells)
            inside.update(map(id, parts))
    found: list[Sequence[Printed]] = []
    for row in rows:
        left = [part for part in row if id(part) not in inside]
        found += [[whole[id(part)]] for part in row if id(part) in whole]
        found += [left] if left else []
    return found


def _rows(parts: Sequence[Printed]) -> Iterator[list[Cell]]:
    row: list[Cell] = []
    for cell in _cells(parts):
        if row and not _goes_on(row[-1], cell):
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def _cells(parts: Sequence[Printed]) -> Iterator[Cell]:
    cell: Cell = []
    for part in parts:
        if cell and not (_is_below(cell[-1], part) and len(cell) < HIGHEST):
            yield cell
            cell = []
        cell.append(part)
    if cell:
        yield cell


def _is_below(above: Printed, line: Printed) -> bool:
    return 0 < above.bottom - line.bottom < STACKED * line.size and _in_line(above, line)


def _in_line(one: Printed, other: Printed) -> bool:
    """Whether they begin, or have their middle, above each other."""
    middles = abs(one.left + one.right - other.left - other.right) / 2
    return min(abs(one.left - other.left), middles) < ASIDE * max(one.size, other.size)


def _goes_on(before: Cell, cell: Cell) -> bool:
    """Whether it stands to the right, at the height of the cell before."""
    beside = cell[0].left > max(line.right for line in before)
    return beside and cell[0].top > before[-1].bottom and cell[-1].bottom < before[0].top


def _is_wrapped(row: Sequence[Cell]) -> bool:
    """Nothing but going up again proves a cell of two lines; columns of text are sentences."""
    several = [cell for cell in row if len(cell) > 1]
    return any(len(cell) > 1 for cell in row[:-1]) and not all(
        cell[-1].ends_sentence for cell in several
    )


def _alike(row: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Whether two columns at least are the same."""
    return sum(any(_in_line(cell[0], its[0]) for its in other) for cell in row) > 1


def _joined(row: Sequence[Cell]) -> Printed:
    first = row[0][0]
    texts = [_text(cell) for cell in row]
    lines = [line for cell in row for line in cell]
    right = max(line.right for line in lines)
    bottom = min(line.bottom for line in lines)
    return Printed("\t".join(texts), first.left, right, bottom, bottom + first.size)


def _text(cell: Cell) -> str:
    text = cell[0].text
    for before, line in pairwise(cell):
        latin = before.text[-1:].isascii() and line.text[:1].isascii()
        text += (" " if latin else "") + line.text
    return text.replace("\t", " ")
