"""A question that fits several things: what it may mean, one of each article, to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answer.asked_for import lacks_what_is_asked_for
from rag.answer.evidence import Candidate, score
from rag.answer.generate.extractive import ended
from rag.compose import Quoted, quoted
from rag.question.asked import Asked, meaningful
from rag.records import Answer
from rag.search.fold import fold
from rag.search.library import Library
from rag.search.sentences import Question

MOST = 4
FEWEST = 2
READ = 30
"""Passages that are looked at: it may mean any of many."""
LONGEST = 660
WHICH = "这个问题对得上几处，请说明是哪一处（which one?）："


def choices(
    library: Library, blank: Answer, asked: Asked, candidates: Sequence[Candidate]
) -> Answer | None:
    """For a vague question, the newest first. None where it fits one article only, or none.
    `blank` is the answer with nothing written yet."""
    best = _one_of_each_article(asked, candidates)
    best.sort(key=lambda each: library.bulletin(each.unit.document).date or "", reverse=True)
    pieces = quoted(library, Question(library, asked.weighed), asked.sought, best)
    lines: list[str] = []
    for piece in pieces:
        lines.append(_line(piece))
        if len("\n".join([WHICH, *lines])) > LONGEST:
            lines.pop()
            break
    if len(lines) < FEWEST:
        return None
    cited = tuple(piece.citation for piece in pieces[: len(lines)])
    return replace(blank, text="\n".join([WHICH, *lines]), citations=cited)


def _one_of_each_article(asked: Asked, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence of each that holds what is asked for, and a word of what it is asked of."""
    words = meaningful(asked.pairs)
    # What happened once has its day; 2024年以来 stands in any sentence.
    wants = [replace(w, unit="日") if w.kind == "when" else w for w in asked.sought.wants]
    wanted = replace(asked.sought, wants=tuple(wants))
    found: dict[tuple[str, int], Candidate] = {}
    for each in sorted(candidates, key=lambda each: -score(asked.sought, each)):
        text = fold(each.unit.text)
        fits = not each.is_name and any(word in text for word in words)
        if fits and not lacks_what_is_asked_for(wanted, [text]):
            found.setdefault((each.unit.document, each.unit.article), each)
    return list(found.values())[:MOST]


def _line(piece: Quoted) -> str:
    cited = piece.citation
    dated = cited.issue or cited.date or ""
    article = " ".join((cited.article or cited.title).split())
    return f"{dated}《{article}》：{ended(cited.quote)}[{cited.n}]"
