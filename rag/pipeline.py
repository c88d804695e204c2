"""Open this first: `build` makes an index of the corpus, `ask` answers a question from it.

Each line of the two stories is a stage, and the stage's folder has its name: a build is read/ and search/;
a question goes through conversation/, collection/, search/, question/, phrases/, lists/, weigh/ and answer/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from threadpoolctl import threadpool_limits

from rag.answer.asked_for import names_too_few
from rag.answer.evidence import Evidence, choose, further
from rag.answer.generate import load_generator
from rag.answer.generate.base import Generator
from rag.answer.generate.extractive import Extractive
from rag.answer.note import room_for_note, with_note
from rag.answer.refuse import refused
from rag.collection.catalogue import catalogue_answer
from rag.collection.named import meant
from rag.collection.outline import outline_answer
from rag.collection.provisions import provisions_answer
from rag.compose import compose, quoted, with_missing, with_years_meant, years_meant
from rag.conversation.chat import asked_for_more, asks_for_details, checked_question
from rag.conversation.focus import Focus, found_there, gains, leaning, what_follows
from rag.conversation.talk import Talk
from rag.errors import NoBuildError
from rag.lists.listing import listed
from rag.lists.roster import asked_list
from rag.lists.series import in_turn, with_items
from rag.phrases.mentions import mentions, phrase_asked
from rag.question.asked import Asked, understand
from rag.question.kind import asks_for_a_form
from rag.read.bulletin import read_document
from rag.read.corpus import MANIFEST, corpus_digests, load_manifest, read_corpus
from rag.read.split import SEPARATORS, VERSION, Splitter, units
from rag.records import Answer, Bulletin, Document, Hit, Scope
from rag.search.builds import current_build, write_build
from rag.search.embed import BUNDLED, Embedder, load_embedder
from rag.search.library import Library
from rag.search.manifest import Manifest, code_digest, differences, read_manifest
from rag.search.retrieve import retrieve
from rag.search.scope import year_of
from rag.settings import Settings
from rag.state import ShownCitations
from rag.steps import Steps, finished
from rag.weigh.another_place import is_of_another_place
from rag.weigh.apart import evidence_for_parts, of_the_whole, with_the_missing
from rag.weigh.candidates import candidates
from rag.weigh.figures import tells_another_figure
from rag.weigh.other_figures import with_other_figures
from rag.weigh.subject import is_off_topic

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
    serve: bool = True,
) -> BuildReport:
    """An index of the corpus, unless the one that is there fits already. Without `serve` it is a
    candidate, and the one that is there goes on being served."""
    embedder = embedder or load_embedder(settings.embedder)
    wanted = _wanted(settings, embedder)
    reasons = ["--force"] if force else _reasons(settings.index, wanted)
    served = current_build(settings.index)
    if reasons:
        corpus = read_corpus(settings.corpus, progress)
        splitter = Splitter(settings.passage_characters)
        passages = [
            passage for document in corpus.documents for passage in splitter.passages(document)
        ]
        sentences = [unit for document in corpus.documents for unit in units(document)]
        manifest = replace(wanted, failures=dict(corpus.failures))
        served = write_build(
            settings.index,
            corpus.documents,
            passages,
            sentences,
            embedder,
            manifest,
            progress,
            serve,
        )
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

LONGEST = 350
LONGEST_LIST = 700
"""Characters of an answer, and of a list or a comparison."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What a question needs: an open build, the model that made it, and what was shown before."""

    settings: Settings
    library: Library
    embedder: Embedder
    generator: Generator
    shown: ShownCitations


def open_engine(
    settings: Settings, progress: Progress = silent, build_if_needed: bool = True
) -> Engine:
    """Opens the build that fits; makes one where none does, or says what to run."""
    embedder, generator = load_embedder(settings.embedder), load_generator(settings)
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
    library = Library.open(served)
    return Engine(settings, library, embedder, generator, ShownCitations(settings.state))


def ask(
    engine: Engine, question: str, turns: Sequence[str] = (), scope: Scope | None = None
) -> Answer:
    """The answer with its citations, or a refusal that shows the nearest passages."""
    *_, answer = stream(engine, question, turns, scope)
    return answer


def tried(
    engine: Engine, question: str, turns: Sequence[str] = (), scope: Scope | None = None
) -> Answer:
    """What the quotes alone would answer a question that nobody has asked yet: it is not counted in
    the log, and what it cites has not been shown."""
    engine = replace(engine, generator=Extractive())
    talk = _talk(engine, scope or Scope())
    *_, answer = _answers(engine, talk, checked_question(question), turns, Steps())
    return answer


def stream(
    engine: Engine, question: str, turns: Sequence[str] = (), scope: Scope | None = None
) -> Iterator[Answer]:
    """The answer as it grows, sentence by sentence; the last one is finished."""
    steps, talk = Steps(), _talk(engine, scope or Scope())
    for answer in _answers(engine, talk, checked_question(question), turns, steps):
        latest = replace(answer, seconds=steps.so_far())
        yield replace(latest, finished=False)
    steps.done("write")
    engine.shown.remember(latest.citations)
    longest = LONGEST if len(latest.text) <= LONGEST else LONGEST_LIST
    yield finished(with_note(latest, longest), steps)


