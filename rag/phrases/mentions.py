"""Where words stand and how often: every place of a build, not the best ones."""

from __future__ import annotations

from dataclasses import replace

from rag.answer.cite import citation
from rag.answer.refuse import refused
from rag.collection.catalogue import of_the_issue
from rag.phrases.asked import asked_phrase, perhaps_asked
from rag.phrases.concordance import spans
from rag.phrases.listed import Place, around, listed, room
from rag.question.anchors import anchors
from rag.records import Answer, Scope, Unit
from rag.search.fold import CHINESE, simplified
from rag.search.library import Library
from rag.search.scope import year_of


def phrase_asked(library: Library, question: str) -> str | None:
    """The words, where the question is about where or how often they stand: in quotation marks, or
    without where the corpus has them, or its own for a name or a term in English."""
    question = simplified(question)
    if (phrase := asked_phrase(question)) is not None:
        return phrase
    if (words := perhaps_asked(question)) is None:
        return None
    own = () if CHINESE.search(words) else library.sounds_like(words)
    held = (each for each in (words, *own) if library.units_holding(each, Scope()))
    return next(held, None)


def mentions(library: Library, blank: Answer, phrase: str, scope: Scope, more: int = 0) -> Answer:
    """`blank` is the answer with nothing written yet; `more` is how often it was asked what else
    there is."""
    within = _of_the_issue(library, blank, phrase, scope)
    units = library.units_holding(phrase, within) if within else []
    blank = replace(blank, trace={**blank.trace, "phrase": phrase})
    if not units:
        return refused(blank, "nothing_found", library.documents_in(scope))
    enough = room(len(units))
    places = [
        Place(
            citation(
                n,
                unit,
                library.bulletin(unit.document),
                library.article(unit.document, unit.article),
                around(unit.text, phrase, enough),
            ),
            _head(library, unit),
            len(spans(unit.text, phrase)),
        )
        for n, unit in enumerate(units, 1)
    ]
    text, citations = listed(phrase, places, more)
    return replace(blank, text=text, citations=tuple(citations))


def _of_the_issue(library: Library, blank: Answer, phrase: str, scope: Scope) -> Scope | None:
    """Only the issue, or the bulletins of the year, that the question names besides the words; None
    where there is none of it."""
    question = simplified(str(blank.trace.get("question") or blank.question))
    besides = question.replace(phrase, "")
    bulletins = library.documents_in(scope)
    meant = of_the_issue(bulletins, besides)
    if years := anchors(besides).years:
        meant = [each for each in meant if str(year_of(each)) in years]
    if len(meant) == len(bulletins):
        return scope
    return Scope(tuple(each.key for each in meant)) if meant else None


def _head(library: Library, unit: Unit) -> str:
    """Title, subtitle and byline of the article."""
    article = library.article(unit.document, unit.article)
    return library.clean_text(unit.document)[article.start : article.body]
