"""What another bulletin says of the same thing with another figure stands beside the answer: which of
them holds is for the reader to say, who sees their dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answer.evidence import Candidate, Evidence, score
from rag.answer.same_thing import asked_apart
from rag.question.asked import Asked
from rag.records import Unit
from rag.search.fold import fold
from rag.search.library import Library


def with_other_figures(
    library: Library, asked: Asked, evidence: Evidence, candidates: Sequence[Candidate]
) -> Evidence:
    """The evidence with such a sentence behind its best one, in place of a weaker one."""
    if not evidence.chosen or not any(w.kind == "how_many" for w in asked.sought.wants):
        return evidence
    best = evidence.chosen[0]
    places = _places(library, best.unit)
    fitting = (
        each
        for each in sorted(candidates, key=lambda each: -score(asked.sought, each))
        if each.unit.document != best.unit.document
        and each.unmet is None
        and asked_apart(asked.text, best.unit.text, each.unit.text)
        and _places(library, each.unit) == places
    )
    if (other := next(fitting, None)) is None:
        return evidence
    rest = [each for each in evidence.chosen[1:] if each.unit.id != other.unit.id]
    chosen = (best, other, *rest)[: max(2, len(evidence.chosen))]
    return replace(
        evidence, chosen=chosen, scores=tuple(score(asked.sought, each) for each in chosen)
    )


def _places(library: Library, unit: Unit) -> set[str]:
    """Whose figure it is: that of a county is not that of the province."""
    title = library.article(unit.document, unit.article).title or ""
    text = fold(f"{title} {unit.text}")
    return {name for name in library.places if name in text and library.tells_apart(name)}
