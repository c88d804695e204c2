"""Hits become candidates: the sentences of the best passages, each with what speaks for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.answer.evidence import Candidate
from rag.posts import OFFICES
from rag.question.anchors import Anchors, without_compared
from rag.question.asked import Asked
from rag.records import Bulletin, Hit, Scope, Unit
from rag.search.fold import fold
from rag.search.library import Library
from rag.search.scope import year_of
from rag.search.sentences import Question
from rag.search.thesaurus import also_written

PASSAGES_READ = 6
"""Sentences are chosen from the best passages; the others are shown, not read."""


HEAD = re.compile(
    "《[^》\n]{2,60}》[^，。：；,:;！？\n]{0,80}(?=[，。：；,:;！？])|[^，。：；,:;！？\n]{2,80}(?=[，。：；,:;！？])"
)
SOMEONE = re.compile(
    f"{OFFICES}|劳模|工匠|先进工作者|[这那哪]一?位|谁|[他她](?!们)|大夫|师傅|老师|\\b(?:who|he|she|his|her)\\b"
)
CALLED_SO = 2
"""Sentences that hold a word of at most SHORT characters, where the corpus calls a thing by it."""
SHORT = 3
SPRING = 4
"""The month up to which what is printed reports on the year before."""
SOURCE = re.compile("[（(](?:来源|供稿|作者)[:：]|\\s*[（(][^（()），。,;；\\d]{2,20}[）)]\\s*$")
"""With whoever signs an article at its end, alone in brackets."""
ASKED_SOURCE = re.compile(
    r"来源|出处|[刊登载发][在登于载]|登[的过出]|见[的了]?报|第几版|哪一?版|报纸|哪[份家]报|发的电|电讯|通讯社|作者|供稿|publish|source|newspaper|carr(?:y|ied)\b|\bdaily\b"
)
"""A note of the source answers who asks for it, and nobody else: the day in it is a newspaper's."""
DAY = re.compile(r"(?<![年\d])(\d{1,2})月\d{1,2}日")
OPENING = 200
"""Characters of an article, its title among them, in which news says on what day it happened."""
LAST_YEAR = re.compile("去年|上年|上一年")


def candidates(
    library: Library, asked: Asked, hits: Sequence[Hit], read: int = PASSAGES_READ
) -> list[Candidate]:
    """A sentence that two passages share is one candidate, with the better of them."""
    question, anchors = Question(library, asked.weighed, asked.asks_at), asked.anchors
    pairs = _sentences(library, asked.weighed, hits[:read])
    names_asked = fold(asked.weighed)
    # Made once: a question has some thirty candidates of a few articles in two or three documents.
    whole = {key: library.clean_text(key) for key in {unit.document for unit, _ in pairs}}
    bulletins = {key: library.bulletin(key) for key in whole}
    meant = {key: _meant(library, anchors, each) for key, each in bulletins.items()}
    said = {unit.id: fold(unit.text) for unit, _ in pairs}
    unmet = _unmet(library, meant, [unit for unit, _ in pairs], said)
    before = {unit.id: _before(whole[unit.document], unit) for unit, _ in pairs}
    things = [
        name
        for each in asked.sought.counted
        if _calls_it_so(library, each)
        for name in (each[-2:], *also_written(each[-2:]))
    ]
    near = {hit.passage.id: fold(f"{hit.passage.text} {hit.passage.context}") for hit in hits}
    names = {hit.passage.id: fold(hit.passage.context) for _, hit in pairs}
    of_someone = asked.people or SOMEONE.search(names_asked)
    opens = {
        unit.id: _introduced(library, before[unit.id], unit)
        if of_someone
        else _head(before[unit.id], unit)
        for unit, _ in pairs
    }
    texts = [
        (unit.text, f"{hit.passage.context} {opens[unit.id]}", hit.passage.text)
        for unit, hit in pairs
    ]
    return [
        Candidate(
            unit,
            each.named,
            each.said,
            each.own,
            each.around,
            hit.score,
            anchors.held(near[hit.passage.id]),
            meant[unit.document].contradicted(
                said[unit.id],
                fold(before[unit.id]),
                names[hit.passage.id],
                year_of(bulletins[unit.document]),
                fold(hit.passage.section or ""),
            )
            or unmet.get(unit.id),
            is_name=unit.text in hit.passage.context,
            names_someone=library.names_someone(said[unit.id], names_asked)
            or _profiled(library, before[unit.id], unit) not in names_asked,
            paragraph=unit.start - len(before[unit.id]),
            counts=_names_one_of(
                things, f"{names[hit.passage.id]} {fold(before[unit.id])} {said[unit.id]}"
            ),
            opens=not before[unit.id].strip(),
            beside=each.beside,
            whole=each.whole,
        )
        for (unit, hit), each in zip(pairs, question.match(texts), strict=True)
    ]


def _sentences(library: Library, question: str, hits: Sequence[Hit]) -> list[tuple[Unit, Hit]]:
    """Each sentence of the passages once, with the best of those that hold it."""
    found = {
        unit.id: (unit, hit)
        for hit in reversed(hits)
        for unit in library.units_within(hit.passage.document, hit.passage.start, hit.passage.end)
        if not SOURCE.match(unit.text) or ASKED_SOURCE.search(question)
    }
    return list(found.values())[::-1]


