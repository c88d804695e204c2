"""Questions about the collection itself: what there is, what stands on a page, what an article says.

Answered from the catalogue, never by search, and cited all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, zip_longest

from rag.answer.cite import one_line
from rag.answer.quote import UNDATED
from rag.collection.described import Described, described
from rag.collection.greeting import greeting
from rag.collection.named import title_letters
from rag.collection.provisions import TO_THE_END
from rag.collection.this_article import name_of, naming
from rag.lists.listing import Line, Lines, listed
from rag.records import Answer, Article, Bulletin, Scope, bulletin_name
from rag.search.fold import fold, letters
from rag.search.library import Library

LEADING = 3
"""Sentences that are quoted of an article, or of a page."""

MEANT = 0.3
CLEARLY = 1.5
"""So near, word by word, is a title that is meant, and so much nearer than the next."""

LISTED_ONCE = LEADING + 1
"""Of an article its title with them."""
MOST_TO_CHOOSE = 4
MOST_TOLD = 6
"""Bulletins that are named where there is no such issue or page."""

_ASKED = "(?:请问|请|麻烦|帮我|给我|列一?下|列出|看一?下|看看|说说|介绍一?下)*"
_ENDED = r"[呀啊呢了吗，。！？!?\s]*"
_HERE = "(?:这里面?|这儿|库里|资料库里?|材料库里?|材料里|现在|目前|一共|总共|都|你们?)"
_PRINTED = "(?:材料|简报|刊物|期刊|杂志|文件|资料)"
_HAS = "(?:有|收录?了?|存了?)"
_KEPT = f"(?:{_PRINTED}|东西|内容)"
_WHAT = "(?:些什么|些啥|什么|啥|哪些)"
_SAYS = f"(?:主要|都|大概)*(?:讲|说|写|登|刊登|发表?|有)(?:的是|了|的)?(?:{_WHAT}|哪几篇)(?:文章|内容|东西|材料)?"
_ISSUES = re.compile(
    rf"{_ASKED}(?:{_HERE}*{_HAS}(?:(?:哪几?些?|几|多少)(?:期|份|本)?{_PRINTED}|(?:哪几?|几|多少)(?:期|份|本)|{_WHAT}{_PRINTED})"
    rf"|{_HERE}*(?:这里面?|这儿|库里?|材料里){_HERE}*有{_WHAT}{_KEPT}?|{_HERE}*有(?:多少|几)篇文章){_ENDED}"
    r"|(?:which|what) (?:issues|bulletins|documents)\b(?!.*\b(?:mention|appear|occur|contain|say|speak|talk|report|cover|about)).*",
    re.IGNORECASE,
)
_NUMBERED = r"(?:(\d{4})年(?:的?第)?|(?:的?第))(\d+)期"
_ISSUE = re.compile(_NUMBERED)
_THE_ISSUE = (
    r"(?:这|那)?(?:《[^《》]*》)?(?:(?:\d{4}年)?的?第|\d{4}年)\d+期(?:简报|杂志|刊物|里面?|中|上)?"
)
_CONTENTS = re.compile(
    r"有哪些文章|有哪些内容|都有什么文章|目录|登了哪些|list of articles|table of contents"
)
_SAYS_IN_ALL = re.compile(f"{_ASKED}{_THE_ISSUE}的?(?:{_SAYS}|主要内容(?:是{_WHAT})?){_ENDED}")
_COUNTED = re.compile(
    f"{_ASKED}{_THE_ISSUE}(?:一?共|总共)?(?:有|登了?|收了?)(?:多少|几)篇(?:文章|报道|稿子)?{_ENDED}"
)
_WHICH_ISSUE = re.compile(
    rf"{_ASKED}{_THE_ISSUE}是?(?:第?几期|哪一?期|什么时候出?的|哪[年天]的){_ENDED}"
)
_ARTICLES = re.compile(
    f"{_ASKED}{_HERE}*(?:有|登了|收了)(?:{_WHAT}|哪几篇)文章{_ENDED}|{_ASKED}目录{_ENDED}"
    r"|list of articles|table of contents"
)
_NEWEST = re.compile(
    "最新(?:的|出的)?(?:那|这)?一?期(?:简报|杂志|刊物)?|最近(?:的)?一期|最新的?(?:简报|杂志|刊物)"
)
_PAGE = re.compile(
    rf"(?<![共有\d])第?(\d+)页.{{0,6}}(?:讲|说|写|登|有|是)(?:的是|了些?|的)?{_WHAT}|\bpage (\d+)\b|^p\.? ?(\d+)\W*$",
    re.IGNORECASE,
)
_ONE_PAGE = re.compile(rf"{_ASKED}(?:{_THE_ISSUE}的?)?第?(\d+)页(?:的?内容)?{_ENDED}")
_ON_WHICH_PAGE = re.compile("(?:在|从|是)?(?:第几|哪一?|多少)页")
_ABOUT = re.compile(
    r"(?:主要)?(?:讲|说|写|介绍)的?了?(?:是|些)?(?:什么|啥)|主要内容|内容是什么|(?<![a-z])(?:about(?![a-z])|summar)"
)
_AUTHOR = re.compile(
    r"作者(?:是|叫|有|署)|[谁位][^,。?]{0,4}作者|(?:谁|哪[位些个几]人?)(?:写|撰|讲|作)|署名|撰稿人?(?:是|有)|\bwho wrote\b|\bauthors? of\b"
)
_TITLE = re.compile("[《“「]([^《》“”「」]{4,60})[》”」]")
_BESIDES = re.compile(
    "(?:请问|请|帮我|给我|介绍|概括|总结|一下|说说|讲讲|看看|这|那|一|篇|文章|报道|综述|讲话|里|主要|大概|都|的|是|讲|说|写|了|些|什么|啥|内容|呢|啊|呀"
    "|whatis|what|does|the|article|say)*+"
)
"""What a question about an article may say besides its title. Possessive: a long question of such words
would be taken apart in every way."""
SHORTEST_TITLE = 4
WHICH = "请说明是哪一篇（which article?），例如："


def catalogue_answer(
    library: Library, blank: Answer, question: str, scope: Scope, more: int = 0
) -> Answer | None:
    """None where the question is about what the bulletins say. `blank` has nothing written yet,
    `more` is how often it was asked what else there is."""
    bulletins = library.documents_in(scope)
    if (said := greeting(library, blank.question, bulletins)) is not None:
        return replace(blank, text=said)
    text = _with_newest(fold(question), bulletins)
    meant = _meant(bulletins, text)
    if missing := _missing(library, bulletins, meant, text):
        return replace(blank, text=missing, refused=True, reason="nothing_found")
    lines = _lines(library, bulletins, meant, text, question)
    if lines:
        return listed(library, blank, lines, more)
    called = by_description(library, bulletins, question)
    articles = [(each.bulletin, each.article) for each in called]
    return _to_choose(library, blank, articles, [each.question for each in called])


def by_description(
    library: Library, bulletins: Sequence[Bulletin], question: str
) -> list[Described]:
    """What 黄南州那篇文章 may be, in the issue that is named."""
    text = _with_newest(fold(question), bulletins)
    besides = re.sub(f"^{_ASKED}{_THE_ISSUE}的?", "", text)
    named = besides if len(besides) < len(text) else question
    return described(library, _meant(bulletins, text), named)


def which_article(
    library: Library,
    blank: Answer,
    question: str,
    articles: Sequence[tuple[Bulletin, Article]],
    scope: Scope,
) -> Answer | None:
    """For a question about an article that it does not name: some, to choose from. None where it asks
    for what a search may find."""
    asks = (_ABOUT, _AUTHOR, _ON_WHICH_PAGE)
    if not any(pattern.search(fold(question)) for pattern in asks):
        return None
    if not articles:
        columns = [
            [(bulletin, article) for article in _titled(library, bulletin)]
            for bulletin in library.documents_in(scope)
        ]
        articles = [each for row in zip_longest(*columns) for each in row if each]
    articles = articles[:MOST_TO_CHOOSE]
    choices = [naming(question, name_of(library, *each)) for each in articles]
    return _to_choose(library, blank, articles, choices)


def _to_choose(
    library: Library,
    blank: Answer,
    articles: Sequence[tuple[Bulletin, Article]],
    choices: Sequence[str],
) -> Answer | None:
    """`choices` are the questions, one about each article. None where there is none."""
    lines = []
    for bulletin, article in articles:
        line = _of_article(library, bulletin, article)
        dated = bulletin.issue or bulletin.date or UNDATED
        lines.append(replace(line, text=f"{dated}，{line.text}", head=WHICH))
    blank = replace(blank, trace={**blank.trace, "choices": list(choices)})
    return listed(library, blank, Lines(lines, len(lines)), 0) if lines else None


def _lines(
    library: Library,
    bulletins: Sequence[Bulletin],
    meant: Sequence[Bulletin],
    text: str,
    question: str,
) -> Lines:
    """`meant` are those of the issue that is named."""
    if _ISSUES.fullmatch(text):
        return Lines([_of_bulletin(library, each) for each in bulletins])
    if _COUNTED.fullmatch(text) or _WHICH_ISSUE.fullmatch(text):
        return Lines([_of_bulletin(library, each) for each in meant])
    if _ON_WHICH_PAGE.search(text):
        return Lines(list(_on_its_page(library, meant, question)))
    if (page := _page(text)) is not None:
        return Lines(list(_on_page(library, meant, page)))
    if _asks_for_contents(text):
        return Lines([line for each in meant for line in _contents(library, each)])
    if _AUTHOR.search(text):
        signed = _named(library, meant, question, _AUTHOR)
        return Lines([line for each in signed for line in _byline(library, each)])
    if _ABOUT.search(text) or not _TITLE.search(question):
        about = _named(library, meant, question, _ABOUT)
        if len(about) == 1:
            return Lines(list(_leading(library, *about[0][0])), LISTED_ONCE)
        each = (islice(_leading(library, *called[0]), LISTED_ONCE) for called in about)
        return Lines(list(chain.from_iterable(each)))
    return Lines()


def _page(text: str) -> int | None:
    """The page of which it is asked what stands on it."""
    found = _PAGE.search(text) or _ONE_PAGE.fullmatch(text)
    return int(next(filter(None, found.groups()))) if found else None


def _asks_for_contents(text: str) -> bool:
    if _ARTICLES.fullmatch(text) or _SAYS_IN_ALL.fullmatch(text):
        return True
    return bool(_CONTENTS.search(text) and _ISSUE.search(text))


def _with_newest(text: str, bulletins: Sequence[Bulletin]) -> str:
    """最新一期 by its number, and without the bulletin's name before a number."""
    issues = [each for each in bulletins if each.issue]
    newest = max(issues, key=lambda each: each.date or "", default=None)
    if newest is None:
        return text
    number = fold(newest.issue or "")
    text = _NEWEST.sub(lambda _: number, text)
    names = "|".join(re.escape(fold(each.title)) for each in issues)
    return re.sub(rf"《?(?:{names})》?(?={_NUMBERED})", "", text)


