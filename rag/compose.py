"""Evidence becomes an answer: written, each sentence held against its own quotes, cited.

What fails its check is never shown. Where nothing is left, the quotes themselves are the answer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answer.asked_for import lacks_what_is_asked_for
from rag.answer.cite import citation
from rag.answer.evidence import Candidate
from rag.answer.generate.base import Generator
from rag.answer.generate.extractive import Extractive, cut
from rag.answer.quote import Quote, Sentence
from rag.answer.verify import problem
from rag.broken_off import breaks_off
from rag.errors import GeneratorError
from rag.lists.series import ITEM
from rag.question.anchors import Anchors
from rag.question.asked import Asked
from rag.question.kind import asks_for_one
from rag.question.sought import Sought, sought
from rag.records import Answer, Citation, Unit, bulletin_name
from rag.search.fold import CHINESE, fold
from rag.search.library import Library
from rag.search.scope import year_of
from rag.search.sentences import Question
from rag.weigh.around import named_around, places_of, whose

log = logging.getLogger(__name__)

ENDS = tuple("。！？”」』）)!?….;；")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A piece of evidence as the writer sees it and as the reader opens it."""

    quote: Quote
    citation: Citation


def quoted(library: Library, asked: Asked, chosen: Sequence[Candidate]) -> list[Quoted]:
    """The chosen sentences, each cut to the clauses that answer."""
    question, names = Question(library, asked.weighed), library.names_in(asked.weighed)
    parts = {each.part: sought(each.part) for each in chosen if each.part}
    found = []
    for n, each in enumerate(chosen, 1):
        of_part = Question(library, each.part) if each.part else question
        span = _answering(each.unit.text, of_part, parts.get(each.part, asked.sought))
        said = _quoted(library, each.unit, span, n)
        found.append(replace(said, quote=_surrounded(library, said.quote, each, names)))
    return found


def _answering(text: str, question: Question, asked: Sought) -> tuple[int, int]:
    def answers(run: str) -> bool:
        return not lacks_what_is_asked_for(asked, [run])

    # Which part of a sentence an English question means, its words do not tell.
    in_chinese = any(CHINESE.search(want.clause) for want in asked.wants)
    for_one = in_chinese and len(asked.wants) == 1 and asks_for_one(asked.wants)
    return cut(text, question.worth, answers, for_one)


def _surrounded(
    library: Library, quote: Quote, candidate: Candidate, names: Sequence[str]
) -> Quote:
    """With what is said around it, and whom it names. `names` are those of the question."""
    around = named_around(library, candidate.unit)
    folded = fold(around)
    about = tuple(name for name in names if name in folded)
    return replace(
        quote,
        about=about,
        places=tuple(name for name in about if name in library.places),
        around=around,
        says=candidate.own,
        people=tuple(library.people_in(fold(quote.text))),
        side=candidate.side,
        whose=whose(library, candidate.unit),
        places_spoken_of=places_of(library, candidate.unit, around),
    )


def _quoted(library: Library, unit: Unit, span: tuple[int, int] | None, n: int) -> Quoted:
    bulletin = library.bulletin(unit.document)
    article = library.article(unit.document, unit.article)
    cited = citation(n, unit, bulletin, article, span)
    place = cited.title, cited.article, cited.issue, cited.date
    broken_off = cited.end == unit.end and breaks_off(library, unit)
    return Quoted(Quote(n, cited.quote, *place, broken_off=broken_off), cited)


