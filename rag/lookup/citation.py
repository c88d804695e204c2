"""A citation id becomes the words it names, with what stands around them. No model is needed.

An id that was shown once and that the corpus no longer has is not an error: its words were kept,
and it says what became of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rag.answer.cite import citation, parse_id
from rag.errors import CitationError
from rag.records import Citation, OpenedCitation, Scope
from rag.search.builds import current_build
from rag.search.fold import letters
from rag.search.library import Library
from rag.settings import Settings
from rag.state import ShownCitations

AROUND = 400
"""Characters of the article shown before and after a quote."""


def open_citation(
    settings: Settings, citation_id: str, make: Callable[[], object]
) -> OpenedCitation:
    """The citation in the build that is served, whatever made it. `make` makes a build where there
    is none."""
    parse_id(citation_id)
    served = current_build(settings.index)
    if served is None:
        make()
        served = current_build(settings.index) or settings.index
    return cite(Library.open(served), citation_id, shown=ShownCitations(settings.state))


def cite(
    library: Library, citation_id: str, n: int = 1, shown: ShownCitations | None = None
) -> OpenedCitation:
    """The quote behind an id, and what became of it since it was shown."""
    cited = _standing(library, citation_id, n)
    was = shown.recall(citation_id) if shown else None
    if cited is not None:
        return _opened(library, cited, "unchanged" if was is None or _same(was, cited) else "moved")
    if was is None:
        raise CitationError(
            f"索引里没有这条引文（no such citation in this index）：{citation_id}。"
            "文件可能改过或已撤下。"
        )
    # By its key: a document that was replaced by a file of another format has another name.
    if _key(was) not in {bulletin.key for bulletin in library.bulletins()}:
        return OpenedCitation(was, None, None, "", "", "withdrawn")
    if (elsewhere := _with_these_words(library, was)) is not None:
        return _opened(library, elsewhere, "moved")
    return OpenedCitation(was, None, None, "", "", "superseded")


def _standing(library: Library, citation_id: str, n: int) -> Citation | None:
    parsed = parse_id(citation_id)
    if (unit := library.unit(parsed.unit)) is None:
        return None
    span = None if parsed.start is None or parsed.end is None else (parsed.start, parsed.end)
    article = library.article(unit.document, unit.article)
    return citation(n, unit, library.bulletin(unit.document), article, span)


def _key(cited: Citation) -> str:
    """The key of its document, which its id begins with."""
    return parse_id(cited.id).unit.rsplit("-", 2)[0]


def _same(was: Citation, now: Citation) -> bool:
    """Whatever number it has in the answer, and wherever the text before it grew or shrank. Its author
    was not always kept."""
    return replace(was, n=now.n, start=now.start, end=now.end, author=now.author) == now


def _with_these_words(library: Library, was: Citation) -> Citation | None:
    """The same words in a sentence that is cut or continued otherwise than it was."""
    words = was.quote.strip().rstrip("。！？；，")
    for unit in library.units_holding(words, Scope(documents=(_key(was),))):
        at = unit.text.find(words)
        span = (at, at + len(words)) if at >= 0 else None
        if span or letters(unit.text) == letters(words):
            article = library.article(unit.document, unit.article)
            return citation(was.n, unit, library.bulletin(unit.document), article, span)
    return None


def _opened(library: Library, cited: Citation, status: str) -> OpenedCitation:
    unit = library.unit(parse_id(cited.id).unit)
    assert unit is not None  # it was just found
    bulletin = library.bulletin(unit.document)
    article = library.article(unit.document, unit.article)
    text = library.clean_text(unit.document)
    return OpenedCitation(
        citation=cited,
        publisher=bulletin.publisher,
        byline=article.byline,
        before=text[max(article.start, cited.start - AROUND) : cited.start],
        after=text[cited.end : min(article.end, cited.end + AROUND)],
        status=status,
    )
