"""这篇文章: a question that points at an article without naming it, after an answer about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.cite import one_line
from rag.records import Answer, Article, Bulletin, Scope
from rag.search.library import Library

_KIND = "(?:文章|报道|稿子|综述|讲话|材料|通讯|消息|文)?"
_POINTS = re.compile(
    rf"^(?:请问|那么?|所以|帮我看看?|[，,\s])*在?(?:(?:上面|刚才|上述)?[这那该]一?篇{_KIND}|[这那]个?(?:文章|报道|稿子|综述)"
    r"|该文(?![件化明])|本文(?![件化明体]))|\b(?:this|that) (?:article|report|piece|text)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    "^(?:它|这个|其)?(?=(?:主要|大概|都)?(?:讲|说|写|介绍)的?了?(?:是|些)?(?:什么|啥)[^，。？?]{0,2}[？?]?$"
    "|的?主要内容|的?(?:是)?谁写的|的?作者是)"
)
"""What is left out or pointed at where the whole question is about an article: 主要讲什么？"""
_NAMES_IT = re.compile("[《“「『]")
LONGEST_TITLE = 56
"""Characters of a title by which it is named: the catalogue knows an article by a part of its title."""
FEW = 3
"""Of the articles that an answer cites so many at most, the first is what it is about."""


def points_back(question: str) -> bool:
    """Whether it is about an article that it does not name."""
    named = _NAMES_IT.search(question)
    return not named and bool(_POINTS.search(question) or _SUBJECT.search(question))


def naming(question: str, name: str) -> str:
    """The question with an article's name in the place of what points at it."""
    if _POINTS.search(question):
        return _POINTS.sub(lambda _: name, question, count=1)
    return _SUBJECT.sub(lambda _: name, question, count=1)


def name_of(library: Library, bulletin: Bulletin, article: Article) -> str:
    """Its title, with its issue where another article has the same title."""
    title = article.title or ""
    same = sum(
        one_line(each.title or "") == one_line(title)
        for other in library.bulletins()
        for each in library.articles(other.key)
    )
    issue = (bulletin.issue or "") if same > 1 else ""
    return f"{issue}《{re.sub('[《》“”「」『』]', '', title)[:LONGEST_TITLE]}》"


def cited_articles(library: Library, answer: Answer) -> list[tuple[Bulletin, Article]]:
    """Those that the last answer was about: the first of a few, all of many."""
    keys = {each.name: each for each in library.bulletins()}
    found: dict[tuple[str, int], tuple[Bulletin, Article]] = {}
    for cited in answer.citations:
        bulletin = keys[cited.document]
        for article in library.articles(bulletin.key):
            if article.start <= cited.start < article.end and article.title:
                found.setdefault((bulletin.key, article.number), (bulletin, article))
    articles = list(found.values())
    return articles[:1] if len(articles) <= FEW else articles


def only_article(library: Library, scope: Scope) -> list[tuple[Bulletin, Article]]:
    """Of documents that hold no other with a title; else none."""
    titled = [
        (bulletin, article)
        for bulletin in library.documents_in(scope)
        for article in library.articles(bulletin.key)
        if article.title
    ]
    return titled if len(titled) == 1 else []


def before(turns: Sequence[str]) -> list[str]:
    """The turns up to the one that the pointing questions behind it point at."""
    standing = list(turns)
    while standing and points_back(standing[-1]):
        standing.pop()
    return standing
