"""A reference as people paste it becomes the place it names.

`《青海工运》2024年第12期，第37页（推定），《…》`, with less of it or with its quote in front; a citation's
id, alone or inside an address of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

from rag.answer.cite import ID, CitationId
from rag.errors import RequestError
from rag.lookup.reading import open_article, open_page
from rag.phrases.concordance import spans
from rag.records import Article, Bulletin, Scope, bulletin_name
from rag.search.fold import fold, letters
from rag.search.library import Library

T = TypeVar("T")

LONGEST_TEXT = 2_000
NAMED = 12
"""Issues that a message lists at most."""

_QUOTED = re.compile(r"^[“\"「『](?P<quote>.+)[”\"」』]\s*[（(]\s*(?P<rest>《.+)[）)]$", re.DOTALL)
_NUMBER = re.compile(r"^\[\d{1,3}\]\s*")
_ISSUE = re.compile(r"(?:(\d{4})年)?第?(\d{1,4})期")
_REST = re.compile(
    r"(?P<issue>[^《》，,；;]*?)"
    r"(?:[\s，,]*(?:(?<![共\d])第?\s*(?P<page>\d{1,5})\s*页|p\.?\s*(?P<p>\d{1,5}))(?:\s*[（(]推定[）)])?)?"
    r"(?:[\s，,]*[，,]\s*(?P<author>[^《》，,；;。.]{2,80}?))?"
    r"(?:[\s，,]*(?P<article>《.+》))?\s*[。.；;]?",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    title: str
    issue: str | None = None
    page: int | None = None
    article: str | None = None
    quote: str | None = None
    author: str | None = None

    @property
    def bare(self) -> bool:
        """Only a title: it may as well be an article's, or words to look for."""
        return not (self.issue or self.page or self.article or self.quote)


@dataclass(frozen=True, slots=True)
class Place:
    """What a reference names: an issue, a page of it, an article, or a citation."""

    bulletin: Bulletin
    article: Article | None = None
    page: int | None = None
    citation: str | None = None


def pasted_id(text: str) -> str | None:
    """The citation id that the text is, or that the address in it asks for."""
    text = text.strip()
    if "cite=" in text:
        try:
            text = parse_qs(urlsplit(text).query).get("cite", [""])[0].strip()
        except ValueError:  # no address after all
            return None
    return text if ID.match(text) else None


def parse_reference(text: str) -> Reference | None:
    """None where the text is no reference."""
    text = _NUMBER.sub("", text[:LONGEST_TEXT].strip())
    quote = None
    if quoted := _QUOTED.match(text):
        quote, text = quoted["quote"], quoted["rest"]
    title_ends = _closing(text)
    if title_ends is None or not (rest := _REST.fullmatch(text, title_ends)):
        return None
    page = rest["page"] or rest["p"]
    article = rest["article"]
    if article and _closing(article) != len(article):
        return None  # two titles side by side
    return Reference(
        title=text[1 : title_ends - 1],
        issue=rest["issue"].strip() or None,
        page=int(page) if page else None,
        article=article[1:-1] if article else None,
        quote=quote,
        author=rest["author"],
    )


def _closing(text: str) -> int | None:
    """Just after the mark that closes the title at the beginning of the text; titles hold titles."""
    depth = 0
    for at, each in enumerate(text):
        depth += (each == "《") - (each == "》")
        if depth == 0:
            return at + 1 if at > 1 else None
    return None


def places(library: Library, text: str) -> list[Place]:
    """What the text names. Several where it fits several; empty where it is no reference; an error
    that says which part does not fit where it is one."""
    if (wanted := parse_reference(_with_marks(library, text))) is None:
        return []
    titled = _fitting(library.bulletins(), wanted.title, lambda each: each.title)
    if wanted.author and not any(_signed(library, each, wanted.author) for each in titled):
        return []  # 《…》 and more words: a heading or a sentence
    if wanted.bare:
        named = _of_title(library, wanted.title)
        return [_only(library, each) for each in titled] or named
    if not titled and not _says_where(wanted):
        return []  # 《…》 and more words: a heading or a sentence
    if not titled:
        raise RequestError(
            f"这里没有《{wanted.title}》（no such bulletin）。有的是：{_names(library.bulletins())}"
        )
    issues = [each for each in titled if _same_issue(wanted.issue, each.issue)]
    if not issues:
        raise RequestError(
            f"《{wanted.title}》没有{wanted.issue}（no such issue）。有的是：{_names(titled)}"
        )
    return _within(library, issues, wanted)