def of_the_issue(bulletins: Sequence[Bulletin], question: str) -> list[Bulletin]:
    """Those of the issue that a question names; all where it names none."""
    return _meant(bulletins, _with_newest(fold(question), bulletins))


def _meant(bulletins: Sequence[Bulletin], text: str) -> list[Bulletin]:
    if not (issue := _ISSUE.search(text)):
        return list(bulletins)
    year, number = issue[1], f"第{issue[2]}期"
    return [
        each
        for each in bulletins
        if number in fold(each.issue or "") and (year is None or year in fold(each.issue or ""))
    ]


def _missing(
    library: Library, bulletins: Sequence[Bulletin], meant: Sequence[Bulletin], text: str
) -> str | None:
    """What is said where there is no such issue or no such page; None where there is."""
    patterns = (_COUNTED, _WHICH_ISSUE, _SAYS_IN_ALL)
    issue = _ISSUE.search(text)
    asked = any(each.fullmatch(text) for each in patterns) or _page(text) is not None
    if issue and not meant and asked:
        there = [bulletin_name(each) for each in bulletins if each.issue] or ["没有分期的刊物"]
        return f"没有{issue[0]}（no such issue）。有：{'、'.join(there[:MOST_TOLD])}。"
    number = _page(text)
    if number is None or _ON_WHICH_PAGE.search(text):
        return None
    numbers = {each.key: _page_numbers(library, each) for each in meant}
    if any(number in pages for pages in numbers.values()):
        return None
    told = [
        f"{bulletin_name(each)}有第{numbers[each.key][0]}—{numbers[each.key][-1]}页"
        for each in meant
        if numbers[each.key]
    ] or ["材料没有页码"]
    return f"没有第{number}页（no such page）：{'，'.join(told[:MOST_TOLD])}。"


