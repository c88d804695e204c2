"""Which sentences answer, and whether they are enough to answer at all. Decided before writing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from rag.answer.asked_for import (
    could_be,
    has_what_is_asked_for,
    lacks_what_is_asked_for,
    lists_what_is_asked_for,
    names_too_few,
)
from rag.question.kind import Want, asks_for_a_name, has_a_form
from rag.question.sought import SEVERAL, Sought
from rag.records import Unit
from rag.search.fold import CHINESE, fold


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage that was found, with what speaks for it, each from 0 to 1."""

    unit: Unit
    named: float
    """How much of the question the sentence meets with the names around it: its words, by rarity,
    each by the nearest word."""
    said: float
    """By the sentence alone."""
    own: float
    """Of what those names leave unsaid, how much the sentence itself says."""
    around: float
    """How much of the question its passage meets with the names around it."""
    passage: float
    """The fused score of its passage."""
    anchored: float = 1.0
    """The share of the question's years, ordinals and places that stand in its passage."""
    unmet: str | None = None
    """Why its whole article speaks of another year or place than the question, or None."""
    is_name: bool = False
    """A title, a heading or a byline: it names what the question names and says nothing of it."""
    names_someone: bool = False
    """A person is named in it, or in the names around it: the author, for example."""
    paragraph: int = 0
    """Where its paragraph begins in its document."""
    counts: bool = True
    """What a question asks the number of is named in it, or around it."""
    opens: bool = False
    """It is the first of its paragraph."""
    beside: float = 0.0
    """How much the sentence meets of the words beside the question words."""
    whole: float = 0.0
    """How near sentence and question come to each other, each as one vector."""
    part: str = ""
    """The part of the question that it answers, where there are several."""
    side: str = ""
    """The place or the person that only this part is about."""
    leaning: float = 0.0
    """What it gains because the question goes on from an answer that cites its article."""


@dataclass(frozen=True, slots=True)
class Evidence:
    chosen: tuple[Candidate, ...]
    scores: tuple[float, ...]
    reason: str | None
    """Why there is no answer, or None."""
    missing: tuple[str, ...] = ()
    """The parts of the question that were not answered, where others were."""
    leant: bool = False
    """Another sentence would be the best, did the question not go on from an answer."""


MOST_SENTENCES = 4
LONGEST_ANSWER = 330
LABEL = 15
"""Of those, for whom or when each sentence is about, where several parts are answered."""
WEAKEST = 0.12
"""Where less of the question than this is met, word by word, by the best sentence's passage and the
names around it, there is no answer. The least of the answerable tune questions has 0.17; a third
less, because few of them are so weak. Of the test half's 110 it refuses none."""
NEAR_THE_BEST = 0.22
"""A further sentence is taken when its score is at most so much less than the best one's, where that is
STRONG. Of 827 tune questions 0.801 are answered right, 0.799 of the evidence is cited, and 0.703 of what
is cited is evidence; with 0.24 it is 0.803, 0.803 and 0.698."""
STRONG = 3.2
"""The score of half of the best sentences is higher."""
WEAKER = 0.1
"""For each point by which the best is weaker than STRONG, others may be so much further from it, for it is
oftener wrong; where it is stronger they have to be nearer. With 0.3 for all, 0.799, 0.800 and 0.686."""
ASKED_MORE = 0.1
"""So much further where two things are asked for, or why or how: one sentence seldom says all of it. Of
1,003 tune questions 0.820 instead of 0.815 are right, of what is cited 0.713 instead of 0.722 is evidence."""
NEAR_THE_HELD = 0.15
"""At most so far, where one date or number is asked for and the best sentence has one."""

STILL_AN_ANSWER = 0.6
"""When more is asked for, what scores so much less than the first answer is no further one."""
SURE = 2.9
"""Less than this scores what says nothing of a short question for yes or no: of 28 of our own that the
bulletins answer 2 have less, of 27 that they do not 18. A long one is told in other words oftener."""
BRIEF = 20
"""Characters of such a question."""
REQUEST = re.compile("介绍|[说讲谈]一?下|[说讲谈看]{2}|给我|给个|告诉|列|查|找")
"""能介绍一下书屋吗 does not ask whether."""
AS_GOOD = 0.2
"""A sentence of the year and place asked for answers in the stead of a better one of another."""

