"""黄南州那篇文章: an article that is called by what it is about, not by its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.collection.this_article import name_of
from rag.records import Article, Bulletin
from rag.search.fold import letters
from rag.search.library import Library

_KIND = "(?:文章|报道|稿子|综述|讲话|材料|通讯|消息)"
_OPENING = "(?:请问|请|麻烦|帮我|给我|我想知道|总结|概括|归纳|介绍|说说|讲讲|看看|一下|下|关于|讲的?|写的?|说的?|介绍的?|有关)*+"
_WHAT = "(?:些什么|些啥|什么|啥|哪些)"
_ASKS = (
    f"(?:里面?|中)?(?P<asks>(?:主要|大概|都|大致)*(?:讲|说|写|介绍|是)(?:的是|的|了)*{_WHAT}(?:内容|事情?)?|的?主要内容(?:是{_WHAT})?"
    "|(?:的?作者)?是?谁写?的?|在(?:第几|哪一?)页)?"
)
_DESCRIBED = re.compile(
    f"{_OPENING}(?P<of>[^，。？?《》“”]{{2,24}}?)的?(?:[那这]一?篇{_KIND}?|(?<=的){_KIND}){_ASKS}[呢啊呀吗？?。！!\\s]*"
)
_IN_ENGLISH = re.compile(
    r"(?:what (?:is|does)|summari[sz]e|tell me about) the (?:article|report|piece) (?:about|on|from) (?P<of>.{2,40}?)"
    r"(?P<asks> about| say)?[?.!\s]*",
    re.IGNORECASE,
)
_SUFFIX = re.compile("(?:州|市|县|区)?(?:总工会|工会)?$")
ABOUT = "主要讲什么"
MOST = 4
"""Articles to choose from: a description that fits more describes none."""
SHORTEST = 2
"""Characters of a description."""


@dataclass(frozen=True, slots=True)
class Described:
    """An article that may be meant, and the question with its name in the place of what describes it."""

    bulletin: Bulletin
    article: Article
    question: str


def described(library: Library, bulletins: Sequence[Bulletin], question: str) -> list[Described]:
    """Those in whose title the description stands, the newest first; none where it stands in more than
    can be chosen from, or the question is another one."""
    found = _DESCRIBED.fullmatch(question) or _IN_ENGLISH.fullmatch(question)
    if found is None:
        return []
    called = [found["of"], *library.sounds_like(found["of"])]
    words = {word for each in called if len(word := letters(_SUFFIX.sub("", each))) >= SHORTEST}
    newest = sorted(bulletins, key=lambda each: each.date or "", reverse=True)
    meant = [
        (bulletin, article)
        for bulletin in newest
        for article in library.articles(bulletin.key)
        if article.title and any(word in letters(article.title) for word in words)
    ]
    asks = ABOUT if found.re is _IN_ENGLISH else found["asks"] or ABOUT
    named = [Described(*each, f"{name_of(library, *each)}{asks}") for each in meant]
    return named if len(named) <= MOST else []
