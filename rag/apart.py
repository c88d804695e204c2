"""What answers each part of a question: two things that are compared, or two questions in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from rag.answer.asked_for import lacks_what_is_asked_for
from rag.answer.evidence import Candidate, Evidence, choose, score, together
from rag.question.asked import Asked, understand
from rag.question.sides import wholes
from rag.records import Hit
from rag.search.fold import fold
from rag.search.library import Library
from rag.search.places import PROVINCES
from rag.search.sentences import Question
from rag.weigh import candidates, named_around, spoken_of

OF_ITS_SIDE = 0.6
"""A sentence about the side that is asked of answers in the stead of one so much better that is about none:
a county's figure is not the province's, nor the other way."""


def evidence_for_parts(
    library: Library, found: Callable[[str], Sequence[Hit]], asked: Asked
) -> Evidence:
    each = {part: understand(part, library) for part in asked.parts}
    kinds = [_apart({part: named(its) for part, its in each.items()}) for named in _NAMED]
    times = _apart({part: its.anchors.years for part, its in each.items()})
    evidence = {}
    for part, its in each.items():
        weighed, counted = Question(library, its.weighed, its.asks_at), its.sought.counted
        every = candidates(library, weighed, its.anchors, found(part), counted=counted)
        own = frozenset[str]().union(*(names[part] for names in kinds))
        rivals = [names for names in kinds if names[part] or not own]
        others = frozenset[str]().union(*(held for names in rivals for held in names.values()))
        near = _of_its_side(library, its, every, own, others - own)
        side = next(iter(own)) if len(own) == 1 else ""
        answer = choose(its.sought, near)
        chosen = tuple(replace(one, part=part, side=side) for one in answer.chosen)
        evidence[part] = replace(answer, chosen=chosen)
    parts = together(evidence)
    # One sentence may speak of both years: then nothing of the question is missing.
    missing = [
        part
        for part in parts.missing
        if not (
            any(names[part] for names in (*kinds, times))
            and spoken_of(library, each[part].anchors, parts.chosen)
        )
    ]
    return replace(parts, missing=tuple(missing))


def _places(its: Asked) -> frozenset[str]:
    return frozenset(its.places)


def _people(its: Asked) -> frozenset[str]:
    return frozenset(its.people)


_NAMED = (_places, _people)


def _apart(named: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """What a part names and not all of them do."""
    shared = frozenset.intersection(*named.values())
    return {part: names - shared for part, names in named.items()}


def _of_its_side(
    library: Library,
    its: Asked,
    near: Sequence[Candidate],
    own: frozenset[str],
    others: frozenset[str],
) -> Sequence[Candidate]:
    """Those that are not about another side; and where some nearly as good as the best are about this one
    in so many words, only they. What names no side, or all of them, may be about any."""
    of_all = wholes(its.text) or re.search(PROVINCES, its.text)
    if not own and (its.places or not of_all):
        return near
    heads = {each.unit.id: fold(named_around(library, each.unit)) for each in near}

    def about(each: Candidate, names: Collection[str]) -> bool:
        said = f"{heads[each.unit.id]} {fold(each.unit.text)}"
        return any(name in said for name in names)

    if own:
        kept = [each for each in near if about(each, own) or not about(each, others)] or near
        same = [each for each in kept if about(each, own)]
    else:
        kept = [each for each in near if not about(each, others)] or near
        places = [name for name in library.places if library.tells_apart(name)]
        same = [each for each in kept if not any(name in heads[each.unit.id] for name in places)]
    best = max((score(its.sought, each) for each in kept), default=0.0)
    nearest = max((score(its.sought, each) for each in same), default=0.0)
    return same if nearest >= best - OF_ITS_SIDE else kept


def with_the_missing(library: Library, parts: Evidence, whole: Evidence) -> Evidence:
    """With what the whole question finds for a part that finds nothing alone."""
    for part in parts.missing:
        its = understand(part, library)
        said = {each.unit.id for each in parts.chosen}
        also = [
            (each, value)
            for each, value in zip(whole.chosen, whole.scores, strict=True)
            if each.unit.id not in said
            and spoken_of(library, its.anchors, [each])
            and not lacks_what_is_asked_for(its.sought, [each.unit.text])
        ]
        if also:
            parts = replace(
                parts,
                chosen=(*parts.chosen, *(each for each, _ in also)),
                scores=(*parts.scores, *(value for _, value in also)),
                missing=tuple(other for other in parts.missing if other != part),
            )
    return parts
