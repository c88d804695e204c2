"""Example questions, made from the titles of the corpus itself, so that another corpus gets its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice, zip_longest

from rag.answer.cite import one_line
from rag.pipeline import Engine, tried
from rag.records import Answer, Article

EVENT = re.compile(r"(.{6,30}?)(?:圆满|成功|正式|隆重)?(召开|举行|举办|启动|开赛|开幕|结束)")
LONGEST_TITLE = 24
MOST_TRIED = 24


def examples(engine: Engine, count: int = 4) -> list[str]:
    """Questions that are answered with more than a title. Fewer, or none, where the corpus has none."""
    # Without a model, which would be asked two dozen questions before the page opens.
    possible = islice(_candidates(engine), MOST_TRIED)
    good = (each for title, each in possible if _answers(tried(engine, each), title))
    return list(islice(good, count))


def _candidates(engine: Engine) -> Iterator[tuple[str, str]]:
    """Title and question; one document after the other, so that none has all the examples."""
    documents = (engine.library.articles(each.key) for each in engine.library.bulletins())
    columns = [sorted(filter(_question, articles), key=_rank) for articles in documents]
    for article in filter(None, chain.from_iterable(zip_longest(*columns))):
        yield _title(article), _question(article)


def _title(article: Article) -> str:
    return one_line(article.title or "")


def _rank(article: Article) -> tuple[bool, int]:
    """Events first, short titles first: questions about those read best."""
    title = _title(article)
    return EVENT.fullmatch(title) is None, len(title)


def _question(article: Article) -> str:
    """Empty where the title makes no good question."""
    title = _title(article)
    if event := EVENT.fullmatch(title):
        return f"{event[1]}是什么时候{event[2]}的？"
    return f"“{title}”里有哪些做法和成效？" if 6 <= len(title) <= LONGEST_TITLE else ""


def _answers(answer: Answer, title: str) -> bool:
    """Whether the answer begins with words of that very article, other than its title."""
    first = answer.citations[0] if answer.citations else None
    if first is None or one_line(first.article or "") != title:
        return False
    return one_line(first.quote) != title
