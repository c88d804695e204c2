"""What answers each part of a question: two things that are compared, or two questions in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from rag.answer.asked_for import lacks_what_is_asked_for
from rag.answer.evidence import Candidate, Evidence, choose, score, together
from rag.question.asked import Asked, understand
from rag.question.kind import COMPARED, MEASURES, Want, as_asked, has_a_form
from rag.question.sides import speaks_of_all
from rag.records import Hit
from rag.search.fold import fold
from rag.search.library import Library
from rag.weigh.another_place import told_of
from rag.weigh.around import named_around
from rag.weigh.candidates import candidates
from rag.weigh.years import spoken_of

OF_ITS_SIDE = 0.6
"""A sentence about the side that is asked of answers in the stead of one so much better that is about none:
a county's figure is not the province's, nor the other way."""
WITH_ITS_FORM = 0.4
"""So with a sentence that has a number, where a number is asked for."""
_NUMBER_OF = re.compile(f"([{MEASURES}])数")
"""场数多 is counted in 场."""
_EARLIER = re.compile(
    r"[早晚](?:[些点]|一[些点])?(?=[,.?呢啊呀]|$)|\b(?:earlier|later|first)\b", re.IGNORECASE
)
_LONGER = re.compile(r"[长久](?:[些点]|一[些点])?(?=[,.?呢啊呀]|$)|\blonger\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more|fewer|less|higher|lower|larger|longer)\b", re.IGNORECASE)


def evidence_for_parts(
    library: Library, found: Callable[[str], Sequence[Hit]], asked: Asked
) -> Evidence:
    each = {part: _of_one(understand(part, library), asked) for part in asked.parts}
    kinds = [
        _apart({part: frozenset(its.places) for part, its in each.items()}),
        _apart({part: frozenset(its.people) for part, its in each.items()}),
    ]
    times = _apart({part: its.anchors.years for part, its in each.items()})
    evidence = {}
    for part, its in each.items():
        every = candidates(library, its, found(part))
        own = frozenset[str]().union(*(names[part] for names in kinds))
        rivals = [names for names in kinds if names[part] or not own]
        others = frozenset[str]().union(*(held for names in rivals for held in names.values()))
        near = _with_its_form(its, _of_its_side(library, its, every, own, others - own))
        answer = choose(its.sought, near)
        chosen = tuple(
            replace(one, part=part, side=_side(library, one, own)) for one in answer.chosen
        )
        evidence[part] = replace(answer, chosen=chosen)
    parts = together(evidence)
    # One sentence may speak of both years: then nothing of the question is missing.
    missing = [
        part
        for part in parts.missing
        if not any(names[part] for names in (*kinds, times))
        or not _told(library, each[part], parts.chosen)
    ]
    return replace(parts, missing=tuple(missing))


def _side(library: Library, candidate: Candidate, own: frozenset[str]) -> str:
    """The only name of a part, where the sentence is about it: it may be about the province."""
    said = fold(f"{named_around(library, candidate.unit)} {candidate.unit.text}")
    return next((name for name in own if len(own) == 1 and name in said), "")


def _of_one(its: Asked, asked: Asked) -> Asked:
    """谁干得久 asks of each of them how long; 情况对比 for figures."""
    text = as_asked(its.text)
    wants = tuple(want for want in its.sought.wants if not _asks_for_more(want, text))
    if not asked.is_compared or (wants and wants == its.sought.wants):
        return its
    return replace(its, sought=replace(its.sought, wants=wants or (_compared_by(text),)))


def _compared_by(text: str) -> Want:
    if _EARLIER.search(text):
        return Want("when", None, 0, 0, text)
    counted = _NUMBER_OF.search(text)
    years = "年" if _LONGER.search(text) else None
    return Want("how_many", counted[1] if counted else years, 0, 0, text)


def _asks_for_more(want: Want, text: str) -> bool:
    more = COMPARED.match(text, want.start) or _MORE.search(want.clause)
    return want.kind in ("who", "which") and more is not None


def _with_its_form(its: Asked, near: Sequence[Candidate]) -> Sequence[Candidate]:
    """Where only numbers and dates are asked for, those that have some, if nearly as good as the best."""
    if not has_a_form(its.sought.wants):
        return near
    held = [each for each in near if not lacks_what_is_asked_for(its.sought, [each.unit.text])]
    return held if _best(its, held) >= _best(its, near) - WITH_ITS_FORM else near


def _best(its: Asked, near: Sequence[Candidate]) -> float:
    return max((score(its.sought, each) for each in near), default=0.0)


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
    if not own and (its.places or not speaks_of_all(its.text)):
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
    return same if _best(its, same) >= _best(its, kept) - OF_ITS_SIDE else kept


def _told(library: Library, its: Asked, chosen: Sequence[Candidate]) -> bool:
    """Whether sentences chosen for another part may answer this one: a place's number is told under its
    name, where what is counted is named."""
    if not (its.places and has_a_form(its.sought.wants)):
        return spoken_of(library, its.anchors, chosen)
    things = [thing[-2:] for thing in its.sought.counted]
    units = [
        each.unit
        for each in chosen
        if not things or any(thing in fold(each.unit.text) for thing in things)
    ]
    return told_of(library, its.places, units)


def of_the_whole(library: Library, asked: Asked, near: Sequence[Candidate]) -> list[Candidate]:
    """Where all of the province is asked about: a city's figure is not the province's."""
    return list(_of_its_side(library, asked, near, frozenset(), frozenset()))


def with_the_missing(library: Library, parts: Evidence, whole: Evidence) -> Evidence:
    """With what the whole question finds for a part that finds nothing alone."""
    for part in parts.missing:
        its = understand(part, library)
        said = {each.unit.id for each in parts.chosen}
        also = [
            (each, value)
            for each, value in zip(whole.chosen, whole.scores, strict=True)
            if each.unit.id not in said
            and _told(library, its, [each])
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