def _page_numbers(library: Library, bulletin: Bulletin) -> list[int]:
    spans = library.pages_within(bulletin.key, 0, TO_THE_END)
    return sorted({span.page for span in spans if span.page is not None})


def _titled(library: Library, bulletin: Bulletin) -> list[Article]:
    return [each for each in library.articles(bulletin.key) if each.title]


def _of_bulletin(library: Library, bulletin: Bulletin) -> Line:
    count = len(library.articles(bulletin.key))
    date = f"，{bulletin.date}" if bulletin.date else ""
    first = library.units_within(bulletin.key, 0, 1) or library.units_within(bulletin.key, 0, 500)
    return Line(f"{bulletin_name(bulletin)}（{count} 篇{date}）", first[0])


def _contents(library: Library, bulletin: Bulletin) -> Iterator[Line]:
    for article in _titled(library, bulletin):
        yield replace(_of_article(library, bulletin, article), head=f"{bulletin_name(bulletin)}：")


def _of_article(library: Library, bulletin: Bulletin, article: Article) -> Line:
    unit = library.units_within(bulletin.key, article.start, article.end)[0]
    page = f"第{unit.page}页 " if unit.page is not None else ""
    return Line(f"{page}{one_line(article.title or '')}", unit)


def _on_page(library: Library, bulletins: Sequence[Bulletin], number: int) -> Iterator[Line]:
    for bulletin in bulletins:
        for unit in library.units_on_page(bulletin.key, number)[:LEADING]:
            yield Line(one_line(unit.text), unit, f"{bulletin_name(bulletin)}，第{number}页：")


