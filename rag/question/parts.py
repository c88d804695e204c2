"""A question about several places, years or issues becomes one question about each."""

from __future__ import annotations

import re
from collections.abc import Collection

MOST_PARTS = 3
_JOIN = "[、和与跟同及]"


def parts(question: str, names: Collection[str]) -> tuple[str, ...]:
    """The question with one of `names` each, in their order; the question itself where it has
    fewer than two. Names are as they stand in the question."""
    found = sorted((name for name in set(names) if name in question), key=question.index)
    if not 2 <= len(found) <= MOST_PARTS:
        return (question,)
    return tuple(_without(question, [other for other in found if other != name]) for name in found)


def _without(question: str, names: Collection[str]) -> str:
    for name in names:
        pattern = rf"{_JOIN}?{re.escape(name)}[省市州县区]?(?:总工会|工会)?(?:{_JOIN}(?=\S))?"
        question = re.sub(pattern, " ", question)
    return " ".join(question.split())
