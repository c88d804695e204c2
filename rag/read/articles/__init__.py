"""Which lines make up which article, in reading order.

Three makes of document: one article; articles under headings, with or without a list of contents;
and pages of text boxes, where an article's title stands after the text of its first page.
"""

from __future__ import annotations

from rag.read.articles.boxes import Boxes
from rag.read.articles.draft import Draft
from rag.read.articles.headings import under_headings
from rag.read.articles.one import one_article
from rag.read.contents import find_contents
from rag.read.layout import Layout
from rag.read.lines import HEADING_MARK
from rag.read.pages import NO_PAGES, PageMarks
from rag.records import Bulletin

SINGLE_ARTICLE_KINDS = ("review", "article", "notice")

__all__ = ["Draft", "find_articles"]


def find_articles(layout: Layout, marks: PageMarks, bulletin: Bulletin) -> list[Draft]:
    if bulletin.kind in SINGLE_ARTICLE_KINDS:
        return one_article(layout)
    if marks is not NO_PAGES:
        return Boxes(layout, marks).articles()
    if any(HEADING_MARK.match(line.text) for line in layout.lines):
        return under_headings(layout, find_contents(layout.lines), bulletin.title)
    return one_article(layout)
