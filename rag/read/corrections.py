"""What a person corrected of a document's articles, kept beside the documents.

corrections.toml names an article by the words that it begins with, so that a correction finds its
article again after the document was read anew, by another reader or from another file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.errors import ReadError
from rag.read.spans import USUAL_PAGE
from rag.records import Article, Document, PageSpan

CORRECTIONS = "corrections.toml"
OPENING = 40
"""Characters, white space aside, by which an article is known."""


@dataclass(frozen=True, slots=True)
class Correction:
    document: str
    """The document's key."""
    begins: str
    number: int
    """Which article it was: of several that begin alike, the nearest is meant."""
    title: str | None = None
    page: int | None = None
    """The printed page on which the article begins."""


def load_corrections(folder: Path) -> list[Correction]:
    file = folder / CORRECTIONS
    if not file.is_file():
        return []
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8")).get("article", [])
        return [_correction(entry) for entry in entries]
    except (ValueError, OSError, TypeError, KeyError, AttributeError) as error:
        raise ReadError(
            f"{file} 读不出来（unreadable corrections）：{error}。请改正，或移走这个文件。"
        ) from error


def _correction(entry: Mapping[str, object]) -> Correction:
    title, page = entry.get("title"), entry.get("page")
    return Correction(
        document=str(entry["document"]),
        begins=str(entry["begins"]),
        number=int(str(entry.get("number", 1))),
        title=None if title is None else str(title),
        page=None if page is None else int(str(page)),
    )


def opening(document: Document, article: Article) -> str:
    """The words by which an article is known."""
    body = "".join(document.text[article.body : article.end].split())
    return (body or "".join(document.text[article.start : article.end].split()))[:OPENING]


def corrected(document: Document, corrections: Sequence[Correction]) -> Document:
    """Titles and pages as a person gave them. The words are never touched."""
    for correction in corrections:
        if correction.document == document.bulletin.key:
            found = meant(document, correction)
            document = _applied(document, found, correction) if found else document
    return document


def meant(document: Document, correction: Correction) -> Article | None:
    """The article that begins with these words, or else holds them; None where none does."""
    holding = [
        (opening(document, each) != correction.begins, abs(each.number - correction.number), each)
        for each in document.articles
        if correction.begins in "".join(document.text[each.start : each.end].split())
    ]
    return min(holding, key=lambda one: one[:2])[2] if holding and correction.begins else None


def _applied(document: Document, article: Article, correction: Correction) -> Document:
    if correction.title is not None:
        named = replace(article, title=correction.title)
        articles = tuple(named if each == article else each for each in document.articles)
        document = replace(document, articles=articles)
    if correction.page is not None:
        pages = tuple(_with_page(document, article, correction.page))
        document = replace(document, pages=pages)
    return document


def _with_page(document: Document, article: Article, page: int) -> Iterator[PageSpan]:
    """The article's own pages are counted from the one given; those of others stay."""
    was, _ = document.page_at(article.body)
    for span in document.pages:
        if span.end <= article.start or span.start >= article.end:
            yield span
            continue
        if span.start < article.start:
            yield replace(span, end=article.start)
        start, end = max(span.start, article.start), min(span.end, article.end)
        if was is None or span.page is None:
            yield from _counted(start, end, page)
        else:
            moved = page + span.page - was
            yield PageSpan(start, end, moved if moved > 0 else None, moved != page)
        if span.end > article.end:
            yield replace(span, start=article.end)


def _counted(start: int, end: int, page: int) -> Iterator[PageSpan]:
    """Pages of the usual length, where nothing tells where they end."""
    for number, begin in enumerate(range(start, end, USUAL_PAGE)):
        yield PageSpan(begin, min(begin + USUAL_PAGE, end), page + number, number > 0)
