"""A question as it was understood: what it asks for, what it turns on, its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rag.question.anchors import Anchors, anchors
from rag.question.kind import Want, is_compared, wants
from rag.question.parts import parts

_LISTED = re.compile(r"哪[些几两三四五六七八九十]|名单|都是谁|都有谁|\bwhich\b.*s\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    wants: tuple[Want, ...]
    anchors: Anchors
    places: tuple[str, ...]
    """Those that tell one passage of this corpus from another; 青海 in its own bulletin does not."""
    parts: tuple[str, ...]
    """The question about each of the places or years that it compares; else itself."""
    is_listing: bool
    """All that fit are asked for, by name."""


def understand(
    question: str, known_places: Iterable[str], tells_apart: Callable[[str], bool]
) -> Asked:
    turns_on = anchors(question, known_places)
    places = tuple(sorted(name for name in turns_on.places if tells_apart(name)))
    asked_for = wants(question)
    split: tuple[str, ...] = (question,)
    if is_compared(question):
        split = parts(question, places)
        if len(split) == 1:
            split = parts(question, turns_on.years)
    return Asked(
        text=question,
        wants=asked_for,
        anchors=turns_on,
        places=places,
        parts=split,
        is_listing=_LISTED.search(question) is not None,
    )
