"""A bulletin to be read: its contents, and its articles page by page as they stand in the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from rag.errors import RequestError
from rag.records import Article, Bulletin, bulletin_name
from rag.search.library import Library

LONGEST_LEAF = 12_000
"""Characters. A document without pages is cut here, at a sentence's end, so that it can be shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents. `page` is the printed page on which the text begins."""

    article: Article
    page: int | None
    inferred: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """What stands of an article on one printed page. `number` counts from 1 within the article."""

    article: Article
    number: int
    start: int
    end: int
    page: int | None
    inferred: bool
    text: str
    opens: bool
    """Whether it is the article's first leaf with this printed page, which then names it."""


@dataclass(frozen=True, slots=True)
class OpenArticle:
    """An article opened at one of its leaves, with the leaves before and after it in the bulletin."""

    bulletin: Bulletin
    article: Article
    leaves: tuple[Leaf, ...]
    leaf: Leaf
    before: Leaf | None
    after: Leaf | None


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A printed page: what stands on it of each article, and the printed pages beside it."""

    bulletin: Bulletin
    page: int
    leaves: tuple[Leaf, ...]
    before: int | None
    after: int | None


def contents(library: Library, key: str) -> list[Entry]:
    return [Entry(each, *library.page_at(key, each.body)) for each in library.articles(key)]


def open_article(
    library: Library, key: str, number: int, page: int | None = None, part: int | None = None
) -> OpenArticle:
    """At a printed page or at its n-th leaf; at the beginning where neither is given."""
    article = library.article(key, number)
    leaves = tuple(_leaves(library, key, article))
    leaf = _chosen(leaves, page, part)
    at = leaf.number - 1
    beside = {each.number: each for each in library.articles(key)}
    earlier, later = beside.get(number - 1), beside.get(number + 1)
    before = leaves[at - 1] if at else None
    after = leaves[at + 1] if at + 1 < len(leaves) else None
    if before is None and earlier:
        before = list(_leaves(library, key, earlier))[-1]
    if after is None and later:
        after = next(_leaves(library, key, later))
    return OpenArticle(library.bulletin(key), article, leaves, leaf, before, after)


def _chosen(leaves: tuple[Leaf, ...], page: int | None, part: int | None) -> Leaf:
    if page is None and part is None:
        return leaves[0]
    for leaf in leaves:
        if page is not None and leaf.page == page or page is None and leaf.number == part:
            return leaf
    known = _numbers(each.page for each in leaves)
    raise RequestError(
        f"这一篇不在第 {page} 页（this article is not on that page）。{_pages_known(known)}"
        if page is not None
        else f"这一篇只有 {len(leaves)} 段（no such part）。"
    )


def open_page(library: Library, key: str, page: int) -> OpenPage:
    bulletin = library.bulletin(key)
    end = len(library.clean_text(key))
    known = _numbers(each.page for each in library.pages_within(key, 0, end))
    if page not in known:
        raise RequestError(
            f"{bulletin_name(bulletin)}里没有第 {page} 页的文字"
            f"（no such page）。{_pages_known(known)}"
        )
    leaves = tuple(
        leaf
        for article in library.articles(key)
        for leaf in _leaves(library, key, article)
        if leaf.page == page
    )
    at = known.index(page)
    before = known[at - 1] if at else None
    after = known[at + 1] if at + 1 < len(known) else None
    return OpenPage(bulletin, page, leaves, before, after)


def _numbers(pages: Iterable[int | None]) -> list[int]:
    return sorted({page for page in pages if page is not None})


def _pages_known(pages: list[int]) -> str:
    if not pages:
        return "它没有标页码。"
    return f"有的页码：第 {pages[0]} 页" + (f"到第 {pages[-1]} 页。" if len(pages) > 1 else "。")


def _leaves(library: Library, key: str, article: Article) -> Iterator[Leaf]:
    """Together they are the article, without a gap."""
    text = library.clean_text(key)
    number = 0
    seen: set[int | None] = {None}
    for start, end, page, inferred in _stretches(library, key, article):
        for first, last in _cut(library, key, start, end):
            number += 1
            words = text[first:last]
            yield Leaf(article, number, first, last, page, inferred, words, page not in seen)
            seen.add(page)


def _stretches(
    library: Library, key: str, article: Article
) -> Iterator[tuple[int, int, int | None, bool]]:
    spans = library.pages_within(key, article.start, article.end)
    start = article.start
    for (page, inferred), group in groupby(spans, lambda span: (span.page, span.inferred)):
        end = min(list(group)[-1].end, article.end)
        yield start, end, page, inferred
        start = end
    if start < article.end:
        yield start, article.end, None, False


def _cut(library: Library, key: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start > LONGEST_LEAF:
        for unit in library.units_within(key, start, end):
            if unit.end - start > LONGEST_LEAF and start < unit.start:
                yield start, unit.start
                start = unit.start
    yield start, end