def _answers(
    engine: Engine, talk: Talk, question: str, turns: Sequence[str], steps: Steps
) -> Iterator[Answer]:
    """Understand, open what is named, search, read lists, weigh the sentences, refuse or write what was
    checked. Each `return` stands behind an answer that needs nothing of what follows."""
    library, scope = engine.library, talk.scope
    blank = talk.understood(question, turns)
    if blank.text:  # which article is meant
        yield blank
        return
    full, more = str(blank.trace["question"]), asked_for_more(question, turns)
    for of_the_collection in (provisions_answer, outline_answer, catalogue_answer):
        if (said := of_the_collection(library, blank, full, scope, more)) is not None:
            yield said
            return
    named = meant(library.documents_in(scope), full)
    if named:
        scope = Scope(tuple(each.key for each in named))
    searched = library.documents_in(scope)
    focus = talk.focus(question, turns, full)
    hits = search(engine, full, scope=scope, focus=focus)
    blank = replace(blank, retrieved=tuple(hits))
    steps.done("search")
    if named == []:  # no report of that year: another year's says nothing of it
        yield refused(blank, "other_time", searched)
        return
    asked = understand(full, library)
    details = focus and asks_for_details(question, turns) and what_follows(library, focus)
    if details:
        yield from _written(engine, blank, asked, details, searched)
        return
    if (phrase := phrase_asked(library, full)) is not None:
        yield mentions(library, blank, phrase, scope, more)
        return
    if rows := asked_list(library, asked, hits, scope):
        yield listed(library, blank, rows, more)
        return
    if not more and (several := talk.may_mean(blank, asked)) is not None:
        yield several
        return
    if is_off_topic(asked, hits, engine.settings.embedder == BUNDLED):
        yield refused(blank, "off_topic", searched)
        return
    evidence = _evidence(engine, asked, hits, scope, more, focus)
    steps.done("weigh")
    yield from _written(engine, blank, asked, evidence, searched)


def _written(
    engine: Engine, blank: Answer, asked: Asked, evidence: Evidence, searched: Sequence[Bulletin]
) -> Iterator[Answer]:
    blank = replace(blank, trace={**blank.trace, "scores": list(evidence.scores)})
    if evidence.reason:
        yield refused(blank, evidence.reason, searched)
        return
    quotes = quoted(engine.library, asked, evidence.chosen)
    longest = LONGEST_LIST if asked.is_compared or asked.is_listing else LONGEST
    longest -= room_for_note(blank.question)
    longest -= len(years_meant(asked.anchors, [each.citation for each in quotes]))
    if evidence.leant and quotes:
        blank = replace(blank, trace={**blank.trace, "leant": quotes[0].citation.article or ""})
    for answer in compose(blank, asked.text, quotes, engine.generator, longest):
        answer = with_missing(answer, evidence.missing)
        yield with_years_meant(answer, asked.anchors)


def _talk(engine: Engine, scope: Scope) -> Talk:
    # Of an earlier answer only what it cites is wanted.
    quick = replace(engine, generator=Extractive())

    @cache  # turns that point at turns that point: without it each of them asks twice as often
    def answered(question: str, turns: tuple[str, ...]) -> Answer:
        *_, answer = _answers(quick, talk, question, turns, Steps())
        return answer

    def found(text: str, limit: int) -> list[Hit]:
        return search(engine, text, limit, scope)

    talk = Talk(engine.library, scope, found, answered, engine.generator)
    return talk


def _evidence(
    engine: Engine,
    asked: Asked,
    hits: Sequence[Hit],
    scope: Scope,
    more: int,
    focus: Focus | None,
) -> Evidence:
    """What answers each part of the question, or all of it; what was found nowhere else is looked for where
    the conversation stands. `more` is how often it was asked what else there is."""
    library, parts = engine.library, None
    if len(asked.parts) > 1 and not more:
        parts = evidence_for_parts(library, lambda part: search(engine, part, scope=scope), asked)
        if parts.chosen and (asked.is_compared or not parts.missing):
            return parts
    near = leaning(focus, candidates(library, asked, hits))
    if more:
        return further(asked.sought, near, more)
    near = of_the_whole(library, asked, near)
    best = choose(asked.sought, near)
    if best.reason == "other_time" and not asks_for_a_form(asked.sought.wants):
        best = _of_its_year(engine, asked, scope) or best
    if tells_another_figure(library, asked, best):
        best = Evidence((), best.scores[:1], "weak_evidence")
    if is_of_another_place(library, asked, best):
        best = Evidence((), best.scores[:1], "other_name")
    found = with_items(library, in_turn(library, asked, best))
    texts = [each.unit.text for each in found.chosen]
    if texts and names_too_few(asked.sought, texts, whole=True):
        found = Evidence((), found.scores[:1], "weak_evidence")
    if parts and parts.chosen:
        return with_the_missing(library, parts, found) if found.chosen else parts
    if found.reason == "weak_evidence" and focus:
        there = found_there(library, asked, focus)
        return found if there.reason else there
    return with_other_figures(library, asked, found, near)


def _of_its_year(engine: Engine, asked: Asked, scope: Scope) -> Evidence | None:
    """What the bulletins of the years asked about say, where the nearest passages are of others. Of a
    number, a date or a name it would be another one too often."""
    library = engine.library
    years = asked.anchors.years
    meant = [each.key for each in library.documents_in(scope) if str(year_of(each)) in years]
    if not meant:
        return None
    hits = search(engine, asked.text, scope=Scope(tuple(meant)))
    found = choose(asked.sought, candidates(library, asked, hits))
    return found if found.chosen else None


def search(
    engine: Engine,
    question: str,
    limit: int | None = None,
    scope: Scope | None = None,
    focus: Focus | None = None,
) -> list[Hit]:
    """The passages nearest to a question, best first; as many as the settings say where there is no
    `limit`. `focus` is where a conversation stands."""
    library, limit = engine.library, limit or engine.settings.passages_found
    also = library.sounds_like(question)
    hits = retrieve(
        library, engine.embedder, question, limit, scope or Scope(), also, gains(library, focus)
    )
    return [
        replace(
            hit,
            document=library.bulletin(hit.passage.document).name,
            article=library.article(hit.passage.document, hit.passage.article).title,
        )
        for hit in hits
    ]
