"""The clauses of a quote, and which of them speaks most of what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.search.fold import in_pairs

CLAUSES = re.compile("[^,;:。，；：]+[,;:。，；：]*")


@dataclass(frozen=True, slots=True)
class Clause:
    start: int
    end: int
    shared: int
    """Pairs of characters that it has of the question."""


def pairs_in(folded: str, besides: str = "") -> set[str]:
    """Of Chinese characters; without those that `besides` holds too. The names around a quote, 果洛州
    总工会 in its own article, say nothing of the quote."""
    runs = re.findall("[\u4e00-\u9fff]+", folded)
    return {pair for run in runs for pair in in_pairs(run) if pair not in besides}


def clauses_of(text: str, asked: set[str]) -> list[Clause]:
    """`text` is folded, or as long as when folded; `asked` are the question's pairs."""
    return [
        Clause(*each.span(), sum(pair in each[0] for pair in asked))
        for each in CLAUSES.finditer(text)
    ]


def best_of(clauses: Sequence[Clause]) -> Clause:
    """The first of those that say most of it."""
    return max(clauses, key=lambda each: each.shared)
