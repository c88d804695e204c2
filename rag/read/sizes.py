"""Headings by the size of their letters, where nothing else says what is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rag.read.lines import CLOSING

LARGER = 1.2
"""Times the size of the text: as large as this, a line is a heading."""
LONGEST_HEADING = 60
SAME_SIZE = 0.12
_ENDINGS = ("。", "；", "，", ";", ",")
"""Of text that runs on, or is over."""


def can_head(text: str) -> bool:
    return len(text) <= LONGEST_HEADING and not text.rstrip(CLOSING).endswith(_ENDINGS)


def levels_by_size(lines: Iterable[tuple[str, float]]) -> dict[int, int]:
    """Sizes of letters, rounded, that are larger than the text's; the largest is level 1."""
    sizes: Counter[int] = Counter()
    heading: set[int] = set()
    for text, size in lines:
        sizes[round(size)] += len(text)
        if can_head(text):
            heading.add(round(size))
    usual = sizes.most_common(1)[0][0] if sizes else 0
    levels: dict[int, int] = {}
    for size in sorted((each for each in heading if each >= LARGER * usual), reverse=True):
        near = next((other for other in levels if other - size <= SAME_SIZE * other), None)
        levels[size] = levels[near] if near else min(len(set(levels.values())) + 1, 6)
    return levels
