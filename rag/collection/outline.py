"""What a whole document says: its numbered parts, where it is asked for by its name or is
the newest of its kind. Documents with articles of their own have a list of those."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answer.cite import one_line
from rag.collection.named import called
from rag.collection.provisions import provisions
from rag.lists.listing import Line, Lines, listed
from rag.read.articles.one import NUMBERED
from rag.records import Answer, Bulletin, Scope
from rag.search.fold import fold, letters
from rag.search.library import Library

FEWEST_PARTS = 2
LEADING = 3
"""Sentences that are shown of a document without parts."""
WHICH = "请说明是哪一份（which one?），例如："
_BEFORE = "(?:请问|请|麻烦|帮我|给我|看一?下|看看|说说|概括一?下|总结一?下|介绍一?下|讲讲|那)*"
_SAYS = re.compile(
    rf"{_BEFORE}(?P<name>.{{2,60}}?)(?:里面?|中)?(?:主要|都|大概|一?共|总共|里)*的?(?:"
    r"(?:讲|说|写|介绍|规定)(?:的是|了|的)?些?(?:什么|啥|哪些)(?:内容|东西|方面|事)?"
    r"|(?:主要)?内容(?:是(?:什么|啥))?|大意|提纲|大纲|框架"
    r"|(?:有|分|包括|分为|分成)了?(?:哪些|哪几个?|几个?|多少个?|什么)(?:大)?(?:部分|章节|章|方面|板块))"
    r"[呀啊呢了吗,。!?\s]*"
)
_DATED = re.compile(
    rf"{_BEFORE}(?P<name>最[新近].{{1,20}}?)(?:是|出自|发布于)?(?:哪一?[年天]的?|什么时[候间]的?|哪一?[份个篇]|什么)"
    r"(?:出|发布|公布|印发)?的?[呀啊呢了吗,。!?\s]*"
)


def outline_answer(
    library: Library, blank: Answer, question: str, scope: Scope, more: int = 0
) -> Answer | None:
    """None where no document is asked for as a whole."""
    text, bulletins = fold(question), library.documents_in(scope)
    newest = called(bulletins, dated["name"]) if (dated := _DATED.fullmatch(text)) else []
    if newest:
        return listed(library, blank, Lines([_line(each, library) for each in newest]), more)
    if (says := _SAYS.fullmatch(text)) is None:
        return None
    meant = [each for each in called(bulletins, says["name"]) if _is_one(library, each)]
    if len(meant) > 1:
        lines = [replace(_line(each, library), head=WHICH) for each in meant]
    else:
        lines = [line for each in meant for line in _outline(library, each, question)]
    return listed(library, blank, Lines(lines), more) if lines else None


def _is_one(library: Library, bulletin: Bulletin) -> bool:
    return len(library.articles(bulletin.key)) == 1


def _line(bulletin: Bulletin, library: Library) -> Line:
    date = f"（{bulletin.date}）" if bulletin.date else ""
    (article, *_) = library.articles(bulletin.key)
    first = library.units_within(bulletin.key, article.start, article.end)[0]
    return Line(f"《{bulletin.title}》{bulletin.issue or ''}{date}", first)


def _outline(library: Library, bulletin: Bulletin, question: str) -> Sequence[Line]:
    """Its numbered parts; without any, how each provision begins; else its first sentences, where the
    question does not give its whole title: an article that is named so is shown by the catalogue."""
    head = f"{_line(bulletin, library).text}："
    (article,) = library.articles(bulletin.key)
    starts = sorted(start for key, _, _, start, _ in library.sections if key == bulletin.key)
    opening = [library.units_within(bulletin.key, start, start + 1)[:1] for start in starts]
    shown = [unit for units in opening for unit in units if NUMBERED.match(unit.text.strip())]
    if len(shown) < FEWEST_PARTS:
        shown = [each.units[0] for each in provisions(library, bulletin)]
    if not shown and letters(article.title or bulletin.title) not in letters(question):
        shown = library.units_within(bulletin.key, article.body, article.end)[:LEADING]
    return [Line(one_line(unit.text), unit, head) for unit in shown]
