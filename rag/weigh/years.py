"""Of which years a bulletin and its articles speak: 去年 of one of 2024 is 2023, and what is printed in
spring reports on the year before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.evidence import Candidate
from rag.question.anchors import Anchors, without_compared
from rag.records import Bulletin
from rag.search.fold import fold
from rag.search.library import Library
from rag.search.scope import year_of

SPRING = 4
"""The month up to which what is printed reports on the year before."""
DAY = re.compile(r"(?<![年\d])(\d{1,2})月\d{1,2}日")
OPENING = 200
"""Characters of an article, its title among them, in which news says on what day it happened."""
LAST_YEAR = re.compile("去年|上年|上一年")


def meant_in(library: Library, anchors: Anchors, bulletin: Bulletin) -> Anchors:
    """What a question turns on, as it is meant of this bulletin: 去年 is the year before its own."""
    newest = max(filter(None, map(year_of, library.bulletins())), default=None)
    return anchors.meant(year_of(bulletin), newest, in_spring(bulletin), month_of(bulletin))


def spoken_of(library: Library, anchors: Anchors, chosen: Sequence[Candidate]) -> bool:
    """Whether an article of the chosen sentences has the years and places of a question."""
    return any(
        meant_in(library, anchors, library.bulletin(unit.document)).unmet(
            about_article(library, unit.document, unit.article)
        )
        is None
        for unit in (each.unit for each in chosen)
    )


def in_spring(bulletin: Bulletin) -> bool:
    """Without a month it is not."""
    month = month_of(bulletin)
    return month is not None and month <= SPRING


def month_of(bulletin: Bulletin) -> int | None:
    """Of its date, as the manifest has it: 2024-03-15 or 2024年3月; many have none."""
    found = re.search(r"(?:19|20)\d\d\D{1,2}(\d{1,2})(?!\d)", fold(bulletin.date or ""))
    return int(found[1]) if found else None


def about_article(library: Library, document: str, number: int) -> str:
    return about(library.folded_article(document, number), library.bulletin(document))


def about(article: str, bulletin: Bulletin) -> str:
    """All that a folded article says, without the years that it compares with, and what is known of
    its bulletin; with the year before, where it looks back on that."""
    known = fold(f"{bulletin.title} {bulletin.issue} {bulletin.date} {bulletin.publisher}")
    year = year_of(bulletin)
    in_the_news = _is_news(article, bulletin)
    looks_back = LAST_YEAR.search(article) or (in_spring(bulletin) and not in_the_news)
    last = f" {year - 1}" if year and looks_back else ""
    return f"{without_compared(article)} {known}{last}"


def _is_news(article: str, bulletin: Bulletin) -> bool:
    """Whether a folded article opens with a day of the months before its bulletin came out, without a
    year: 4月21日 in one of April is a day of that year, and nothing of it happened the year before."""
    day = DAY.search(article[:OPENING])
    return day is not None and int(day[1]) <= (month_of(bulletin) or 0)
