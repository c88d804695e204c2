"""Which entries of a list of dated works are of a year or month: all of them, read off the list.

《…》（2014年10月15日） opens each entry. A search finds some of them by what is said of them; how many
there are, and which, only the whole list tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rag.answer.facts import value_of, whole_number
from rag.lists.listing import Line, Lines
from rag.records import Article, Bulletin, Scope, Unit, bulletin_name
from rag.search.fold import fold
from rag.search.library import Library

FEWEST_ENTRIES = 5
"""An article with so many is a list of works."""
NAMED = 4
"""Characters in a row that the question has to share with its title."""
LONGEST_ENTRY = 110
"""Up to it an entry is shown with what is said of it, else its title and date."""
_ENTRY = re.compile(r"《[^》]+》[（(](?P<year>\d{4})年(?P<month>\d{1,2})月[^）)]*[）)]")
_ASKED = re.compile(r"(?:哪|有)?(?P<count>[几些两二三四五六七八九十]|多少|\d{1,2})篇")
_WHEN = re.compile(
    r"(?P<year>(?:19|20)\d\d)年?"
    r"(?:的?(?P<half>[上下])半年|的?第?(?P<quarter>[1-4一二三四])季度"
    r"|(?P<month>1[0-2]|0?[1-9])(?:月?[至到—~-](?P<last>1[0-2]|0?[1-9]))?月)?"
)
WHOLE_YEAR = range(1, 13)
_HALVES = {"上": range(1, 7), "下": range(7, 13)}

Entry = tuple[Unit, re.Match[str]]
"""With its title and date."""


@dataclass(frozen=True, slots=True)
class When:
    """A year or months of it, as a question has them."""

    said: str
    year: int
    months: range


def dated_entries(library: Library, question: str, scope: Scope) -> Lines:
    """Empty where the question asks for no such entries, or knows of another number of them."""
    text = fold(question)
    asked, times = _ASKED.search(text), [_when(each) for each in _WHEN.finditer(text)]
    if asked is None or not times:
        return Lines()
    known = value_of(asked["count"])  # of 几 and 哪些 it is None
    for bulletin in library.documents_in(scope):
        for article in library.articles(bulletin.key):
            if not article.title or not _is_named(article.title, question):
                continue
            entries = [
                pair
                for pair in _entries(library, bulletin, article)
                if any(_is_of(pair[1], when) for when in times)
            ]
            if entries and known in (None, len(entries)):
                return Lines(_lines(bulletin, article.title, entries, times))
    return Lines()


def _is_named(title: str, question: str) -> bool:
    one, other = fold(title), fold(question)
    shared = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return shared.size >= NAMED


def _entries(library: Library, bulletin: Bulletin, article: Article) -> list[Entry]:
    units = library.units_within(bulletin.key, article.body, article.end)
    entries = [(unit, opened) for unit in units if (opened := _ENTRY.match(unit.text))]
    return entries if len(entries) >= FEWEST_ENTRIES else []


def _when(found: re.Match[str]) -> When:
    """The whole year where no part of it is said."""
    months = WHOLE_YEAR
    if found["half"]:
        months = _HALVES[found["half"]]
    elif found["quarter"]:
        last = 3 * whole_number(found["quarter"])
        months = range(last - 2, last + 1)
    elif found["month"]:
        months = range(int(found["month"]), int(found["last"] or found["month"]) + 1)
    return When(found[0], int(found["year"]), months)


def _is_of(opened: re.Match[str], when: When) -> bool:
    return int(opened["year"]) == when.year and int(opened["month"]) in when.months


def _lines(
    bulletin: Bulletin, title: str, entries: Sequence[Entry], times: Sequence[When]
) -> list[Line]:
    said = "、".join(
        when.said.removesuffix("年") + "年" * (len(when.months) == 12) for when in times
    )
    named = title if title.startswith("《") else f"《{title}》"
    head = f"{bulletin_name(bulletin)}，{named}，{said}的共{len(entries)}篇："
    return [Line(_shown(unit, opened), unit, head) for unit, opened in entries]


def _shown(unit: Unit, opened: re.Match[str]) -> str:
    return unit.text if len(unit.text) <= LONGEST_ENTRY else opened[0]