def _on_its_page(library: Library, bulletins: Sequence[Bulletin], question: str) -> Iterator[Line]:
    """For each page that is asked for the article whose title and author are meant; nothing for one
    that could mean another as well."""
    titled = [(bulletin, each) for bulletin in bulletins for each in _titled(library, bulletin)]
    names = [f"{each.title} {each.byline or ''}" for _, each in titled]
    called = _ON_WHICH_PAGE.split(_ISSUE.sub(" ", question))
    for said in filter(str.strip, called[:-1]):
        near = library.word_by_word(said).texts(names)
        order = near.argsort()[::-1]
        if len(titled) > 1 and near[order[0]] >= max(MEANT, CLEARLY * near[order[1]]):
            yield _of_article(library, *titled[order[0]])


def _named(
    library: Library, bulletins: Sequence[Bulletin], question: str, asked: re.Pattern[str]
) -> list[list[tuple[Bulletin, Article]]]:
    """For each title in a question the articles it names: by a part of theirs in marks, or by the
    whole of it without, if the question says no more than that and what is `asked`."""
    titled = [(bulletin, each) for bulletin in bulletins for each in _titled(library, bulletin)]
    if titles := _TITLE.findall(question):
        parts = [letters(title) for title in titles]
        called = [[each for each in titled if part in _title_letters(each)] for part in parts]
        return [each for each in called if each]
    said = letters(asked.sub("", fold(question)))
    found = [each for each in titled if _is_all(said, _title_letters(each))]
    return [found[:1]] if found else []


def _is_all(said: str, title: str) -> bool:
    before, found, behind = (
        said.partition(title) if len(title) >= SHORTEST_TITLE else (said, "", "")
    )
    return bool(found) and _BESIDES.fullmatch(before + behind) is not None


def _title_letters(called: tuple[Bulletin, Article]) -> str:
    return title_letters(called[1].title or "")


def _leading(library: Library, bulletin: Bulletin, article: Article) -> Iterator[Line]:
    """An article's title and its sentences."""
    head = library.units_within(bulletin.key, article.start, article.start + 1)
    body = library.units_within(bulletin.key, article.body, article.end)
    for unit in dict.fromkeys([*head[:1], *body]):
        yield Line(one_line(unit.text), unit)


def _byline(library: Library, articles: Sequence[tuple[Bulletin, Article]]) -> Iterator[Line]:
    """Who signed it; nothing where nobody did, so that the text itself is searched."""
    for bulletin, article in articles:
        signed = one_line(article.byline or "")
        for unit in library.units_within(bulletin.key, article.start, article.body):
            if signed and signed in one_line(unit.text):
                yield Line(one_line(unit.text), unit)
