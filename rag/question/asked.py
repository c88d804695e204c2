"""A question as it was understood: what it asks for, what it turns on, its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.question.anchors import Anchors, anchors
from rag.question.kind import Want, is_compared, wants
from rag.question.parts import parts

_ASIDE = re.compile("（[^（）]*）")
"""In brackets stands what a question is about, the question before it for example, not what is asked."""
ENOUGH_SAID = 6
"""Characters of a question that say what is asked: 为什么？ alone does not."""
_LISTED = re.compile("哪[些几两三四五六七八九十]|名单|都是谁|都有谁")


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    searched: str
    """With the words that it may mean, by their sound, behind it."""
    weighed: str
    """What sentences are held against: without the question before it, where it says enough itself."""
    wants: tuple[Want, ...]
    anchors: Anchors
    places: tuple[str, ...]
    """Those that tell one passage of this corpus from another; 青海 in its own bulletin does not."""
    parts: tuple[str, ...]
    """The question about each of the places or years that it compares; else itself."""
    is_listing: bool
    """All that fit are asked for, by name."""


class Corpus(Protocol):
    """What a corpus knows of words."""

    @property
    def places(self) -> Sequence[str]: ...

    def tells_apart(self, name: str) -> bool:
        """Whether the name stands in so few passages that it tells them from the others."""

    def sounds_like(self, question: str) -> Sequence[str]:
        """The corpus's own words for slips and for names in Latin letters."""


def understand(question: str, corpus: Corpus) -> Asked:
    also = corpus.sounds_like(question)
    searched = " ".join([question, *also])
    turns_on = anchors(searched, corpus.places)
    alone = _ASIDE.sub("", question)
    names = sorted(turns_on.places | turns_on.years)
    weighed = " ".join([alone, *names, *also]) if len(alone) >= ENOUGH_SAID else searched
    places = tuple(sorted(name for name in turns_on.places if corpus.tells_apart(name)))
    split: tuple[str, ...] = (question,)
    if is_compared(question):
        split = parts(question, places)
        if len(split) == 1:
            split = parts(question, turns_on.years)
    return Asked(
        text=question,
        searched=searched,
        weighed=weighed,
        wants=wants(alone),
        anchors=turns_on,
        places=places,
        parts=split,
        is_listing=_LISTED.search(question) is not None,
    )
