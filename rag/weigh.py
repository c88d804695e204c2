"""Hits become candidates: the sentences of the best passages, each with what speaks for it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.evidence import Candidate
from rag.records import Hit
from rag.search.library import Library
from rag.search.sentences import Question

PASSAGES_READ = 6
"""Sentences are chosen from the best passages; the others are shown, not read."""


def candidates(library: Library, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
    """A sentence that two passages share is one candidate, with the better of them."""
    found = {
        unit.id: (unit, hit)
        for hit in reversed(hits[:PASSAGES_READ])
        for unit in library.units_within(hit.passage.document, hit.passage.start, hit.passage.end)
    }
    pairs = list(found.values())[::-1]
    texts = [(unit.text, hit.passage.context, hit.passage.text) for unit, hit in pairs]
    return [
        Candidate(
            unit=unit,
            overlap=each.overlap,
            surroundings=each.surroundings,
            words=each.words,
            words_named=each.words_named,
            words_around=each.words_around,
            passage=hit.score,
            is_name=unit.text in hit.passage.context,
        )
        for (unit, hit), each in zip(pairs, question.match(texts), strict=True)
    ]
