"""Who or which of a list: every row of the list that holds the place asked for, not the best ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rag.records import Hit, Unit
from rag.search.fold import fold
from rag.search.library import Library

LONGEST_ROW = 60
MOST_ROWS = 12
FEWEST_ROWS = 2
HITS_READ = 2
ROWS_OF_A_LIST = 5


def rows_about(library: Library, places: Collection[str], hits: Sequence[Hit]) -> list[Unit]:
    """Of the best passage that is part of a list of names, the rows of the whole list that name one
    of the places. Empty where no list was found, or only one row: that is an ordinary answer."""
    for hit in hits[:HITS_READ]:
        listed = [unit for unit in _section(library, hit) if _is_row(unit)]
        rows = [unit for unit in listed if any(name in fold(unit.text) for name in places)]
        if len(listed) >= ROWS_OF_A_LIST and FEWEST_ROWS <= len(rows) <= MOST_ROWS:
            return rows
    return []


def _section(library: Library, hit: Hit) -> list[Unit]:
    start, end = library.section(hit.passage)
    return library.units_within(hit.passage.document, start, end)


def _is_row(unit: Unit) -> bool:
    """A name with a post, a firm, a row of a table: no sentence."""
    text = unit.text.strip()
    return len(text) <= LONGEST_ROW and not text.endswith(("。", "！", "？", "；", "：", "，"))
