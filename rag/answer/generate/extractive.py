"""The answer without a language model: the sentences that answer, cut to what answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

SHORT_ENOUGH = 150
"""A sentence up to this length is quoted whole."""
SHORTEST_CUT = 30

CLAUSE_END = re.compile(r"[，；：。！？][”’）》]*")


def cut(text: str, worth: Callable[[Sequence[str]], Sequence[float]]) -> tuple[int, int]:
    """The span of the clauses that answer: of a long sentence the shortest run of neighbouring
    clauses that keeps nearly all that `worth` finds in it."""
    if len(text) <= SHORT_ENOUGH:
        return 0, len(text)
    spans = clauses(text)
    values = worth([text[start:end] for start, end in spans])
    wanted = 0.85 * sum(values)
    best = (0, len(text))
    for first in range(len(spans)):
        gained = 0.0
        for last in range(first, len(spans)):
            gained += values[last]
            start, end = spans[first][0], spans[last][1]
            if gained >= wanted and end - start >= SHORTEST_CUT:
                if end - start < best[1] - best[0]:
                    best = (start, end)
                break
    return best


def clauses(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for match in CLAUSE_END.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def written(quotes: Sequence[str]) -> str:
    """The quotes in order, each with its mark; a quote cut short ends with an ellipsis."""
    parts = []
    for number, quote in enumerate(quotes, 1):
        text = quote.strip().rstrip("，；：、")
        if text[-1:] not in tuple("。！？”」』）)!?…"):
            text += "。" if "\t" not in text else ""
        parts.append(f"{text.replace(chr(9), '　')}[{number}]")
    return "\n".join(parts) if any("\t" in quote for quote in quotes) else "".join(parts)