# Weights of the scores and of the kind of thing asked for, fitted so that the sentence that
# answers is the likeliest of all sentences, a softmax (`python -m training.sentences`).
NAMED = 2.58
SAID = -1.0
"""A sentence that says the question's own words again sets the scene oftener than it answers."""
PASSAGE = 1.0
ASKED_FOR = 0.58
ANCHORED = 0.14
BESIDE = 1.0
WHOLE = 0.82
LISTED = 0.24
NAMES_ONLY = 0.4
"""What a title or a heading loses."""


def choose(asked: Sought, candidates: Sequence[Candidate]) -> Evidence:
    """The best sentences, up to MOST_SENTENCES and best first, or the reason why there is none."""
    if not candidates:
        return Evidence((), (), "nothing_found")
    scored = sorted(
        ((score(asked, candidate), candidate) for candidate in candidates),
        key=lambda pair: (-pair[0], pair[1].unit.document, pair[1].unit.start),
    )
    met = [pair for pair in scored if pair[1].unmet is None]
    if met and met[0][0] >= scored[0][0] - AS_GOOD:
        scored = met
    best, strongest = scored[0]
    if strongest.around < WEAKEST or strongest.unmet:
        return Evidence((), (best,), strongest.unmet or "weak_evidence")
    if _asks_briefly_whether(asked) and best < SURE:
        return Evidence((), (best,), "weak_evidence")
    chosen = _nearest_to_the_best(asked, scored)
    if not _could_answer(asked, [each for _, each in chosen]):
        return Evidence((), (best,), "weak_evidence")
    chosen += _in_its_paragraph(asked, scored, [each for _, each in chosen])
    scores, answering = zip(*chosen, strict=True)
    if asks_for_a_name(asked.wants) and not _names_the_honoured(asked, answering):
        return Evidence((), (best,), "weak_evidence")
    leant = strongest.leaning > 0 and any(
        value - each.leaning > best - strongest.leaning for value, each in scored
    )
    return Evidence(answering, scores, None, _missing(asked, answering), leant)


def _asks_briefly_whether(asked: Sought) -> bool:
    """马拉松办过吗: its own words stand in what answers it."""
    if len(asked.text) > BRIEF or not CHINESE.search(asked.text) or REQUEST.search(asked.text):
        return False
    return bool(asked.wants) and all(want.kind == "yes_no" for want in asked.wants)


def _nearest_to_the_best(
    asked: Sought, scored: Sequence[tuple[float, Candidate]]
) -> list[tuple[float, Candidate]]:
    """It and those that score little less, none said twice, as many as there is room for."""
    best, strongest = scored[0]
    weakest = best - _near(asked, strongest, best)
    chosen: list[tuple[float, Candidate]] = []
    room = LONGEST_ANSWER
    for value, candidate in (pair for pair in scored if pair[0] >= weakest):
        length = len(candidate.unit.text)
        repeated = any(_same_words(candidate, other) for _, other in chosen)
        if not chosen or (length <= room and not repeated):
            chosen.append((value, candidate))
            room -= length
    return chosen[:MOST_SENTENCES]


def _could_answer(asked: Sought, chosen: Sequence[Candidate]) -> bool:
    """Whether they have what is asked for, and enough of it, and name what is counted."""
    texts = [each.unit.text for each in chosen]
    lacking = lacks_what_is_asked_for(asked, texts) or names_too_few(asked, texts)
    return not lacking and any(each.counts for each in chosen)


def _names_the_honoured(asked: Sought, chosen: Sequence[Candidate]) -> bool:
    """Whether someone is named, and where the honour that the question speaks of is, beside it: who was
    called “…” is not the one whom the next sentence names."""
    told = [each for each in chosen if any(name in fold(each.unit.text) for name in asked.honours)]
    return any(each.names_someone for each in (told if asked.honours else chosen))


def _near(asked: Sought, best: Candidate, value: float) -> float:
    """How far below the score of the best a further sentence may be."""
    near = max(0.0, NEAR_THE_BEST + WEAKER * (STRONG - value))
    if len(asked.wants) > 1 or any(want.kind == "why_how" for want in asked.wants):
        return near + ASKED_MORE
    return min(near, NEAR_THE_HELD) if _is_held(asked, best) else near


def _is_held(asked: Sought, best: Candidate) -> bool:
    return len(asked.wants) == 1 and has_a_form(asked.wants) and _holds(asked.wants[0], best)


