"""A document by what people call it: 工会法 for its long title, the report of a year where one comes
out each year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.records import Bulletin
from rag.search.fold import fold, letters
from rag.search.scope import year_of

SHORTEST_RUN = 2
"""Characters of a title that are left together where a name leaves some out: 年休假条例."""
SHORTEST_LAW = 3
LONGEST_NAME = 60
_LAW = re.compile(
    r"([\u4e00-\u9fff]{1,20}?(?:法|条例|办法|规定|细则|章程))》?(?:里面?|中)?(?=规定|要求|对|关于|是怎么|怎么)"
)
"""A text of which it is asked what it says; not one that was passed or studied."""
_YEAR = re.compile(r"(?:19|20)\d\d年度?")
_SMALL = re.compile("[的《》]|[这那][份部篇个]")
_NEWEST = re.compile(
    "最[新近]的?(?:一|那)?[份部篇个]?(?P<kind>文件|材料|文档|资料|[\u4e00-\u9fff]{2,8})?"
)
_ANY_KIND = ("文件", "材料", "文档", "资料")


def called(bulletins: Sequence[Bulletin], name: str) -> list[Bulletin]:
    """Those that a name may mean; none where it could be another thing. It ends as the title does, or
    is all of it, and may leave out what stands before."""
    if newest := _NEWEST.fullmatch(fold(name)):
        return _newest(bulletins, newest["kind"] or "")
    said = letters(_SMALL.sub("", fold(name)))
    if not SHORTEST_RUN <= len(said) <= LONGEST_NAME:
        return []
    exact = [each for each in bulletins if said in _names(each)]
    return exact or [each for each in bulletins if any(_short_for(said, n) for n in _names(each))]


@lru_cache(maxsize=20_000)
def title_letters(title: str) -> str:
    """Kept: every question is held against every title."""
    return letters(title)


def _newest(bulletins: Sequence[Bulletin], kind: str) -> list[Bulletin]:
    fitting = [
        each
        for each in bulletins
        if each.date and (not kind or kind in _ANY_KIND or each.title.endswith(kind))
    ]
    last = max((each.date or "" for each in fitting), default="")
    return [each for each in fitting if each.date == last]


def _names(bulletin: Bulletin) -> list[str]:
    """The title; with the year before it too, where it comes out each year and does not say so."""
    title, year = title_letters(bulletin.title), year_of(bulletin)
    return [title, f"{year}年{title}"] if year and not _YEAR.search(title) else [title]


def _short_for(said: str, title: str) -> bool:
    return said[-SHORTEST_RUN:] == title[-SHORTEST_RUN:] and _in_runs(said, title)


def _in_runs(said: str, title: str) -> bool:
    """Whether what is said is made of runs of the title, in their order."""
    used = {0: 0}  # how much of the title is used at least, by how much is said
    for begin in range(len(said)):
        for end in range(begin + SHORTEST_RUN, len(said) + 1) if begin in used else ():
            at = title.find(said[begin:end], used[begin])
            if at < 0:
                break
            used[end] = min(used.get(end, len(title)), at + end - begin)
    return len(said) in used


def meant(bulletins: Sequence[Bulletin], question: str) -> list[Bulletin] | None:
    """The documents to which a question keeps: the report of the year that it names (none where there
    is no report of that year), or the law of which it asks what it says. None where it names none."""
    if (of_the_year := of_a_series(bulletins, question)) is not None:
        return of_the_year
    asked = {name for name in _LAW.findall(fold(question)) if len(letters(name)) >= SHORTEST_LAW}
    laws = [
        each for name in asked for each in bulletins if title_letters(each.title).endswith(name)
    ]
    return laws if len(laws) == 1 else None


def of_a_series(bulletins: Sequence[Bulletin], question: str) -> list[Bulletin] | None:
    """Where a question names one of several documents of the same name by its year, that one: none
    where there is none of that year. None where it names no such document, or several years."""
    series: dict[str, dict[str, Bulletin]] = {}
    for each in bulletins:
        told = _YEAR.search(fold(each.title))
        year = told[0][:4] if told else str(year_of(each) or "")
        if year and not each.issue:
            series.setdefault(_YEAR.sub("", title_letters(each.title)), {})[year] = each
    text = fold(question)
    if len({each[:4] for each in _YEAR.findall(text)}) != 1:
        return None
    for name, by_year in series.items():
        kind = re.escape(name[-SHORTEST_RUN:])
        said = re.search(rf"((?:19|20)\d\d)年度?(?:的|版)*(\S{{0,12}}?{kind})(?![会员人团])", text)
        if len(by_year) > 1 and said and _short_for(letters(said[2]), name):
            found = by_year.get(said[1])
            return [found] if found else []
    return None
