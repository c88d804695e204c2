"""Questions about the collection itself: what there is, what stands on a page, what an article says.

Answered from the catalogue, never by search, and cited all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rag.answer.cite import citation
from rag.records import Answer, Article, Bulletin, Scope, Unit
from rag.search.fold import fold, letters
from rag.search.library import Library

LONGEST = 640
LEADING = 3
"""Sentences that are quoted of an article, or of a page."""

MEANT = 0.3
CLEARLY = 1.5
"""So near, word by word, is a title that is meant, and so much nearer than the next."""

_GREETING = re.compile(
    r"(?:(?:你好|您好|hello|hi|嗨|在吗|早上好|下午好|谢谢|多谢|thanks?|thank you|再见|bye"
    r"|你是谁|你能做什么|你会什么|你能干什么|怎么用|帮助|help|what can you do)[\s呀啊吗呢了，。！？!?.,]*)+",
    re.IGNORECASE,
)
_ISSUES = re.compile(
    r"(?:你这里|这里|库里|现在|一共|都)*有(?:哪几?些?|几|多少)(?:期|份|本)?(?:材料|简报|刊物|杂志|文件|资料)?"
    r"[呀啊呢了，。！？!?\s]*|(?:which|what) (?:issues|bulletins|documents)\b.*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"有哪些文章|有哪些内容|都有什么文章|目录|登了哪些|list of articles|table of contents"
)
_PAGE = re.compile(
    r"第(\d+)页.{0,6}(?:讲|说|写|登|有|是)(?:的是|了些?|的)?(?:什么|啥|哪些)|\bpage (\d+)\b",
    re.IGNORECASE,
)
_ON_WHICH_PAGE = re.compile("(?:在|从|是)?(?:第几|哪一?|多少)页")
_ISSUE = re.compile(r"(?:(\d{4})年)?第(\d+)期")
_ABOUT = re.compile(
    r"(?:主要)?(?:讲|说|写|介绍)的?了?(?:是|些)?(?:什么|啥)|主要内容|内容是什么|\babout\b|\bsummar"
)
_AUTHOR = re.compile(
    r"作者(?:是|叫|有|署)|[谁位][^,。?]{0,4}作者|(?:谁|哪[位些个几]人?)(?:写|撰|讲|作)|署名|撰稿人?(?:是|有)|\bwho wrote\b|\bauthors? of\b"
)
_TITLE = re.compile("[《“「]([^《》“”「」]{4,60})[》”」]")

INTRODUCTION = (
    "您好，我只根据库里的材料回答问题，每一句都注明出处（哪一期、哪一篇、第几页）；材料里没有的，我会说没有找到。"
    "可以问某件事的时间、人数、做法，也可以问“某个说法”在哪些地方出现过，或者“有哪几期”“第几页讲什么”。"
    "I answer from these bulletins only, every sentence with its source; ask in Chinese or English."
)


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    unit: Unit


def catalogue_answer(library: Library, blank: Answer, question: str, scope: Scope) -> Answer | None:
    """None where the question is about what the bulletins say. `blank` has nothing written yet."""
    text = fold(question)
    if _GREETING.fullmatch(text):
        return replace(blank, text=INTRODUCTION)
    lines = list(_lines(library, text, question, scope))
    return _listed(library, blank, lines) if lines else None


def _lines(library: Library, text: str, question: str, scope: Scope) -> Iterator[Line]:
    bulletins = _meant(library.documents_in(scope), text)
    if _ISSUES.fullmatch(text):
        yield from (_of_bulletin(library, each) for each in library.documents_in(scope))
    elif _ON_WHICH_PAGE.search(text):
        yield from _on_its_page(library, bulletins, question)
    elif _CONTENTS.search(text) and _ISSUE.search(text):
        for bulletin in bulletins:
            yield from (_of_article(library, bulletin, each) for each in _titled(library, bulletin))
    elif page := _PAGE.search(text):
        for bulletin in bulletins:
            units = library.units_on_page(bulletin.key, int(page[1] or page[2]))
            yield from (Line(_one_line(unit.text), unit) for unit in units[:LEADING])
    elif _AUTHOR.search(text):
        for title in _TITLE.findall(question):
            yield from _byline(library, bulletins, title)
    elif _ABOUT.search(text):
        for title in _TITLE.findall(question):
            yield from _leading(library, bulletins, title)


def _meant(bulletins: Sequence[Bulletin], text: str) -> list[Bulletin]:
    """Those of the issue that is named; all where none is, or none fits."""
    if not (issue := _ISSUE.search(text)):
        return list(bulletins)
    year, number = issue[1], f"第{issue[2]}期"
    return [
        each
        for each in bulletins
        if number in fold(each.issue or "") and (year is None or year in fold(each.issue or ""))
    ]


def _titled(library: Library, bulletin: Bulletin) -> list[Article]:
    return [each for each in library.articles(bulletin.key) if each.title]


def _of_bulletin(library: Library, bulletin: Bulletin) -> Line:
    count = len(library.articles(bulletin.key))
    date = f"，{bulletin.date}" if bulletin.date else ""
    first = library.units_within(bulletin.key, 0, 1) or library.units_within(bulletin.key, 0, 500)
    return Line(f"《{bulletin.title}》{bulletin.issue or ''}（{count} 篇{date}）", first[0])


def _of_article(library: Library, bulletin: Bulletin, article: Article) -> Line:
    unit = library.units_within(bulletin.key, article.start, article.end)[0]
    page = f"第{unit.page}页 " if unit.page is not None else ""
    return Line(f"{page}{_one_line(article.title or '')}", unit)


def _on_its_page(library: Library, bulletins: Sequence[Bulletin], question: str) -> Iterator[Line]:
    """The article whose title the question means; nothing where it could mean another as well."""
    titled = [(bulletin, each) for bulletin in bulletins for each in _titled(library, bulletin)]
    asked = library.word_by_word(_ISSUE.sub(" ", _ON_WHICH_PAGE.sub(" ", question)))
    near = asked.texts([each.title or "" for _, each in titled])
    order = near.argsort()[::-1]
    if len(titled) > 1 and near[order[0]] >= max(MEANT, CLEARLY * near[order[1]]):
        yield _of_article(library, *titled[order[0]])


def _called(
    library: Library, bulletins: Sequence[Bulletin], title: str
) -> Iterator[tuple[Bulletin, Article]]:
    for bulletin in bulletins:
        for article in _titled(library, bulletin):
            if letters(title) in letters(article.title or ""):
                yield bulletin, article


def _leading(library: Library, bulletins: Sequence[Bulletin], title: str) -> Iterator[Line]:
    """An article's title and its first sentences; of several with such a title the first."""
    for bulletin, article in islice(_called(library, bulletins, title), 1):
        head = library.units_within(bulletin.key, article.start, article.start + 1)
        body = library.units_within(bulletin.key, article.body, article.end)
        for unit in [*head[:1], *body[:LEADING]]:
            yield Line(_one_line(unit.text), unit)


def _byline(library: Library, bulletins: Sequence[Bulletin], title: str) -> Iterator[Line]:
    """Who signed it; nothing where nobody did, so that the text itself is searched."""
    for bulletin, article in _called(library, bulletins, title):
        signed = _one_line(article.byline or "")
        for unit in library.units_within(bulletin.key, article.start, article.body):
            if signed and signed in _one_line(unit.text):
                yield Line(_one_line(unit.text), unit)


def _listed(library: Library, blank: Answer, lines: Sequence[Line]) -> Answer:
    """As many lines as there is room for; how many there are is said."""
    shown: list[str] = []
    citations = []
    for n, line in enumerate(lines, 1):
        text = f"{line.text}[{n}]"
        if sum(map(len, shown)) + len(text) > LONGEST:
            shown.append(f"……共 {len(lines)} 条。")
            break
        shown.append(text)
        unit = line.unit
        article = library.article(unit.document, unit.article)
        citations.append(citation(n, unit, library.bulletin(unit.document), article))
    return replace(blank, text="\n".join(shown), citations=tuple(citations))


def _one_line(text: str) -> str:
    return " ".join(text.split())
