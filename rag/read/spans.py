"""The printed page of each stretch of clean text, and what of the source it leaves out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median_high

from rag.read.articles import Draft
from rag.read.assembly import Written
from rag.read.lines import Line
from rag.read.pages import PageMarks
from rag.records import PageSpan

USUAL_PAGE = 1500
"""Characters, where the contents give no two pages to measure."""


def marked_pages(written: Written, marks: PageMarks, lines: Sequence[Line]) -> Iterator[PageSpan]:
    """Each character's page is its line's; neighbours on one page are one span. White space goes
    with what stands before it: that of a joint may stand for another's."""
    opens = [lines[index].start for index in marks.openings]
    ends = [*opens[1:], max(written.origins) + 1]
    start, page = 0, 0
    for offset, (character, origin) in enumerate(zip(written.text, written.origins, strict=True)):
        if opens[page] <= origin < ends[page] or character.isspace():
            continue
        if offset > start:
            yield PageSpan(start, offset, *marks.page_of(marks.openings[page]))
        start = offset
        page = next(i for i, end in enumerate(ends) if origin < end)
    yield PageSpan(start, len(written.text), *marks.page_of(marks.openings[page]))


def known_pages(
    written: Written, starts: Sequence[tuple[int, int | None, bool]]
) -> Iterator[PageSpan]:
    """The source itself tells where a page begins. White space goes with what stands before it."""
    offsets = [start for start, _, _ in starts]
    begin, page = 0, 0
    for offset, (character, origin) in enumerate(zip(written.text, written.origins, strict=True)):
        here = page if character.isspace() else max(bisect_right(offsets, origin) - 1, 0)
        if here != page:
            if offset > begin:
                yield PageSpan(begin, offset, *starts[page][1:])
            begin, page = offset, here
    yield PageSpan(begin, len(written.text), *starts[page][1:])


def listed_pages(written: Written, drafts: Sequence[Draft]) -> Iterator[PageSpan]:
    """The contents give an article's first page; further pages are inferred from its length,
    and never go beyond the page on which the next listed article begins."""
    usual = _characters_a_page(written, drafts)
    listed = [draft.listed_page for draft in drafts]
    for number, (article, first) in enumerate(zip(written.articles, listed, strict=True)):
        if first is None:
            yield PageSpan(article.start, article.end, None, inferred=False)
            continue
        next_listed = next((page for page in listed[number + 1 :] if page is not None), first)
        last = max(first, next_listed)
        start = article.start
        for page in range(first, last + 1):
            end = article.end if page == last else min(start + usual, article.end)
            if end > start:
                yield PageSpan(start, end, page, inferred=page > first)
            start = end


def _characters_a_page(written: Written, drafts: Sequence[Draft]) -> int:
    """The usual characters of a page, from articles whose neighbour in the contents follows."""
    counted: list[int] = []
    for (draft, article), (after, _) in pairwise(zip(drafts, written.articles, strict=True)):
        if draft.listed_page and after.listed_page and after.listed_page > draft.listed_page:
            pages = after.listed_page - draft.listed_page
            counted.append((article.end - article.start) // pages)
    return max(median_high(counted), 1) if counted else USUAL_PAGE


def unused_stretches(source: str, origins: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of the source that are in no article, white space aside."""
    # One byte a character: f is free, s is white space inside a line, n ends a line, u is used.
    state = bytearray(b"f") * len(source)
    for space in re.finditer(r"\n|[^\S\n]+", source):
        start, end = space.span()
        state[start:end] = (b"n" if source[start] == "\n" else b"s") * (end - start)
    used = ord("u")
    for origin in origins:
        state[origin] = used
    for stretch in re.finditer(rb"f(?:[fs]*f)?", state):
        yield stretch.span()