def _signed(library: Library, bulletin: Bulletin, author: str) -> bool:
    return any(
        letters(each.byline or "") == letters(author) for each in library.articles(bulletin.key)
    )


def _with_marks(library: Library, text: str) -> str:
    """青海工运2024年第12期, typed without 《》."""
    text = text.strip()
    for bulletin in library.bulletins():
        rest = text.removeprefix(bulletin.title)
        if rest != text:
            wanted = parse_reference(f"《{bulletin.title}》{rest}")
            return f"《{bulletin.title}》{rest}" if wanted and _says_where(wanted) else text
    return text


def _says_where(wanted: Reference) -> bool:
    issue = _ISSUE.search(fold(wanted.issue or ""))
    return bool(issue or wanted.page or wanted.article)


def _of_title(library: Library, title: str) -> list[Place]:
    return [
        Place(bulletin, article)
        for bulletin in library.bulletins()
        for article in library.articles(bulletin.key)
        if letters(article.title or "") == letters(title)
    ]


def _only(library: Library, bulletin: Bulletin) -> Place:
    """A document that is one article is opened there."""
    articles = library.articles(bulletin.key)
    return Place(bulletin, articles[0] if len(articles) == 1 else None)


def _same_issue(wanted: str | None, known: str | None) -> bool:
    """2024年第12期 is 2024年12期 and 二〇二四年第十二期, and 第12期 where no year is given."""
    if wanted is None:
        return True
    asked, given = _ISSUE.search(fold(wanted)), _ISSUE.search(fold(known or ""))
    if not asked or not given:
        return letters(wanted) == letters(known or "")
    return int(asked[2]) == int(given[2]) and (asked[1] is None or asked[1] == given[1])


def _within(library: Library, issues: Sequence[Bulletin], wanted: Reference) -> list[Place]:
    """In each issue that fits; the error of the last one where none does."""
    found: list[Place] = []
    problem: RequestError | None = None
    for bulletin in issues:
        try:
            found += _in_issue(library, bulletin, wanted)
        except RequestError as error:
            problem = error
    if problem and not found:
        raise problem
    return found


def _in_issue(library: Library, bulletin: Bulletin, wanted: Reference) -> list[Place]:
    key, page = bulletin.key, wanted.page
    articles: list[Article | None] = [_only(library, bulletin).article]
    if wanted.article:
        titles = library.articles(key)
        articles = [*_fitting(titles, wanted.article, lambda each: each.title or "")]
        if not articles:
            raise RequestError(
                f"{bulletin_name(bulletin)}里没有题为《{wanted.article}》的文章"
                "（no such article）。"
            )
    for article in articles:  # an error where the page does not fit
        if article and page is not None:
            open_article(library, key, article.number, page)
        elif page is not None:
            open_page(library, key, page)
    found = [Place(bulletin, article, page) for article in articles]
    return [_quoted(library, each, wanted.quote) for each in found]


def _quoted(library: Library, place: Place, quote: str | None) -> Place:
    """The place of the quote, where its words stand there; rather with its own marks than without."""
    if quote is None:
        return place
    units = [
        unit
        for unit in library.units_holding(quote, Scope(documents=(place.bulletin.key,)))
        if (place.article is None or place.article.number == unit.article)
        and place.page in (None, unit.page)
    ]
    if not units:
        return place
    unit = next((each for each in units if quote.strip() in each.text), units[0])
    span = spans(unit.text, quote)[0]
    name = CitationId(unit.id) if span == (0, len(unit.text)) else CitationId(unit.id, *span)
    return replace(place, citation=str(name))


def _fitting(each_of: Sequence[T], title: str, name: Callable[[T], str]) -> list[T]:
    """Those of this title; else those whose title holds it, as when it was cut short."""
    wanted = letters(title)
    same = [each for each in each_of if letters(name(each)) == wanted]
    return same or [each for each in each_of if wanted and wanted in letters(name(each))]


def _names(bulletins: Sequence[Bulletin]) -> str:
    names = [bulletin_name(each) for each in bulletins[:NAMED]]
    return "、".join(names) + ("等" if len(bulletins) > NAMED else "") or "无"