def compose(
    blank: Answer, question: str, evidence: Sequence[Quoted], generator: Generator, longest: int
) -> Iterator[Answer]:
    """The answer as it grows. `blank` is the answer with nothing written yet."""
    quotes = [each.quote for each in evidence]
    withheld: list[dict[str, str]] = []
    kept: list[Sentence] = []
    mode = generator.mode
    trace: dict[str, object] = {**blank.trace}
    try:
        for kept in _growing(generator, question, quotes, withheld, longest):
            yield _answer(blank, kept, evidence, mode)
    except GeneratorError as error:
        # Half an answer is not the answer: what was not written to its end gives way to the quotes.
        kept, trace["failed"] = [], str(error)
        log.warning("%s", error)  # whoever runs the program can mend it
    if not kept and mode != Extractive.mode:
        mode = Extractive.mode
        for kept in _growing(Extractive(), question, quotes, withheld, longest):
            yield _answer(blank, kept, evidence, mode)
    if mode != Extractive.mode:
        trace["model"] = generator.name
    trace["checks"] = {"kept": len(kept), "withheld": withheld}
    yield replace(_answer(blank, kept, evidence, mode), trace=trace)


def with_missing(answer: Answer, parts: Sequence[str]) -> Answer:
    """Half a comparison is not passed off as the whole."""
    if not parts or answer.refused:
        return answer
    return replace(answer, text=f"{answer.text}\n没有找到答案的部分：{'；'.join(parts)}")


def with_years_meant(answer: Answer, turns_on: Anchors) -> Answer:
    """Who asks for 去年 or 近五年 is told which years these are."""
    note = "" if answer.refused else years_meant(turns_on, answer.citations)
    return replace(answer, text=answer.text + note)


def years_meant(turns_on: Anchors, cited: Sequence[Citation]) -> str:
    """Lines that say it for each bulletin, by its own year. Empty where the question names no such
    stretch of time."""
    years = {bulletin_name(each): year_of(each) for each in cited}
    spans = [(word, step, step) for word, step in sorted(turns_on.relative)]
    if turns_on.recent:
        spans.append((f"近{turns_on.recent}年", -turns_on.recent, 0))
    lines = [
        f"\n“{word}”："
        + "；".join(
            f"{name}里指{_span(year + first, year + last)}年" if year else f"{name}没有注明日期"
            for name, year in years.items()
        )
        + "。"
        for word, first, last in spans
    ]
    return "".join(lines) if years else ""


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}—{last}"


def _growing(
    generator: Generator,
    question: str,
    quotes: Sequence[Quote],
    withheld: list[dict[str, str]],
    longest: int,
) -> Iterator[list[Sentence]]:
    """The sentences so far, each time one more, until the answer is as long as it may be."""
    kept: list[Sentence] = []
    for sentence in _checked(generator.write(question, quotes), quotes, withheld):
        if kept and len(_text([*kept, sentence])) > longest:
            return
        kept = [*kept, sentence]
        yield kept


def _checked(
    sentences: Iterator[Sentence], quotes: Sequence[Quote], withheld: list[dict[str, str]]
) -> Iterator[Sentence]:
    for sentence in sentences:
        if why := problem(sentence, quotes):
            withheld.append({"sentence": sentence.text, "why": why})
        else:
            yield sentence


def _answer(
    blank: Answer, kept: Sequence[Sentence], evidence: Sequence[Quoted], mode: str
) -> Answer:
    """Only what is quoted is cited, numbered in the order in which it is first used."""
    used = dict.fromkeys(n for sentence in kept for n in sentence.quotes)
    numbers = {n: place for place, n in enumerate(used, 1)}
    by_number = {each.quote.n: each.citation for each in evidence}
    renumbered = [
        replace(sentence, quotes=tuple(numbers[n] for n in sentence.quotes)) for sentence in kept
    ]
    return replace(
        blank,
        text=_text(renumbered),
        mode=mode,
        citations=tuple(replace(by_number[n], n=place) for n, place in numbers.items()),
    )


def _text(sentences: Sequence[Sentence]) -> str:
    """Rows of a table and things of a list stand one below the other, and so do bulletins that are set side
    by side; sentences stand one behind the other."""
    written = [
        f"{each.label}{each.text}{''.join(f'[{n}]' for n in each.quotes)}" for each in sentences
    ]
    rows = sum(
        not each.text.endswith(ENDS) or "：" in each.label or bool(ITEM.match(each.text))
        for each in sentences
    )
    return ("\n" if rows > 1 else "").join(written)
