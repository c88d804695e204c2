"""Which entries of a list of dated works are of a year or month: all of them, read off the list.

《…》（2014年10月15日） opens each entry. A search finds some of them by what is said of them; how many
there are, and which, only the whole list tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from rag.answer.facts import value_of
from rag.listing import Line, Lines
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
_WHEN = re.compile(r"(?P<year>(?:19|20)\d\d)年?(?:(?P<month>\d{1,2})月)?")

Entry = tuple[Unit, re.Match[str]]
"""With its title and date."""


def dated_entries(library: Library, question: str, scope: Scope) -> Lines:
    """Empty where the question asks for no such entries, or knows of another number of them."""
    text = fold(question)
    asked, when = _ASKED.search(text), list(_WHEN.finditer(text))
    if asked is None or not when:
        return Lines([])
    known = value_of(asked["count"])  # of 几 and 哪些 it is None
    for bulletin in library.documents_in(scope):
        for article in library.articles(bulletin.key):
            if not article.title or not _is_named(article.title, question):
                continue
            entries = [
                pair
                for pair in _entries(library, bulletin, article)
                if any(_is_of(pair[1], each) for each in when)
            ]
            if entries and known in (None, len(entries)):
                return Lines(_lines(bulletin, article.title, entries, when))
    return Lines([])


def _is_named(title: str, question: str) -> bool:
    one, other = fold(title), fold(question)
    shared = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return shared.size >= NAMED


def _entries(library: Library, bulletin: Bulletin, article: Article) -> list[Entry]:
    units = library.units_within(bulletin.key, article.body, article.end)
    entries = [(unit, opened) for unit in units if (opened := _ENTRY.match(unit.text))]
    return entries if len(entries) >= FEWEST_ENTRIES else []


def _is_of(opened: re.Match[str], when: re.Match[str]) -> bool:
    month = when["month"]
    return opened["year"] == when["year"] and (month is None or int(opened["month"]) == int(month))


def _lines(
    bulletin: Bulletin, title: str, entries: Sequence[Entry], when: Sequence[re.Match[str]]
) -> list[Line]:
    times = "、".join(
        f"{each['year']}年{int(each['month'])}月" if each["month"] else f"{each['year']}年"
        for each in when
    )
    named = title if title.startswith("《") else f"《{title}》"
    head = f"{bulletin_name(bulletin)}，{named}，{times}的共{len(entries)}篇："
    return [Line(_shown(unit, opened), unit, head) for unit, opened in entries]


def _shown(unit: Unit, opened: re.Match[str]) -> str:
    return unit.text if len(unit.text) <= LONGEST_ENTRY else opened[0]