def _unmet(
    library: Library, meant: Mapping[str, Anchors], units: Sequence[Unit], said: Mapping[str, str]
) -> dict[str, str | None]:
    """Why an article and a sentence of it speak of something else, for the sentences of such articles."""
    articles = {
        place: _about(library, *place)
        for place in {(unit.document, unit.article) for unit in units}
    }
    lacking = {key for key, text in articles.items() if meant[key[0]].unmet(text)}
    return {
        unit.id: meant[unit.document].unmet(f"{articles[key]} {said[unit.id]}")
        for unit in units
        if (key := (unit.document, unit.article)) in lacking
    }


def _calls_it_so(library: Library, thing: str) -> bool:
    """A short word may stand in a corpus once and mean something else: 几户人家."""
    held = len(library.units_holding(thing, Scope()))
    return held >= (CALLED_SO if len(thing) <= SHORT else 1)


def _names_one_of(things: Sequence[str], text: str) -> bool:
    """By the end of the word, 书屋 for 职工书屋, or what is written for it, 制度 for 规矩. What the
    corpus calls otherwise, 点子 for 建议, is not among `things`."""
    return not things or any(thing in text for thing in things)


def _before(document: str, unit: Unit) -> str:
    """What stands before a sentence in its paragraph."""
    return document[document.rfind("\n", 0, unit.start) + 1 : unit.start]


def _head(before: str, unit: Unit) -> str:
    """What a paragraph begins with, up to its first mark: 童永菊，女，… is about her to its end, and
    its further sentences need not name her. The first sentence wins nothing by it: on the tune
    questions the sentence that answers comes first for 0.714 instead of 0.698 of them."""
    text = f"{before}{unit.text}"
    head = HEAD.match(text)
    return head[0] if head and head.end() < len(text) else ""


def _introduced(library: Library, before: str, unit: Unit) -> str:
    """What a further sentence need not say again, where somebody is asked about: of a profile, the
    sentence that says who it is."""
    if _profiled(library, before, unit):
        return re.split("(?<=[。；])", before, maxsplit=1)[0]
    return _head(before, unit)


def named_around(library: Library, unit: Unit) -> str:
    """The head of a sentence's article, with its author, and what its paragraph begins with."""
    document, article = (
        library.clean_text(unit.document),
        library.article(unit.document, unit.article),
    )
    return f"{document[article.start : article.body]} {_head(_before(document, unit), unit)}"


def whose(library: Library, unit: Unit) -> str:
    """The person whose profile a further sentence belongs to: 童永菊，女，… opens hers. Empty where the
    paragraph opens otherwise."""
    return _profiled(library, _before(library.clean_text(unit.document), unit), unit)


def _profiled(library: Library, before: str, unit: Unit) -> str:
    opening = fold(_head(before, unit))
    return opening if opening in library.people_in(opening) else ""


def places_of(library: Library, unit: Unit, around: str) -> tuple[str, ...]:
    """The places named in a sentence or `around` it that tell one passage from another: a county's
    figure is not the province's."""
    text = fold(f"{around} {unit.text}")
    return tuple(name for name in library.places if name in text and library.tells_apart(name))


def spoken_of(library: Library, anchors: Anchors, chosen: Sequence[Candidate]) -> bool:
    """Whether an article of the chosen sentences has the years and places of a question."""
    bulletins = ((library.bulletin(each.unit.document), each.unit) for each in chosen)
    return any(
        _meant(library, anchors, bulletin).unmet(_about(library, unit.document, unit.article))
        is None
        for bulletin, unit in bulletins
    )


def _meant(library: Library, anchors: Anchors, bulletin: Bulletin) -> Anchors:
    newest = max(filter(None, map(year_of, library.bulletins())), default=None)
    return anchors.meant(year_of(bulletin), newest, in_spring(bulletin), month_of(bulletin))


def in_spring(bulletin: Bulletin) -> bool:
    """Without a month it is not."""
    month = month_of(bulletin)
    return month is not None and month <= SPRING


def month_of(bulletin: Bulletin) -> int | None:
    """Of its date, as the manifest has it: 2024-03-15 or 2024年3月; many have none."""
    found = re.search(r"(?:19|20)\d\d\D{1,2}(\d{1,2})(?!\d)", fold(bulletin.date or ""))
    return int(found[1]) if found else None


def _is_news(article: str, bulletin: Bulletin) -> bool:
    """Whether a folded article opens with a day of the months before its bulletin came out, without a
    year: 4月21日 in one of April is a day of that year, and nothing of it happened the year before."""
    day = DAY.search(article[:OPENING])
    return day is not None and int(day[1]) <= (month_of(bulletin) or 0)


def _about(library: Library, document: str, article: int) -> str:
    return about(library.folded_article(document, article), library.bulletin(document))


def about(article: str, bulletin: Bulletin) -> str:
    """All that a folded article says, without the years that it compares with, and what is known of
    its bulletin."""
    known = fold(f"{bulletin.title} {bulletin.issue} {bulletin.date} {bulletin.publisher}")
    year = year_of(bulletin)
    in_the_news = _is_news(article, bulletin)
    looks_back = LAST_YEAR.search(article) or (in_spring(bulletin) and not in_the_news)
    last = f" {year - 1}" if year and looks_back else ""
    return f"{without_compared(article)} {known}{last}"
