"""Where to look: what people call a bulletin becomes the documents that are meant, in one place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.errors import RequestError
from rag.records import Bulletin, Citation, Scope
from rag.search.fold import fold

_MARKS = re.compile(r"[\s《》〈〉（）()·,，]+")


def documents_in(bulletins: Sequence[Bulletin], scope: Scope) -> list[Bulletin]:
    """In the order of `bulletins`; all of them where the scope names none."""
    named = {each.key for name in scope.documents for each in _named(bulletins, name)}
    _check_years(bulletins, scope.years)
    return [
        each
        for each in bulletins
        if (not scope.documents or each.key in named)
        and (not scope.years or year_of(each) in scope.years)
    ]


def year_of(bulletin: Bulletin | Citation) -> int | None:
    """Of its date, else of its issue; issues are often written 二〇二四年第三期."""
    for text in (bulletin.date, bulletin.issue):
        if text and (found := re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", fold(text))):
            return int(found[0])
    return None


def _named(bulletins: Sequence[Bulletin], name: str) -> list[Bulletin]:
    """A key or a file name is one document; a title or an issue (2024年第12期, 《青海工运》2024年第12期)
    is every document that bears it."""
    exactly = [each for each in bulletins if name in (each.key, each.name)]
    if found := exactly or [each for each in bulletins if _plain(name) in _names(each)]:
        return found
    raise RequestError(unknown_document(name, bulletins))


def _names(bulletin: Bulletin) -> Iterator[str]:
    """As people call it, folded: 二〇二四年 is 2024年, and marks are left out."""
    yield _plain(bulletin.title)
    if bulletin.issue:
        yield _plain(bulletin.issue)
        yield _plain(bulletin.title + bulletin.issue)


def _plain(name: str) -> str:
    return _MARKS.sub("", fold(name))


def _check_years(bulletins: Sequence[Bulletin], years: Sequence[int]) -> None:
    known = sorted({year for each in bulletins if (year := year_of(each)) is not None})
    for year in years:
        if year not in known:
            listed = "、".join(map(str, known))
            raise RequestError(f"没有 {year} 年的简报（no such year）。有的年份：{listed or '无'}")


def unknown_document(asked: str, known: Sequence[Bulletin]) -> str:
    names = "、".join(f"{each.key}（{each.name}）{each.issue or ''}" for each in known)
    return f"没有这份文档或这一期：{asked[:80]}（no such document or issue）。有的文档：{names or '无'}"
