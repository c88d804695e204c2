"""What people call in everyday words what a report writes otherwise: 一把手 for 负责人, 歇脚 for 休息.

The lists were written by hand for this product (their card says how); vectors learnt from written texts do
not know the spoken words of a region, nor what an office means by them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from rag.search.fold import fold

Words = Mapping[str, Mapping[str, float]]
"""For a stretch of a question the words that a report may have for it, and how near they are."""

_NUMERAL = re.compile("[〇零一二三四五六七八九十百千万亿两半]")
FOLDER = Path(__file__).parents[1] / "bundled" / "thesaurus"
WORDS, EVERYDAY = "words.tsv", "everyday.tsv"
SAME = 0.9
"""How near to one another are words that may stand for each other in a report, from 0 to 1."""
SPOKEN = 0.85
"""The same for an everyday word and the written one."""


class Thesaurus:
    def __init__(self, words: Words) -> None:
        self._written = words
        self._longest = max(map(len, words), default=0)

    def written_for(self, folded: str) -> Iterator[tuple[int, int, Mapping[str, float]]]:
        """Each stretch of a folded text that is in the list, with the words that a report may have
        for it and how near they are."""
        for start in range(len(folded)):
            for end in range(start + 2, min(start + self._longest, len(folded)) + 1):
                if written := self._written.get(folded[start:end]):
                    yield start, end, written


def by_written(lines: Iterable[str]) -> Words:
    """Three columns set apart by tabs: a written word, others that say the same, and what it is called
    in speech."""
    words: dict[str, dict[str, float]] = defaultdict(dict)
    for written, same, spoken in map(_columns, lines):
        for other in spoken:
            words[other].setdefault(written[0], SPOKEN)
        for other in same:
            words[other][written[0]] = words[written[0]][other] = SAME
    return words


def by_spoken(lines: Iterable[str]) -> Words:
    """Two columns: what is said, and the words that a report may have for it."""
    return {said[0]: dict.fromkeys(written, SPOKEN) for said, written in map(_columns, lines)}


@cache
def thesaurus() -> Thesaurus:
    """Near enough to weigh sentences by."""
    return Thesaurus(by_written(_lines(WORDS)))


@cache
def everyday() -> Thesaurus:
    """Of many things that an everyday word may mean some will not be meant: good to find passages by."""
    return Thesaurus(by_spoken(_lines(EVERYDAY)))


def also_written(folded: str) -> list[str]:
    """The words of both lists for what stands in a folded question."""
    found = (each for list_ in (thesaurus(), everyday()) for each in list_.written_for(folded))
    return list(dict.fromkeys(word for _, _, written in found for word in written))


def _lines(name: str) -> Iterator[str]:
    """Without the first, which says what the columns are."""
    with (FOLDER / name).open(encoding="utf-8") as lines:
        next(lines)
        # Of words in simplified characters hardly any but those with numerals is folded into anything
        # else, and folding them all takes a third of a second.
        yield from (_folded(line) if _NUMERAL.search(line) else line for line in lines)


def _columns(line: str) -> list[list[str]]:
    return [column.split() for column in line.rstrip("\n").split("\t")]


def _folded(line: str) -> str:
    return "\t".join(
        " ".join(fold(word) if _NUMERAL.search(word) else word for word in column.split())
        for column in line.split("\t")
    )
