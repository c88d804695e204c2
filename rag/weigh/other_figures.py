"""What another bulletin says of the same thing with another figure stands beside the answer: which of
them holds is for the reader to say, who sees their dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answer.evidence import Candidate, Evidence, score
from rag.answer.same_thing import all_asked_apart
from rag.question.asked import Asked
from rag.records import Unit
from rag.search.library import Library
from rag.weigh.around import named_around, places_of


def with_other_figures(
    library: Library,
    asked: Asked,
    evidence: Evidence,
    near: Sequence[Candidate],
) -> Evidence:
    """The evidence with such a sentence behind its best one, in place of a weaker one."""
    if not evidence.chosen or not any(w.kind == "how_many" for w in asked.sought.wants):
        return evidence
    best = evidence.chosen[0].unit
    other = _fitting(library, asked, best, near)
    if other is None:
        return evidence
    rest = [each for each in evidence.chosen[1:] if each.unit.id != other.unit.id]
    chosen = (evidence.chosen[0], other, *rest)[: max(2, len(evidence.chosen))]
    return replace(
        evidence, chosen=chosen, scores=tuple(score(asked.sought, each) for each in chosen)
    )


def _fitting(
    library: Library, asked: Asked, best: Unit, near: Sequence[Candidate]
) -> Candidate | None:
    def places(unit: Unit) -> tuple[str, ...]:
        return places_of(library, unit, named_around(library, unit))

    fitting = (
        each
        for each in sorted(near, key=lambda each: -score(asked.sought, each))
        if each.unmet is None
        and _says_otherwise(asked, best, each.unit)
        and places(each.unit) == places(best)
    )
    return next(fitting, None)


def _says_otherwise(asked: Asked, best: Unit, unit: Unit) -> bool:
    elsewhere = unit.document != best.document
    return elsewhere and bool(all_asked_apart(asked.text, best.text, unit.text))
