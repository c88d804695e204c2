"""A question as it was understood: what it asks for, what it turns on, its parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from rag.question.anchors import Anchors, anchors
from rag.question.kind import Want, asks_for_one, is_compared, wants
from rag.question.parts import at_commas, in_one_breath
from rag.question.sides import days_apart, parts, sides, wholes, years_between
from rag.question.sought import Sought, sought
from rag.search.fold import fold, in_pairs

_ASIDE = re.compile("（[^（）]*）")
"""In brackets stands what a question is about, the question before it for example, not what is asked."""
ENOUGH_SAID = 6
"""Characters of a question that say what is asked: 为什么？ alone does not."""
TELLING = 4
"""Pairs of characters that few passages hold: a question with no more of them, nor of pairs that say
anything, is vague. The least of the tune questions has 5."""
_EMPTY = re.compile("[的了是在有着过去来到开办搞上下和与也都就被把给那这个几多]")
"""Characters of words that say nothing of what a question is about: 去了, 开的."""
_DONE = re.compile("([\u4e00-\u9fff])的([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
"""开的会: two words of one character that make one of two."""
MOST_APART = 4
"""Parts of two questions about two things each."""
_LISTED = re.compile("名单|都是谁|都有谁")


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    searched: str
    """With the words that it may mean, by their sound, behind it."""
    weighed: str
    """What sentences are held against: without the question before it, where it says enough itself."""
    asks_at: tuple[tuple[int, int], ...]
    """Where the question words stand in that, folded."""
    sought: Sought
    anchors: Anchors
    places: tuple[str, ...]
    """Those that tell one passage of this corpus from another; 青海 in its own bulletin does not."""
    people: tuple[str, ...]
    """Those of the corpus whom the question names."""
    parts: tuple[str, ...]
    """Each question of several, or the question about each of the things it compares; else itself."""
    is_compared: bool
    is_listing: bool
    """All that fit are asked for, by name."""
    is_vague: bool
    """Asks for a date, a number, a person or a place of what fits many things: 会议什么时候开的. What is asked
    of all the province fits one."""
    pairs: frozenset[str]
    """Of characters, in what the question says besides its question words."""
    words: frozenset[str]
    """Those of them that say what it is about; 开 会 stands apart where the question parts it."""


class Corpus(Protocol):
    """What a corpus knows of words."""

    @property
    def places(self) -> Sequence[str]: ...

    def tells_apart(self, name: str) -> bool:
        """Whether the name stands in so few passages that it tells them from the others."""

    def people_in(self, folded: str) -> Sequence[str]:
        """Those of the corpus whom a text names."""

    def sounds_like(self, question: str) -> Sequence[str]:
        """The corpus's own words for slips and for names in Latin letters."""

    def mended(self, question: str) -> str:
        """The folded question with those words in the place of its slips, as long as it was."""


def understand(question: str, corpus: Corpus) -> Asked:
    also = corpus.sounds_like(question)
    searched = " ".join([question, *also])
    alone = _ASIDE.sub("", question)
    # Apart, or two words that stand for 习近平 and 杭州 hold a place called 平杭.
    turns_on = anchors("，".join([question, *also]), corpus.places)
    if alone != question:  # when that happened is another question than when this did
        own = anchors(alone)
        relative = own.relative or turns_on.relative if not own.years else own.relative
        turns_on = replace(turns_on, happened=own.happened, relative=relative)
    names = sorted(turns_on.places | turns_on.years)
    weighed = " ".join([alone, *names, *also]) if len(alone) >= ENOUGH_SAID else searched
    places = tuple(sorted(name for name in turns_on.places if corpus.tells_apart(name)))
    asks = sought(alone)
    turns_on = replace(turns_on, dated=any(want.kind == "when" for want in asks.wants))
    told = {word for word, _ in turns_on.relative}
    named = turns_on.years | turns_on.ordinals | set(places) | told
    said = _said(corpus.mended(alone), asks.wants)
    pairs = [pair for run in re.findall("[\u4e00-\u9fff]+", said) for pair in in_pairs(run)]
    words = _meaningful(pairs) | {" ".join(each) for each in _DONE.findall(said)}
    telling = len(re.findall("[a-z0-9]+", said)) + sum(map(corpus.tells_apart, pairs))
    people = corpus.people_in(fold(question))
    return Asked(
        text=question,
        searched=searched,
        weighed=weighed,
        asks_at=tuple((want.start, want.end) for want in asks.wants if weighed.startswith(alone)),
        sought=asks,
        anchors=turns_on,
        places=places,
        is_compared=is_compared(question),
        people=tuple(people),
        parts=_behind_aside(question, places, turns_on.years, people),
        is_listing=asks.items > 0 or _LISTED.search(question) is not None,
        is_vague=asks_for_one(asks.wants)
        and alone == question
        and not (named or people or turns_on.days or turns_on.months or wholes(question))
        and 0 < len(words) <= TELLING
        and telling <= TELLING,
        pairs=frozenset(pairs),
        words=frozenset(words),
    )


def _behind_aside(
    question: str, places: Sequence[str], years: Collection[str], people: Sequence[str]
) -> tuple[str, ...]:
    """The parts, each with what the question is about, in brackets in front of it."""
    aside = _ASIDE.match(question)
    before = aside[0] if aside else ""
    each = _parts(question.removeprefix(before), places, years, people)
    return tuple(f"{before}{part}" for part in each)


def _parts(
    question: str, places: Sequence[str], years: Collection[str], people: Sequence[str]
) -> tuple[str, ...]:
    breaths = in_one_breath(question, [*places, *years, *people])
    if len(breaths) > 1 and all(wants(each) for each in breaths):
        apart = [part for each in breaths for part in _sides(each, places, years, people)]
        return tuple(apart) if len(apart) <= MOST_APART else breaths
    if not is_compared(question):
        return at_commas(question, [*places, *years, *people, *wholes(question)])
    return _sides(question, places, years, people)


def _sides(
    question: str, places: Sequence[str], years: Collection[str], people: Sequence[str]
) -> tuple[str, ...]:
    if not is_compared(question):
        return (question,)
    if len(each := years_between(question)) > 1:
        return each
    apart = (parts(question, names) for names in (places, people, years))
    others = (parts(question, [*places, *wholes(question)]), days_apart(question), sides(question))
    for split in (*apart, *others):
        if len(split) > 1:
            return split
    return (question,)


def _meaningful(pairs: Iterable[str]) -> set[str]:
    return {pair for pair in pairs if not _EMPTY.search(pair)}


def _said(text: str, asked: Sequence[Want]) -> str:
    """A folded question without its question words."""
    for want in reversed(asked):
        text = f"{text[: want.start]} {text[want.end :]}"
    return text
