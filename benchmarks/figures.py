"""What a hit is, and the arithmetic over hits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean

GRAM = 6
ENOUGH = 0.8
FIRST = (1, 5, 10)

Ranks = Sequence[int | None]
"""For each evidence quote of a question the rank, from 1, of the first passage that hits it."""


def share_held(quote: str, passage: str) -> float:
    """How much of the quote stands in the passage, from 0 to 1.

    Of both only letters and digits count (str.isalnum). A character of the quote is held when one
    of the quote's 6-grams that covers it occurs in the passage; a quote of less than 6 characters
    is held whole or not at all.
    """
    wanted, text = _bare(quote), _bare(passage)
    if len(wanted) < GRAM:
        return float(bool(wanted) and wanted in text)
    held: set[int] = set()
    for start in range(len(wanted) - GRAM + 1):
        if wanted[start : start + GRAM] in text:
            held.update(range(start, start + GRAM))
    return len(held) / len(wanted)


def first_hit(document: str, quote: str, passages: Iterable[tuple[str, str]]) -> int | None:
    """The rank of the first hit among (document, text), best first; None where there is none."""
    for rank, (name, text) in enumerate(passages, 1):
        if name == document and share_held(quote, text) >= ENOUGH:
            return rank
    return None


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@dataclass(frozen=True, slots=True)
class Figures:
    """Averages over questions, each question an average over its evidence quotes."""

    questions: int
    recall: tuple[float, ...]
    """Share of quotes hit in the first 1, 5 and 10."""
    mrr: float
    """1 / rank of a quote's first hit, 0 where it has none."""


def figures(questions: Sequence[Ranks]) -> Figures:
    if not questions:
        return Figures(0, (0.0,) * len(FIRST), 0.0)
    recall = tuple(
        fmean(fmean(rank is not None and rank <= k for rank in ranks) for ranks in questions)
        for k in FIRST
    )
    mrr = fmean(fmean(1 / rank if rank else 0.0 for rank in ranks) for ranks in questions)
    return Figures(len(questions), recall, mrr)


def percentile(values: Iterable[float], share: float) -> float:
    """The least value that so large a share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]
