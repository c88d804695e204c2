"""Which sentences answer, and whether they are enough to answer at all. Decided before writing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.records import Unit


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage that was found, with what speaks for it, each from 0 to 1."""

    unit: Unit
    overlap: float
    """Share of the question's terms, by weight, that stand in the sentence."""
    surroundings: float
    """The same for the sentence with its passage and the names around it."""
    words: float
    """The question's words, by rarity, each by the nearest word of the sentence."""
    words_named: float
    """The same for the sentence with the names around it: bulletin, issue, article, section."""
    words_around: float
    """The same for its passage and the names around it."""
    passage: float
    """The fused score of its passage."""
    is_name: bool = False
    """A title, a heading or a byline: it names what the question names and says nothing of it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    chosen: tuple[Candidate, ...]
    scores: tuple[float, ...]
    reason: str | None
    """Why there is no answer, or None."""


MOST_SENTENCES = 3
LONGEST_ANSWER = 330
WEAKEST = 0.15
"""Where less of the question than this is met, word by word, by the best sentence's passage and the
names around it, there is no answer. No answerable question of the tune half falls below 0.19."""
NEAR_THE_BEST = 0.90
"""A further sentence is taken when its score is at least this share of the best one's."""

HOW_MANY = re.compile(
    r"多少\s*(?P<much>[\u4e00-\u9fff])?|几(?P<many>[个名家次项天年月日人所支期届成场份元位篇章条号])"
    r"|how (?:many|much|long|old)",
    re.IGNORECASE,
)
WHEN = re.compile(
    r"何时|什么时候|哪一?[年天月日]|几月|几号|日期|when\b|(?:what|which) (?:date|year|day)",
    re.IGNORECASE,
)
DATE = re.compile(r"\d\s*[年月日]|[零〇一二三四五六七八九十]+年")
QUANTITY = re.compile(r"\d[\d.,]*\s*(?:[%％]|[万亿余多]*(?![年月日\d.,万亿余多]))")
UNITS = {"钱": "元", "人": "人名位", "个": "个名家"}
"""What a number is followed by in the text, where that is not what follows 多少 in the question."""
ASKED_FOR = 0.17
"""What the kind of thing asked for adds where it stands in the sentence."""

NAMES_ONLY = 0.05
"""What a title or a heading loses."""


def choose(question: str, candidates: Sequence[Candidate]) -> Evidence:
    """The best one to three sentences, best first, or the reason why there is none."""
    if not candidates:
        return Evidence((), (), "nothing_found")
    scored = sorted(
        ((score(question, candidate), candidate) for candidate in candidates),
        key=lambda pair: (-pair[0], pair[1].unit.document, pair[1].unit.start),
    )
    best, strongest = scored[0]
    if strongest.words_around < WEAKEST:
        return Evidence((), (best,), "weak_evidence")
    chosen: list[tuple[float, Candidate]] = []
    length = 0
    for value, candidate in scored:
        room = not chosen or length + len(candidate.unit.text) <= LONGEST_ANSWER
        repeated = any(_same_words(candidate, other) for _, other in chosen)
        if value >= NEAR_THE_BEST * best and room and not repeated:
            chosen.append((value, candidate))
            length += len(candidate.unit.text)
        if len(chosen) == MOST_SENTENCES:
            break
    return Evidence(
        tuple(candidate for _, candidate in chosen), tuple(value for value, _ in chosen), None
    )


def score(question: str, candidate: Candidate) -> float:
    value = (
        0.16 * candidate.overlap
        + 0.16 * candidate.surroundings
        + 0.08 * candidate.words
        + 0.12 * candidate.words_around
        + 0.48 * candidate.passage
    )
    value -= NAMES_ONLY * candidate.is_name
    return value + ASKED_FOR * has_what_is_asked_for(question, candidate.unit.text)


def has_what_is_asked_for(question: str, text: str) -> float:
    """1 for a date where one is asked for, or a number with the unit asked for; 0.5 for a number
    with another unit; else 0."""
    if WHEN.search(question):
        return 1.0 if DATE.search(text) else 0.0
    if (asked := HOW_MANY.search(question)) is None:
        return 0.0
    unit = asked["much"] or asked["many"]
    if unit and re.search(rf"\d[万亿余多]*[{UNITS.get(unit, unit)}]", text):
        return 1.0
    return 0.5 if QUANTITY.search(text) else 0.0


def _same_words(one: Candidate, other: Candidate) -> bool:
    return re.sub(r"\W", "", one.unit.text) == re.sub(r"\W", "", other.unit.text)
