"""The clauses of a quote, and which of them speaks most of what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.facts import even
from rag.answer.generate.spans import Span
from rag.search.fold import in_pairs

CLAUSES = re.compile("[^,;:。，；：]+[,;:。，；：]*")
THING = range(2, 9)
"""Characters by which a thing is called."""
MARKS = re.compile("[”’》）)\\s]+$")
FEWEST_SHARED = 2
"""Pairs of characters by which the clause of one figure is told from that of another."""


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


def of_what_is_asked(spans: Sequence[Span], asked: set[str], text: str) -> Sequence[Span]:
    """Of several figures those whose clause says most of what is asked; all, where none says enough."""
    if len(spans) < 2:
        return spans
    clauses = clauses_of(even(text), asked)
    about = [next(each for each in clauses if each.start <= start < each.end) for start, _ in spans]
    most = max(each.shared for each in about)
    best = [span for span, each in zip(spans, about, strict=True) if each.shared == most]
    return best if most >= FEWEST_SHARED else spans


def beside_what_is_asked(spans: Sequence[Span], asked: str, text: str) -> Sequence[Span]:
    """Of several figures in a row the one at which stands what is asked, with it: 驿站13家 of 书屋18家、
    驿站13家, or 13家驿站; all, where that is said of none or of two. `asked` is folded."""
    plain = even(text)
    behind = [
        (start, end + _longest(asked, [plain[end:][:n] for n in THING])) for start, end in spans
    ]
    before = [(_begins(asked, plain[:start]), end) for start, end in spans]
    with_it = behind if behind != list(spans) else before
    said = [
        start - begin + finish - end
        for (start, end), (begin, finish) in zip(spans, with_it, strict=True)
    ]
    most = max(said)
    return spans if said.count(most) > 1 else [with_it[said.index(most)]]


def _begins(asked: str, before: str) -> int:
    """Where what is asked begins at its end; with its marks, where it stands in some."""
    named = MARKS.sub("", before)
    found = _longest(asked, [named[-n:] for n in THING])
    if not found:
        return len(before)
    opened = max(map(named.rfind, "“‘《（("))
    return len(named) - found if named == before or opened < 0 else min(opened, len(named) - found)


def _longest(asked: str, runs: Sequence[str]) -> int:
    return max((len(run) for run in runs if run in asked), default=0)
