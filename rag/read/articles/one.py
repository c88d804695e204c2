"""A document that is one article."""

from __future__ import annotations

import re

from rag.read.articles.draft import Draft
from rag.read.layout import BYLINE, NARROW, PEOPLE, Layout
from rag.read.lines import HEADING_MARK, WIDEST_BYLINE, Line

NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百]{1,4}[编章节]"
)
"""How a part of a text begins, which is not the name of all of it."""
MOST_ABOVE = 12
"""Lines between a title and the first part: who speaks, where, and to whom."""


def one_article(layout: Layout) -> list[Draft]:
    """The heading above a `——` line is the title; without one, the first heading is."""
    lines, roles = layout.lines, layout.roles
    draft = Draft()
    if (dashes := _subtitle(layout)) is not None:
        draft.title, draft.subtitle = [dashes - 1], [dashes]
    elif (
        first := next((i for i, role in enumerate(roles) if role == "heading"), None)
    ) is not None:
        draft.title = [first] if not _is_a_part(lines[first]) else _above(layout, first)
    # A running head or a page number may stand anywhere among them.
    text = [i for i, role in enumerate(roles) if role != "label"]
    below = [i for i in text if i > max(draft.head, default=len(lines))][:1]
    if below and is_byline(lines[below[0]]):
        draft.byline = below
    elif len(text) > 1 and _names_people(lines[text[-1]]) and text[-1] not in draft.head:
        draft.byline = text[-1:]
    head = set(draft.head)
    draft.body = [i for i in text if i not in head]
    return [draft]


def _is_a_part(line: Line) -> bool:
    return NUMBERED.match(HEADING_MARK.sub("", line.text)) is not None


def _above(layout: Layout, part: int) -> list[int]:
    """The title above a first part with a number: the line that opens the document, unless that is
    running text or an address (各位代表：)."""
    above = [i for i in range(part) if layout.roles[i] != "label"][: MOST_ABOVE + 1]
    if not 0 < len(above) <= MOST_ABOVE:
        return []
    first = layout.lines[above[0]]
    said = first.is_prose or first.text.endswith(("：", ":", "，", "；"))
    goes_on = layout.joins_next(above[0], [*above, part][1])
    return [] if said or goes_on or is_byline(first) else above[:1]


def _subtitle(layout: Layout) -> int | None:
    """The first line in dashes under one that is no running text. Text can break at a dash, too."""
    lines = layout.lines
    for index in range(1, len(lines)):
        dashes = lines[index].text.startswith("——") and not lines[index].ends_sentence
        if dashes and not lines[index - 1].is_prose and _stands_alone(layout, index - 1):
            return index
    return None


def _stands_alone(layout: Layout, index: int) -> bool:
    if index == 0 or layout.roles[index] in ("heading", "title"):
        return True
    wrapped = layout.style.column and layout.lines[index].width > NARROW * layout.style.column
    return (
        layout.style.blank_ends_paragraph and layout.lines[index - 1].ends_sentence and not wrapped
    )


def is_byline(line: Line) -> bool:
    text = HEADING_MARK.sub("", line.text)
    return bool(BYLINE.match(text) or _names_people(line)) and line.width <= WIDEST_BYLINE


def _names_people(line: Line) -> bool:
    """A row of a table of names is none."""
    return bool(PEOPLE.match(HEADING_MARK.sub("", line.text))) and not line.is_row
