"""A question that fits several things: what it may mean, one of each article, to choose from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.answer.asked_for import lacks_what_is_asked_for
from rag.answer.cite import one_line
from rag.answer.evidence import Candidate, score
from rag.answer.generate.extractive import ended
from rag.answer.quote import UNDATED
from rag.compose import Quoted, quoted
from rag.conversation.chat import ABOUT_ONE, picked_number
from rag.question.asked import Asked
from rag.question.kind import FORMED
from rag.question.sought import Sought
from rag.records import Answer, Citation, Hit
from rag.search.fold import fold, letters
from rag.search.library import Library

MOST = 4
FEWEST = 2
FOUND = 400
READ = 30
"""Passages that are looked for, and so many of those that could answer are read: it may mean any."""
LONGEST = 660
WHICH = "这个问题对得上几处，请说明是哪一处（which one?）："
LONGEST_SENTENCE = 220
_GAP, _ENDS = "[^,。;“”]{0,24}", "(?=[议在于上时期后前,。;]|$)"
PARTED = rf"\1{_GAP}\2{_ENDS}|\2{_ENDS}{_GAP}\1"
"""召开……会议 and 会议在西宁召开, not 召开工会."""
SHARE = 0.65
"""Of the words of a question: 世界杯 is not about the world."""
_PLACE = re.compile(
    "[在于到赴往][\u4e00-\u9fff“”《》·、]{2,20}?(?:召开|举行|举办|承办|主办|开[幕班展设赛讲]|启动|成立|揭牌"
    "|调研|考察|慰问|看望|走访|参观)"
)
"""In so many words where something takes place."""
_BODY = re.compile("[\u4e00-\u9fff](?:总工会|工会|妇联|公司|局|厅)")
"""Who did it, where nobody is named."""
_WHO_IT_IS = re.compile(r"是谁[\s？?。]*$|谁是")
"""That is a person: 主席是谁."""
Somebody = Callable[[str], Sequence[str]]
"""Finds in a folded text who may have done something."""
_FILLER = re.compile(
    "^(?:我?(?:要|问|说|选)的?是?|就?是|那)|(?:那[个次篇期场条]|的|吧|呢|[。？！?!.])+$"
)
_SENTENCE = re.compile("[^。!?]+")
"""Of a folded text."""
_CLAUSE = re.compile("[^,。;!?]+")
_BEFORE, _BEHIND = 30, 12
"""Characters before and behind a word in which stands who did it."""


def choices(
    library: Library,
    blank: Answer,
    asked: Asked,
    candidates: Sequence[Candidate],
    chosen: bool = False,
) -> Answer | None:
    """For a vague question, the newest first; where it fits one article only that is the answer. None
    where it fits none. `blank` is the answer with nothing written yet; `chosen`, whether the article
    was: then that it names somebody is not looked at more closely."""
    best = _one_of_each_article(library, asked, candidates)
    best.sort(key=lambda each: library.bulletin(each.unit.document).date or "", reverse=True)
    pieces = quoted(library, asked, best)
    if len(pieces) == 1 and (chosen or not _asks_who(asked)):
        text = f"{ended(pieces[0].citation.quote)}[1]"
        return replace(blank, text=text, citations=(pieces[0].citation,))
    lines: list[str] = []
    for piece in pieces:
        lines.append(_line(piece))
        if len(lines) > FEWEST and len("\n".join([WHICH, *lines])) > LONGEST:
            lines.pop()
            break
    if len(lines) < FEWEST:
        return None
    cited = tuple(piece.citation for piece in pieces[: len(lines)])
    trace = {**blank.trace, "choices": _about_each(cited, asked.text)}
    return replace(blank, text="\n".join([WHICH, *lines]), citations=cited, trace=trace)


def _about_each(cited: Sequence[Citation], question: str) -> list[str]:
    """Two of the same title are told apart by their issues."""
    titles = [one_line(each.article or each.title) for each in cited]
    same = [titles.count(title) > 1 for title in titles]
    issues = [each.issue or each.date or "" for each in cited]
    return [
        f"{issue if twice else ''}《{title}》里，{question}"
        for title, issue, twice in zip(titles, issues, same, strict=True)
    ]


def parted(question: str) -> tuple[str, str, str]:
    """The issue, where it is named, and the title of the article that was chosen, and the question that
    is asked about it; neither where none was chosen."""
    found = ABOUT_ONE.fullmatch(question)
    return (found[1], found[2], found[3]) if found else ("", "", question)


def in_article(library: Library, hits: Sequence[Hit], issue: str, title: str) -> list[Hit]:
    """Those of the article of this title, in this issue where one is named; all where no title is."""
    if not title:
        return list(hits)
    found = []
    for hit in hits:
        bulletin = library.bulletin(hit.passage.document)
        its_title = one_line(hit.article or bulletin.title)
        if its_title == title and issue in ("", bulletin.issue, bulletin.date):
            found.append(hit)
    return found


def picked(said: str, offered: Answer) -> str | None:
    """The question about the candidate whose number or name was said after a vague question. None
    where nothing or more than one has it."""
    asked = offered.trace.get("choices")
    if not isinstance(asked, list):
        return None
    if (number := picked_number(said)) is not None:
        return asked[number - 1] if number <= len(asked) else None
    name = letters(_FILLER.sub("", said))
    cited = offered.citations
    named = [letters(each.article or each.title) for each in cited]
    around = [letters(f"{each.issue} {each.date} {each.quote}") for each in cited]
    for fits in (
        [text.startswith(name) for text in named],
        [name in text for text in named],
        [name in text for text in around],
    ):
        if len(name) > 1 and sum(fits) == 1:
            return str(asked[fits.index(True)])
    return None


def that_could_answer(library: Library, asked: Asked, hits: Sequence[Hit]) -> list[Hit]:
    """Those with a sentence that speaks of what is asked for. Who is named is seen later."""
    wanted, words = _wanted(asked), _words(library, asked, near=True)
    who = _asks_who(asked)
    return [
        hit
        for hit in hits
        if any(
            _speaks_of(words, text, hit.passage.context) and (who or _holds(wanted, text))
            for text in _SENTENCE.findall(fold(hit.passage.text))
        )
    ]


def _one_of_each_article(
    library: Library, asked: Asked, candidates: Sequence[Candidate]
) -> list[Candidate]:
    """The best sentence of each that holds what is asked for and is about what it is asked of. Where
    too few do, words of nearly the same meaning will, and then whatever office did it."""
    tries: list[tuple[bool, Somebody]] = [(False, library.people_in), (True, library.people_in)]
    if not _WHO_IT_IS.search(asked.text):
        tries.append((True, _BODY.findall))
    found: dict[tuple[str, int], Candidate] = {}
    for near, somebody in tries:
        words = _words(library, asked, near)
        for each in sorted(candidates, key=lambda each: -score(asked.sought, each)):
            place = each.unit.document, each.unit.article
            if place not in found and _answers(library, asked, words, somebody, each):
                found[place] = each
        if len(found) >= FEWEST:
            break
    return list(found.values())[:MOST]


def _answers(
    library: Library,
    asked: Asked,
    words: Sequence[re.Pattern[str]],
    somebody: Somebody,
    candidate: Candidate,
) -> bool:
    unit, text = candidate.unit, fold(candidate.unit.text)
    if candidate.is_name or len(text) > LONGEST_SENTENCE:
        return False
    title = library.article(unit.document, unit.article).title
    held = _holds(_wanted(asked), text) or (_asks_who(asked) and _names_who(somebody, words, text))
    return held and _speaks_of(words, text, fold(title or ""))


def _words(library: Library, asked: Asked, near: bool) -> list[re.Pattern[str]]:
    """Two characters that the question parts, 开 会, may be parted in the text."""
    return [
        re.compile("|".join([re.sub("(.) (.)", PARTED, word), *map(re.escape, also)]))
        for word in asked.words
        for also in [library.near_words(word) if near else ()]
    ]


def _speaks_of(words: Sequence[re.Pattern[str]], text: str, names: str) -> bool:
    """Most of the words stand in it or in the names around it, and one in it."""
    here = [word.search(text) is not None for word in words]
    met = sum(one or word.search(names) is not None for one, word in zip(here, words, strict=True))
    return any(here) and met >= SHARE * len(words)


def _wanted(asked: Asked) -> Sought:
    # What happened once has its day; 2024年以来 stands in any sentence.
    wants = [replace(w, unit="日") if w.kind == "when" else w for w in asked.sought.wants]
    return replace(asked.sought, wants=tuple(wants))


def _asks_who(asked: Asked) -> bool:
    return any(want.kind == "who" for want in asked.sought.wants)


def _names_who(somebody: Somebody, words: Sequence[re.Pattern[str]], text: str) -> bool:
    """Near one of the words: elsewhere in the sentence somebody else did something else."""
    places = [place for word in words for place in word.finditer(text)]
    around = (text[max(0, p.start() - _BEFORE) : p.end() + _BEHIND] for p in places)
    return any(somebody(each) for each in around)


def _holds(wanted: Sought, text: str) -> bool:
    kinds = {want.kind for want in wanted.wants}
    if "where" in kinds and any(_PLACE.search(clause) for clause in _CLAUSE.findall(text)):
        return True
    return bool(kinds & FORMED) and not lacks_what_is_asked_for(wanted, [text])


def _line(piece: Quoted) -> str:
    cited = piece.citation
    dated = cited.issue or cited.date or UNDATED
    article = one_line(cited.article or cited.title)
    return f"{dated}《{article}》：{ended(cited.quote)}[{cited.n}]"
