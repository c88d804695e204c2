"""Hits become candidates: the sentences of the best passages, each with what speaks for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.evidence import Candidate
from rag.posts import OFFICES
from rag.question.anchors import Anchors
from rag.question.asked import Asked
from rag.records import Hit, Scope, Unit
from rag.search.fold import fold
from rag.search.library import Library
from rag.search.scope import year_of
from rag.search.sentences import Match, Question
from rag.search.thesaurus import also_written
from rag.weigh.around import before, head, introduced, profiled
from rag.weigh.years import about_article, meant_in

PASSAGES_READ = 6
"""Sentences are chosen from the best passages; the others are shown, not read."""
SOMEONE = re.compile(
    f"{OFFICES}|劳模|工匠|先进工作者|[这那哪]一?位|谁|[他她](?!们)|大夫|师傅|老师|\\b(?:who|he|she|his|her)\\b"
)
"""In a question: somebody is asked about."""
CALLED_SO = 2
"""Sentences that hold a word of at most SHORT characters, where the corpus calls a thing by it."""
SHORT = 3
SOURCE = re.compile("[（(](?:来源|供稿|作者)[:：]|\\s*[（(][^（()），。,;；\\d]{2,20}[）)]\\s*$")
"""With whoever signs an article at its end, alone in brackets."""
ASKED_SOURCE = re.compile(
    r"来源|出处|[刊登载发][在登于载]|登[的过出]|见[的了]?报|第几版|哪一?版|报纸|哪[份家]报|发的电|电讯|通讯社|作者|供稿|撰稿|落款|署名|稿子|[谁部][^，,]{0,2}写的|publish|source|newspaper|carr(?:y|ied)\b|\bdaily\b"
)
"""A note of the source answers who asks for it, and nobody else: the day in it is a newspaper's."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    unit: Unit
    hit: Hit
    """The best of those whose passage holds it."""
    before: str
    """What stands before it in its paragraph."""
    said: str
    """Its text, folded."""
    names: str
    """Those around its passage, folded: bulletin, issue, article, section."""


def candidates(
    library: Library, asked: Asked, hits: Sequence[Hit], read: int = PASSAGES_READ
) -> list[Candidate]:
    """A sentence that two passages share is one candidate, with the better of them."""
    sentences = _sentences(library, asked.weighed, hits[:read])
    matches = _matched(library, asked, sentences)
    unmet = _unmet(library, asked.anchors, sentences)
    anchored = {
        hit.passage.id: asked.anchors.held(fold(f"{hit.passage.text} {hit.passage.context}"))
        for hit in hits[:read]
    }
    things = _things_counted(library, asked)
    question = fold(asked.weighed)
    return [
        Candidate(
            each.unit,
            match.named,
            match.said,
            match.own,
            match.around,
            each.hit.score,
            anchored[each.hit.passage.id],
            unmet[each.unit.id],
            is_name=each.unit.text in each.hit.passage.context,
            names_someone=_names_someone(library, each, question),
            paragraph=each.unit.start - len(each.before),
            counts=_names_one_of(things, each),
            opens=not each.before.strip(),
            beside=match.beside,
            whole=match.whole,
        )
        for each, match in zip(sentences, matches, strict=True)
    ]


def _sentences(library: Library, question: str, hits: Sequence[Hit]) -> list[_Sentence]:
    """Each sentence of the passages once, with the best of those that hold it."""
    found = {
        unit.id: (unit, hit)
        for hit in reversed(hits)
        for unit in library.units_within(hit.passage.document, hit.passage.start, hit.passage.end)
        if not SOURCE.match(unit.text) or ASKED_SOURCE.search(question)
    }
    # Read once: a question has some thirty sentences of two or three documents.
    texts = {key: library.clean_text(key) for key in {unit.document for unit, _ in found.values()}}
    return [
        _Sentence(
            unit,
            hit,
            before(texts[unit.document], unit),
            fold(unit.text),
            fold(hit.passage.context),
        )
        for unit, hit in reversed(found.values())
    ]


def _matched(library: Library, asked: Asked, sentences: Sequence[_Sentence]) -> list[Match]:
    """How well each meets the question, what its paragraph opens with among the names around it."""
    of_someone = asked.people or SOMEONE.search(fold(asked.weighed))

    def opens(each: _Sentence) -> str:
        if of_someone:
            return introduced(library, each.before, each.unit)
        return head(each.before, each.unit)

    return Question(library, asked.weighed, asked.asks_at).match(
        [
            (each.unit.text, f"{each.hit.passage.context} {opens(each)}", each.hit.passage.text)
            for each in sentences
        ]
    )


def _unmet(
    library: Library, anchors: Anchors, sentences: Sequence[_Sentence]
) -> dict[str, str | None]:
    """By the sentence's id: why it, or its article with it, speaks of another year, place or number of
    a series than the question; None where they do not."""
    bulletins = {key: library.bulletin(key) for key in {each.unit.document for each in sentences}}
    meant = {key: meant_in(library, anchors, each) for key, each in bulletins.items()}
    articles = {
        place: about_article(library, *place)
        for place in {(each.unit.document, each.unit.article) for each in sentences}
    }
    lacking = {place for place, text in articles.items() if meant[place[0]].unmet(text)}

    def unmet(each: _Sentence) -> str | None:
        document, article = each.unit.document, each.unit.article
        contradicted = meant[document].contradicted(
            each.said,
            fold(each.before),
            each.names,
            year_of(bulletins[document]),
            fold(each.hit.passage.section or ""),
        )
        if contradicted or (document, article) not in lacking:
            return contradicted
        return meant[document].unmet(f"{articles[document, article]} {each.said}")

    return {each.unit.id: unmet(each) for each in sentences}


def _names_someone(library: Library, each: _Sentence, question: str) -> bool:
    """Whom the folded question does not name: a person in the sentence, or whose profile it is of."""
    if library.names_someone(each.said, question):
        return True
    return profiled(library, each.before, each.unit) not in question


def _things_counted(library: Library, asked: Asked) -> list[str]:
    """What the question asks the number of, by the end of the word, 书屋 for 职工书屋, or what is written
    for it, 制度 for 规矩. What the corpus calls otherwise, 点子 for 建议, is not among them."""
    return [
        name
        for thing in asked.sought.counted
        if _calls_it_so(library, thing)
        for name in (thing[-2:], *also_written(thing[-2:]))
    ]


def _calls_it_so(library: Library, thing: str) -> bool:
    """A short word may stand in a corpus once and mean something else: 几户人家."""
    held = len(library.units_holding(thing, Scope()))
    return held >= (CALLED_SO if len(thing) <= SHORT else 1)


def _names_one_of(things: Sequence[str], each: _Sentence) -> bool:
    """In the sentence, before it in its paragraph or in the names around it."""
    text = f"{each.names} {fold(each.before)} {each.said}"
    return not things or any(thing in text for thing in things)
