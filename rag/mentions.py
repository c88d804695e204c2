"""Where words stand and how often: every place of a build, not the best ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answer.cite import citation
from rag.answer.phrase import MOST_PLACES, around, listed, room
from rag.answer.refuse import refused
from rag.concordance import spans
from rag.records import Answer, Scope, Unit
from rag.search.library import Library


def mentions(library: Library, blank: Answer, phrase: str, scope: Scope) -> Answer:
    """`blank` is the answer with nothing written yet."""
    units = library.units_holding(phrase, scope)
    blank = replace(blank, trace={**blank.trace, "phrase": phrase})
    if not units:
        return refused(blank, "nothing_found", library.documents_in(scope))
    shown = units[:MOST_PLACES]
    citations = [
        citation(
            n,
            unit,
            library.bulletin(unit.document),
            library.article(unit.document, unit.article),
            around(unit.text, phrase, room(len(shown))),
        )
        for n, unit in enumerate(shown, 1)
    ]
    text = listed(
        phrase, _times(phrase, units), citations, [_head(library, each) for each in shown]
    )
    return replace(blank, text=text, citations=tuple(citations))


def _times(phrase: str, units: Sequence[Unit]) -> int:
    """How often the phrase stands in these sentences, which may hold it more than once."""
    return sum(len(spans(unit.text, phrase)) for unit in units)


def _head(library: Library, unit: Unit) -> str:
    """Title, subtitle and byline of the article."""
    article = library.article(unit.document, unit.article)
    return library.clean_text(unit.document)[article.start : article.body]
