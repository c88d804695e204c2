"""Open this first: `build` makes an index of the corpus, `ask` answers a question from it.

Each line of the two stories is a stage, and the stage's file has its name: read/, search/, answer/.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from threadpoolctl import threadpool_limits

from rag.answer.cite import citation, parse_id
from rag.answer.evidence import Candidate, Evidence, choose
from rag.answer.generate.extractive import cut, written
from rag.answer.phrase import MOST_PLACES, around, asked_phrase, listed
from rag.answer.refuse import refusal
from rag.chat import checked_question, completed
from rag.errors import CitationError, NoBuildError
from rag.read.bulletin import read_document
from rag.read.corpus import MANIFEST, corpus_digests, load_manifest, read_corpus
from rag.read.split import SEPARATORS, VERSION, Splitter, units
from rag.records import Answer, Bulletin, Citation, Document, Hit, OpenedCitation, Scope, Unit
from rag.search.builds import current_build, write_build
from rag.search.embed import Embedder, load_embedder
from rag.search.fold import letters
from rag.search.library import Library
from rag.search.manifest import Manifest, code_digest, differences, read_manifest
from rag.search.retrieve import retrieve
from rag.search.sentences import Question
from rag.settings import Settings
from rag.state import ShownCitations

if TYPE_CHECKING:
    from collections.abc import Mapping

Progress = Callable[[str, int, int], None]
"""Called with the stage, how much is done and how much there is."""


def silent(stage: str, done: int, total: int) -> None:
    """For callers that show no progress."""


# ------------------------------------------------------------------------------------- build


@dataclass(frozen=True, slots=True)
class BuildReport:
    build: Path
    made: bool
    """False where the build that was there fits."""
    reasons: tuple[str, ...]
    """Why a new one was made."""
    counts: Mapping[str, int]
    failures: Mapping[str, str]
    """File name to message, for each document that could not be read."""


def build(
    settings: Settings,
    progress: Progress = silent,
    embedder: Embedder | None = None,
    force: bool = False,
) -> BuildReport:
    """An index of the corpus, unless the one that is there fits already."""
    embedder = embedder or load_embedder(settings.embedder)
    wanted = _wanted(settings, embedder)
    reasons = ["--force"] if force else _reasons(settings.index, wanted)
    if reasons:
        corpus = read_corpus(settings.corpus, progress)
        splitter = Splitter(settings.passage_characters)
        passages = [
            passage for document in corpus.documents for passage in splitter.passages(document)
        ]
        sentences = [unit for document in corpus.documents for unit in units(document)]
        manifest = replace(wanted, failures=dict(corpus.failures))
        write_build(
            settings.index, corpus.documents, passages, sentences, embedder, manifest, progress
        )
    served = current_build(settings.index)
    if served is None:
        raise NoBuildError(f"索引没有建成（no build）：{settings.index}")
    made = read_manifest(served)
    return BuildReport(served, bool(reasons), tuple(reasons), made.counts, made.failures)


def _wanted(settings: Settings, embedder: Embedder) -> Manifest:
    """The birth certificate of a build that fits this corpus and these settings."""
    digests = corpus_digests(settings.corpus)
    return Manifest(
        corpus={name: digest for name, digest in digests.items() if name != MANIFEST},
        corpus_manifest=digests.get(MANIFEST, ""),
        embedder=embedder.name,
        fingerprint=embedder.fingerprint,
        dimension=embedder.dimension,
        vectors="faiss",
        splitter={
            "version": VERSION,
            "characters": settings.passage_characters,
            "separators": len(SEPARATORS),
        },
        code=code_digest(),
    )


def _reasons(index: Path, wanted: Manifest) -> list[str]:
    """Why the build that is served does not fit. Empty where it does."""
    served = current_build(index)
    if served is None:
        return ["还没有索引（no build yet）"]
    try:
        made = read_manifest(served)
    except NoBuildError as error:
        return [str(error)]
    return differences(made, wanted)


def read_file(settings: Settings, file: Path) -> Document:
    """One document as the reader sees it, with what the manifest says of it where it lies there."""
    corpus = file.parent if (file.parent / MANIFEST).is_file() else settings.corpus
    known = {bulletin.name: bulletin for bulletin in load_manifest(corpus)}
    return read_document(known.get(file.name) or Bulletin(file.stem, file.name, file.stem), file)


# ------------------------------------------------------------------------------------- ask


@dataclass(frozen=True, slots=True)
class Engine:
    """What a question needs: an open build, the model that made it, and what was shown before."""

    settings: Settings
    library: Library
    embedder: Embedder
    shown: ShownCitations


def open_engine(
    settings: Settings, progress: Progress = silent, build_if_needed: bool = True
) -> Engine:
    """Opens the build that fits; makes one where none does, or says what to run."""
    embedder = load_embedder(settings.embedder)
    # Products of a question are small: a second thread waits for the first one longer than it helps,
    # and takes the processor from other people's questions.
    threadpool_limits(limits=1, user_api="blas")
    if build_if_needed:
        served = build(settings, progress, embedder).build
    else:
        if reasons := _reasons(settings.index, _wanted(settings, embedder)):
            raise NoBuildError(
                f"没有可用的索引（no build that fits）：{'；'.join(reasons)}。"
                "请先运行 python -m rag index。"
            )
        served = current_build(settings.index) or settings.index
    return Engine(settings, Library.open(served), embedder, ShownCitations(settings.state))


def ask(
    engine: Engine, question: str, turns: Sequence[str] = (), scope: Scope | None = None
) -> Answer:
    """The answer with its citations, or a refusal that shows the nearest passages."""
    *_, answer = stream(engine, question, turns, scope)
    return answer


def stream(
    engine: Engine, question: str, turns: Sequence[str] = (), scope: Scope | None = None
) -> Iterator[Answer]:
    """The answer as it grows, sentence by sentence; the last one is finished."""
    started = time.perf_counter()
    asked = checked_question(question)
    full = completed(asked, turns)
    hits = search(engine, full, engine.settings.passages_found, scope)
    if (phrase := asked_phrase(full)) is not None:
        yield _places(engine, asked, phrase, hits, scope or Scope(), started)
        return
    weighed = Question(engine.library, full)
    evidence = choose(full, _candidates(engine, weighed, hits))
    answer = Answer(
        question=asked,
        text="",
        refused=evidence.reason is not None,
        reason=evidence.reason,
        mode="extractive",
        seconds=0.0,
        citations=(),
        retrieved=tuple(hits),
        finished=False,
        trace={"question": full, "scores": list(evidence.scores)},
    )
    if evidence.reason:
        answer = replace(answer, text=refusal(engine.library.documents_in(scope or Scope()), hits))
    else:
        citations = _citations(engine, weighed, evidence)
        for n in range(1, len(citations) + 1):
            shown = citations[:n]
            answer = replace(
                answer, text=written([cited.quote for cited in shown]), citations=tuple(shown)
            )
            if n < len(citations):
                yield answer
        engine.shown.remember(citations)
    yield replace(answer, finished=True, seconds=round(time.perf_counter() - started, 4))


def _places(
    engine: Engine, asked: str, phrase: str, hits: Sequence[Hit], scope: Scope, started: float
) -> Answer:
    """Where a phrase stands and how often: every place, not the best ones."""
    units = engine.library.units_holding(phrase, scope)
    citations = [
        citation(
            n,
            unit,
            engine.library.bulletin(unit.document),
            engine.library.article(unit.document, unit.article),
            around(unit.text, phrase),
        )
        for n, unit in enumerate(units[:MOST_PLACES], 1)
    ]
    engine.shown.remember(citations)
    searched = engine.library.documents_in(scope)
    return Answer(
        question=asked,
        text=listed(phrase, _times(phrase, units), citations) if units else refusal(searched, hits),
        refused=not units,
        reason=None if units else "nothing_found",
        mode="extractive",
        seconds=round(time.perf_counter() - started, 4),
        citations=tuple(citations),
        retrieved=tuple(hits),
        trace={"question": asked, "phrase": phrase, "scores": []},
    )


def _times(phrase: str, units: Sequence[Unit]) -> int:
    """How often the phrase stands in these sentences, which may hold it more than once."""
    return sum(letters(unit.text).count(letters(phrase)) for unit in units)


def search(engine: Engine, question: str, limit: int = 10, scope: Scope | None = None) -> list[Hit]:
    """The passages nearest to a question, best first."""
    library = engine.library
    hits = retrieve(library, engine.embedder, question, limit, scope or Scope())
    return [
        replace(
            hit,
            document=library.bulletin(hit.passage.document).name,
            article=library.article(hit.passage.document, hit.passage.article).title,
        )
        for hit in hits
    ]


PASSAGES_READ = 6
"""Sentences are chosen from the best passages; the others are shown, not read."""


def _candidates(engine: Engine, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
    """The sentences of the passages that were found."""
    found = [
        (unit, hit)
        for hit in hits[:PASSAGES_READ]
        for unit in engine.library.units_within(
            hit.passage.document, hit.passage.start, hit.passage.end
        )
    ]
    pairs = [(unit.text, f"{hit.passage.context}\n{hit.passage.text}") for unit, hit in found]
    return [
        Candidate(
            unit,
            each.overlap,
            each.surroundings,
            each.words,
            each.words_around,
            hit.score,
            is_name=unit.text in hit.passage.context,
        )
        for (unit, hit), each in zip(found, question.match(pairs), strict=True)
    ]


def _citations(engine: Engine, question: Question, evidence: Evidence) -> list[Citation]:
    """The chosen sentences, each cut to the clauses that answer."""
    library = engine.library
    return [
        citation(
            n,
            candidate.unit,
            library.bulletin(candidate.unit.document),
            library.article(candidate.unit.document, candidate.unit.article),
            cut(candidate.unit.text, question.worth),
        )
        for n, candidate in enumerate(evidence.chosen, 1)
    ]


# ------------------------------------------------------------------------------------- cite

AROUND = 400
"""Characters of the article shown before and after a quote."""


def open_citation(
    settings: Settings, citation_id: str, make: Callable[[], object]
) -> OpenedCitation:
    """The citation in the build that is served, whatever made it: no model is needed for that.
    `make` makes a build where there is none."""
    parse_id(citation_id)
    served = current_build(settings.index)
    if served is None:
        make()
        served = current_build(settings.index) or settings.index
    return cite(Library.open(served), citation_id)


def cite(library: Library, citation_id: str, n: int = 1) -> OpenedCitation:
    """The quote behind an id, with what stands around it in its article."""
    parsed = parse_id(citation_id)
    unit = library.unit(parsed.unit)
    if unit is None:
        raise CitationError(
            f"索引里没有这条引文（no such citation in this index）：{citation_id}。"
            "文件可能改过或已撤下。"
        )
    bulletin = library.bulletin(unit.document)
    article = library.article(unit.document, unit.article)
    span = None if parsed.start is None or parsed.end is None else (parsed.start, parsed.end)
    cited = citation(n, unit, bulletin, article, span)
    text = library.clean_text(unit.document)
    return OpenedCitation(
        citation=cited,
        publisher=bulletin.publisher,
        byline=article.byline,
        before=text[max(article.start, cited.start - AROUND) : cited.start],
        after=text[cited.end : min(article.end, cited.end + AROUND)],
    )
