"""Who or which of a list: every row of the list that holds the place asked for, not the best ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rag.records import Hit, Unit
from rag.search.fold import fold, in_pairs
from rag.search.library import Library

LONGEST_ROW = 60
MOST_ROWS = 12
FEWEST_ROWS = 2
HITS_READ = 10
ROWS_OF_A_LIST = 5
NAMED = 0.5
"""How much of a list's heading the question must say, to be a question about that list."""
WELL_NAMED = 0.8
"""So much of it, and even a single row is the whole answer."""


def rows_about(
    library: Library, question: str, places: Collection[str], hits: Sequence[Hit]
) -> list[Unit]:
    """Of the list of names that the question speaks of, the rows that name one of the places. Empty
    where no list was found: that is an ordinary answer."""
    named = [(_named(hit, question), hit) for hit in hits[:HITS_READ]]
    for share, hit in sorted(
        (each for each in named if each[0] >= NAMED), key=lambda each: -each[0]
    ):
        listed = [unit for unit in _section(library, hit) if _is_row(unit)]
        rows = [unit for unit in listed if any(name in fold(unit.text) for name in places)]
        fewest = 1 if share >= WELL_NAMED else FEWEST_ROWS
        if len(listed) >= ROWS_OF_A_LIST and fewest <= len(rows) <= MOST_ROWS:
            return rows
    return []


def _named(hit: Hit, question: str) -> float:
    """How much of the list's heading the question says: 劳动模范 is not 先进工作者."""
    *_, last = ["", *fold(hit.passage.section or "").split()]
    heading = re.sub(r"[\d\W]|名$|个$", "", last)
    pairs = set(in_pairs(heading))
    return sum(pair in fold(question) for pair in pairs) / len(pairs) if pairs else 0.0


def _section(library: Library, hit: Hit) -> list[Unit]:
    start, end = library.section(hit.passage)
    return library.units_within(hit.passage.document, start, end)


def _is_row(unit: Unit) -> bool:
    """A name with a post, a firm, a row of a table: no sentence."""
    text = unit.text.strip()
    return len(text) <= LONGEST_ROW and not text.endswith(("。", "！", "？", "；", "：", "，"))