def _missing(asked: Sought, chosen: Sequence[Candidate]) -> tuple[str, ...]:
    """The clauses that ask for what none of the chosen holds, where another asks for what one does."""
    lacking = [want for want in asked.wants if not any(_holds(want, each) for each in chosen)]
    held = {want.clause for want in asked.wants if want not in lacking}
    missing = dict.fromkeys(want.clause for want in lacking if want.clause not in held)
    return tuple(missing) if held else ()


def _in_its_paragraph(
    asked: Sought, scored: Sequence[tuple[float, Candidate]], chosen: Sequence[Candidate]
) -> list[tuple[float, Candidate]]:
    """What is asked for besides and stands elsewhere in the paragraph of the best: 李翠婷，女，… opens
    hers, and the sentence about her prize does not name her. So with a list of as many as are asked for."""
    first = chosen[0].unit.document, chosen[0].paragraph
    others = [
        (value, each)
        for value, each in scored
        if (each.unit.document, each.paragraph) == first and each not in chosen
    ]
    found: list[tuple[float, Candidate]] = []
    for want in asked.wants:
        if any(_holds(want, each) for each in (*chosen, *(each for _, each in found))):
            continue
        found += [pair for pair in others if _holds(want, pair[1], opening=True)][:1]
    has_room = len(chosen) + len(found) < MOST_SENTENCES
    if has_room and asked.items > SEVERAL and not any(_lists(asked, each) for each in chosen):
        found += [pair for pair in others if _lists(asked, pair[1]) == 1.0][:1]
    return found


def _lists(asked: Sought, candidate: Candidate) -> float:
    return lists_what_is_asked_for(asked, candidate.unit.text)


def _holds(want: Want, candidate: Candidate, opening: bool = False) -> bool:
    """`opening`: whom a paragraph is about is named where it begins."""
    if asks_for_a_name([want]):
        return candidate.names_someone and (candidate.opens or not opening)
    return not has_a_form([want]) or could_be(want, candidate.unit.text)


def further(asked: Sought, candidates: Sequence[Candidate], times: int) -> Evidence:
    """What comes after the best `times` answers. A sentence much weaker than the first is none."""
    found = choose(asked, candidates)
    first = found.scores[0] if found.scores else 0.0
    for _ in range(times):
        said = {each.unit.id for each in found.chosen}
        candidates = [each for each in candidates if each.unit.id not in said]
        found = choose(asked, candidates)
        if not found.chosen or found.scores[0] < first - STILL_AN_ANSWER:
            return Evidence((), found.scores, "nothing_found")
    return found


def together(found: Mapping[str, Evidence]) -> Evidence:
    """The best of each part of a question, then the second of each while there is room; a part without an
    answer does not take away the others'."""
    answered = [each for each in found.values() if each.chosen]
    if not answered:
        return next(iter(found.values()))
    turns = zip_longest(*(zip(each.chosen, each.scores, strict=True) for each in answered))
    chosen: dict[str, tuple[Candidate, float]] = {}
    for candidate, value in (pair for turn in turns for pair in turn if pair):
        if candidate.unit.id in chosen:  # it answers both, and is not cut to one of them
            candidate = replace(candidate, part="", side="")
        chosen[candidate.unit.id] = (candidate, chosen.get(candidate.unit.id, (None, value))[1])
    best, length = list[tuple[Candidate, float]](), 0
    for pair in list(chosen.values())[: max(MOST_SENTENCES, len(answered))]:
        length += len(pair[0].unit.text) + LABEL
        if len(best) < len(answered) or length <= LONGEST_ANSWER:
            best.append(pair)
    return Evidence(
        tuple(each for each, _ in best),
        tuple(value for _, value in best),
        None,
        tuple(part for part, each in found.items() if not each.chosen),
    )


def score(asked: Sought, candidate: Candidate) -> float:
    value = NAMED * candidate.named + SAID * candidate.said
    value += BESIDE * candidate.beside + WHOLE * candidate.whole
    value += PASSAGE * candidate.passage + ANCHORED * candidate.anchored
    value += candidate.leaning - NAMES_ONLY * candidate.is_name
    named = asks_for_a_name(asked.wants) and candidate.names_someone
    value += LISTED * _lists(asked, candidate)
    return value + ASKED_FOR * max(named, has_what_is_asked_for(asked, candidate.unit.text))


def _same_words(one: Candidate, other: Candidate) -> bool:
    return re.sub(r"\W", "", one.unit.text) == re.sub(r"\W", "", other.unit.text)
