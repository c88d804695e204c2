"""What people call in everyday words what a report writes otherwise: 一把手 for 负责人, 歇脚 for 休息.

The list was written by hand for this product (its card says how); vectors learnt from written texts do
not know the spoken words of a region, nor what an office means by them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from rag.search.fold import fold

_NUMERAL = re.compile("[〇零一二三四五六七八九十百千万亿两半]")
FILE = Path(__file__).parents[1] / "bundled" / "thesaurus" / "words.tsv"
SAME = 0.9
"""How near to one another are words that may stand for each other in a report, from 0 to 1."""
SPOKEN = 0.85
"""The same for an everyday word and the written one."""


class Thesaurus:
    def __init__(self, lines: Iterable[str]) -> None:
        """Folded lines of three columns set apart by tabs: a written word, others that say the same,
        and what it is called in speech. What begins with # is left out."""
        self._written: dict[str, dict[str, float]] = defaultdict(dict)
        for line in lines:
            if line.startswith("#") or not line.strip():
                continue
            word, same, spoken = (column.split() for column in line.rstrip("\n").split("\t"))
            for other in spoken:
                self._written[other].setdefault(word[0], SPOKEN)
            for other in same:
                self._written[other][word[0]] = self._written[word[0]][other] = SAME
        self._longest = max(map(len, self._written), default=0)

    def written_for(self, folded: str) -> Iterator[tuple[int, int, dict[str, float]]]:
        """Each stretch of a folded text that is in the list, with the words that a report may have
        for it and how near they are."""
        for start in range(len(folded)):
            for end in range(start + 2, min(start + self._longest, len(folded)) + 1):
                if written := self._written.get(folded[start:end]):
                    yield start, end, written


@cache
def thesaurus() -> Thesaurus:
    with FILE.open(encoding="utf-8") as lines:
        return Thesaurus(_folded(line) if _NUMERAL.search(line) else line for line in lines)


def _folded(line: str) -> str:
    """Of words in simplified characters hardly any but those with numerals is folded into anything else,
    and folding them all takes a third of a second."""
    return "\t".join(
        " ".join(fold(word) if _NUMERAL.search(word) else word for word in column.split())
        for column in line.split("\t")
    )
