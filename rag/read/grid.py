"""A table under way, in any format: cells come one after the other and find their columns.

A cell that reaches over several columns or rows has its words where it begins; the rest of it is
left empty, so that no value comes twice and whatever stands below or beside keeps its column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rag.read.lines import HEADING_MARK

LONGEST_CELL = 200
"""Characters. A row with more in a cell is there for the layout, and its cells are paragraphs."""
MOST_COLUMNS = 1000
"""Over which a cell may reach: a file can ask for any number."""


@dataclass
class Grid:
    rows: list[list[list[str]]] = field(default_factory=list)
    """A row is cells, a cell is paragraphs."""
    _until: dict[int, int] = field(default_factory=dict)
    """Of a column the first row into which no cell from above reaches."""
    _beyond: int = 0
    """Columns after its own into which the last cell reaches."""

    def open_row(self) -> None:
        self.rows.append([])
        self._beyond = 0

    def end_group(self) -> None:
        """No cell reaches from the head of a table into its body."""
        self._until = {}

    def open_cell(self, columns: int, rows: int, most: int) -> int:
        """How many cells were left empty for it, before it and to come: `most` at most."""
        if not self.rows:
            self.open_row()
        number, row = len(self.rows) - 1, self.rows[-1]
        row += [[] for _ in range(self._beyond)]  # these were counted when their cell was opened
        before = len(row)
        while self._until.get(len(row), 0) > number and len(row) - before < most:
            row.append([])
        left = most - (len(row) - before)
        self._beyond = min(columns - 1, left)
        if rows > 1:
            reached = range(len(row), len(row) + self._beyond + 1)
            self._until |= dict.fromkeys(reached, number + rows)
        row.append([])
        return len(row) - 1 - before + self._beyond

    def lines(self) -> Iterator[str]:
        """A row a line, its cells parted by tabs; where a table only arranges the page, paragraphs."""
        after_row = False
        for row in self.rows:
            flat = [line for cell in row for line in cell]
            if not flat:
                continue
            # What stands alone below other cells, in its column, is a row all the same.
            goes_on = after_row and row[0] != flat
            after_row = not _arranges(flat) and (sum(map(bool, row)) > 1 or goes_on)
            if after_row:
                yield "\t".join(" ".join(cell) for cell in row).rstrip("\t")
            else:
                yield from flat


def _arranges(lines: Sequence[str]) -> bool:
    return any(
        "\t" in line or len(line) > LONGEST_CELL or HEADING_MARK.match(line) for line in lines
    )
