"""How the same retrieval does on public Chinese question sets, read from the sets' own files.

XQUAD, DRCD and CMRC have questions on paragraphs of Wikipedia: every paragraph is one passage, its
text alone, and a question is found when its own paragraph is. CRUD has questions on news without
saying which article answers them: the news are cut into passages as any document is, and a question
is found when a passage holds its key facts.
"""

from __future__ import annotations

import json
import lzma
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rag.errors import RequestError
from rag.evaluate.figures import Ranks, recall, reciprocal
from rag.records import Article, Block, Bulletin, Document, Passage, Scope
from rag.search.fold import fold
from rag.search.library import Library
from rag.search.retrieve import CANDIDATES, retrieve

if TYPE_CHECKING:
    from rag.search.embed import Embedder
    from rag.settings import Settings

Progress = Callable[[str, int, int], None]
Rows = npt.NDArray[np.int64]

FIRST = (1, 5, 10)
SIGNALS = ("lexical", "dense", "words", "fused")


# ------------------------------------------------------------------------------------- results


@dataclass(frozen=True, slots=True)
class Scores:
    recall: tuple[float, ...]
    """Share of questions found in the first 1, 5 and 10."""
    mrr: float
    """1 / rank of the first passage that counts, 0 outside the first ten."""


@dataclass(frozen=True, slots=True)
class Line:
    """One set of questions on the same passages."""

    name: str
    questions: int
    milliseconds: float
    """Median of one search, from the question's text to ten passages."""
    signals: Mapping[str, Scores]


@dataclass(frozen=True, slots=True)
class ExternalResult:
    name: str
    documents: int
    passages: int
    seconds: float
    """To read the files and make the index."""
    limit: int | None
    lines: tuple[Line, ...]


def table(result: ExternalResult) -> str:
    """For a terminal: Chinese only where no column follows it on the line."""
    lines = [
        f"{result.name}：{result.documents} 篇（documents），{result.passages} 段（passages），"
        f"读取和建索引 {result.seconds:.1f} 秒（seconds to read and index）"
    ]
    if result.limit is not None:
        lines.append(
            f"只收了前 {result.limit} 篇：答案可能在没有收的里面，召回率是下限"
            "（only the first documents: recall is a lower bound）"
        )
    heads = [*(f"recall@{k}" for k in FIRST), f"MRR@{max(FIRST)}"]
    for line in result.lines:
        lines += [
            "",
            f"{line.name}：{line.questions} 题（questions），"
            f"每题中位 {line.milliseconds:.1f} 毫秒（median ms）",
            f"{'':<10}" + "".join(f"{head:>11}" for head in heads),
        ]
        for signal, scores in line.signals.items():
            values = "".join(f"{value:>11.3f}" for value in (*scores.recall, scores.mrr))
            lines.append(f"{signal:<10}{values}")
    return "\n".join(lines)


# ------------------------------------------------------------------------------------- the sets


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    rows: tuple[int, ...]
    """Passages that count as found; none where nothing that was read holds the answer."""


@dataclass(frozen=True, slots=True)
class Material:
    document: Document
    passages: Sequence[Passage]
    groups: Mapping[str, Sequence[Asked]]
    """Questions by the name of their line."""


def run_external(
    name: str,
    data: Path,
    settings: Settings,
    progress: Progress,
    limit: int | None = None,
    embedder: Embedder | None = None,
) -> ExternalResult:
    """`limit` is for CRUD: only its first documents are read."""
    if (read := _READERS.get(name.upper())) is None:
        raise RequestError(
            f"没有这个公开题集：{name}（no such set）。可用的：{'、'.join(_READERS)}"
        )
    if limit is not None and (name.upper() != "CRUD" or limit < 1):
        raise RequestError("--limit 只用于 CRUD，至少为 1（for CRUD only, at least 1）。")
    from threadpoolctl import threadpool_limits

    from rag.search.embed import load_embedder

    embedder = embedder or load_embedder(settings.embedder)
    # One thread, as when questions are answered; a memory-mapped file cannot be removed on Windows.
    with (
        threadpool_limits(limits=1, user_api="blas"),
        tempfile.TemporaryDirectory(prefix="rag-external-", ignore_cleanup_errors=True) as folder,
    ):
        started = time.perf_counter()
        material = read(data, settings, progress, limit)
        build = _build(Path(folder), material, embedder, progress)
        seconds = time.perf_counter() - started
        documents, passages = len(material.document.articles), len(material.passages)
        groups = material.groups
        rows = {passage.id: row for row, passage in enumerate(material.passages)}
        del material  # the texts are in the build now; of a large set they take much memory
        library = Library.open(build)
        try:
            searches = _Searches(library, embedder, rows)
            lines = [
                line
                for group, questions in groups.items()
                for line in _lines(group, questions, searches, progress)
            ]
        finally:
            library.close()
    return ExternalResult(name.upper(), documents, passages, seconds, limit, tuple(lines))


def _build(folder: Path, material: Material, embedder: Embedder, progress: Progress) -> Path:
    from rag.search.builds import write_build
    from rag.search.manifest import Manifest, code_digest

    manifest = Manifest(
        corpus={},
        corpus_manifest="",
        embedder=embedder.name,
        fingerprint=embedder.fingerprint,
        dimension=embedder.dimension,
        vectors="faiss",
        splitter={},
        code=code_digest(),
    )
    documents, passages = [material.document], material.passages
    return write_build(folder, documents, passages, [], embedder, manifest, progress)


def _document(name: str, texts: Sequence[str]) -> Document:
    """One document with an article for each text. One, because the scope of a search is looked up
    document by document, and tens of thousands of them are no bulletins."""
    ends = list(accumulate(len(text) + 1 for text in texts))
    starts = [0, *ends[:-1]]
    spans = [(start, start + len(text)) for start, text in zip(starts, texts, strict=True)]
    return Document(
        bulletin=Bulletin(name.lower(), name, ""),
        digest="",
        text="\n".join(texts),
        origins=(),
        lines=(),
        articles=tuple(Article(n, None, None, *span, span[0]) for n, span in enumerate(spans, 1)),
        blocks=tuple(Block(*span, "paragraph") for span in spans),
        pages=(),
        furniture=(),
    )


# ------------------------------------------------------------------------------------- SQuAD form


def _xquad(data: Path, settings: Settings, progress: Progress, limit: int | None) -> Material:
    chinese = _Squad(_found(data, "xquad.zh.json"))
    english = _Squad(_found(data, "xquad.en.json"))
    # A question has the same id in every language.
    return chinese.material(
        "XQUAD", {"XQUAD 中文问中文（zh）": chinese, "XQUAD 英文问中文（en）": english}
    )


def _drcd(data: Path, settings: Settings, progress: Progress, limit: int | None) -> Material:
    squad = _Squad(_found(data, "DRCD_test.json"))
    return squad.material("DRCD", {"DRCD 繁体（traditional）": squad})


def _cmrc(data: Path, settings: Settings, progress: Progress, limit: int | None) -> Material:
    squad = _Squad(_found(data, "cmrc2018_trial.json"))
    return squad.material("CMRC", {"CMRC 2018": squad})


class _Squad:
    """Paragraphs, and questions by their ids, of a file in the form of SQuAD."""

    def __init__(self, file: Path) -> None:
        values = _json(file)
        self.paragraphs: list[str] = []
        self.questions: dict[str, str] = {}
        self.rows: dict[str, int] = {}
        try:
            for paragraph in (each for entry in values["data"] for each in entry["paragraphs"]):
                for question in paragraph["qas"]:
                    self.questions[str(question["id"])] = str(question["question"])
                    self.rows[str(question["id"])] = len(self.paragraphs)
                self.paragraphs.append(str(paragraph["context"]))
        except (KeyError, TypeError) as error:
            raise _damaged(file, error) from error

    def material(self, name: str, asked: Mapping[str, _Squad]) -> Material:
        """These paragraphs, with questions in their own or another language."""
        document = _document(name, self.paragraphs)
        groups = {
            group: [
                Asked(text, (self.rows[each],))
                for each, text in other.questions.items()
                if each in self.rows
            ]
            for group, other in asked.items()
        }
        passages = [
            Passage(
                id=f"{document.bulletin.key}:{article.start}-{article.end}",
                document=document.bulletin.key,
                article=article.number,
                section=None,
                start=article.start,
                end=article.end,
                page=None,
                page_inferred=False,
                text=text,
                context="",
            )
            for article, text in zip(document.articles, self.paragraphs, strict=True)
        ]
        return Material(document, passages, groups)


# ------------------------------------------------------------------------------------- CRUD

CRUD_FILES = {
    1: "QuestAnswer1Doc_quest_gt_save.json",
    2: "QuestAnswer2Docs_quest_gt_save.json",
    3: "QuestAnswer3Docs_quest_gt_save.json",
}
HEAD = 4
READABLE = "，其中收进来的段落里有答案的（of these, an answer is among the passages）"


def _crud(data: Path, settings: Settings, progress: Progress, limit: int | None) -> Material:
    from rag.read.split import Splitter

    files = {n: _found(data, f"crud/{name}") for n, name in CRUD_FILES.items()}
    records = {n: _records(file) for n, file in files.items()}
    document = _document("CRUD", _news(_found(data, "crud/docs.jsonl.xz"), progress, limit))
    passages = Splitter(settings.passage_characters).passages(document)
    facts = {fact for some in records.values() for _, wanted in some for fact in wanted}
    holding = _holding([passage.text for passage in passages], facts, progress)
    groups = {
        f"CRUD {n} doc": [
            Asked(question, _held_by(wanted, n, holding)) for question, wanted in some
        ]
        for n, some in records.items()
    }
    return Material(document, passages, groups)


def _news(file: Path, progress: Progress, limit: int | None) -> list[str]:
    texts: list[str] = []
    try:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                if limit is not None and len(texts) >= limit:
                    break
                if line.strip():
                    texts.append(str(json.loads(line)["text"]))
                if len(texts) % 1000 == 0:
                    progress("读取（reading）", len(texts), limit or 0)
    except (lzma.LZMAError, EOFError, ValueError, KeyError, TypeError) as error:
        raise _damaged(file, error) from error
    return texts


def _records(file: Path) -> list[tuple[str, list[str]]]:
    """(question, key facts). What is asked of one piece of news is asked at once: taken alone its
    later questions speak of "these" and "the" without saying of what."""
    try:
        return [
            ("".join(record["question"]), _plain_facts(record["key_info"]))
            for record in _json(file).values()
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise _damaged(file, error) from error


def _plain_facts(facts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(plain for plain in map(_plain, facts) if plain))


def _plain(text: str) -> str:
    """Spelling and marks aside; a decimal point counts."""
    return "".join(each for each in fold(text) if each.isalnum() or each in ".%")


def _holding(texts: Sequence[str], facts: Iterable[str], progress: Progress) -> dict[str, Rows]:
    """The rows that hold each fact. One sweep over the passages: looking for each of 25,000 facts
    in turn would take hours."""
    by_head: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for fact in sorted(facts):
        by_head.setdefault(fact[:HEAD], []).append((fact, _pattern(fact)))
    widths = sorted({len(head) for head in by_head})
    found: dict[str, list[int]] = {}
    for row, text in enumerate(map(_plain, texts)):
        if row % 1000 == 0:
            progress("查找要点（looking for key facts）", row, len(texts))
        for width in widths:
            grams = {text[i : i + width] for i in range(len(text) - width + 1)}
            for head in grams & by_head.keys():
                for fact, pattern in by_head[head]:
                    if fact in text and pattern.search(text):
                        found.setdefault(fact, []).append(row)
    return {fact: np.array(rows, dtype=np.int64) for fact, rows in found.items()}


def _pattern(fact: str) -> re.Pattern[str]:
    """1名 does not stand in 11名."""
    before = r"(?<![\d.])" if fact[0].isdigit() else ""
    after = r"(?!\.?\d)" if fact[-1].isdigit() else ""
    return re.compile(before + re.escape(fact) + after)


def _held_by(facts: Sequence[str], articles: int, holding: Mapping[str, Rows]) -> tuple[int, ...]:
    """Rows with at least half of what one of the question's articles has to say, and two facts
    where there are two: a single short one stands in news of any kind."""
    rows = [holding[fact] for fact in facts if fact in holding]
    if not rows:
        return ()
    enough = max(min(2, len(facts)), len(facts) / (2 * articles))
    held, counts = np.unique(np.concatenate(rows), return_counts=True)
    return tuple(held[counts >= enough].tolist())


# ------------------------------------------------------------------------------------- asking


def _lines(
    group: str, questions: Sequence[Asked], searches: _Searches, progress: Progress
) -> list[Line]:
    """All questions; where some cannot be found at all, the others on a line of their own."""
    if not questions:
        raise RequestError(f"{group} 里没有题（no questions）。")
    ranks: list[Mapping[str, int | None]] = []
    times: list[float] = []
    searches.fused(questions[0].text)  # files are opened when first used
    for done, asked in enumerate(questions):
        progress(f"{group}：提问（asking）", done, len(questions))
        wanted = searches.twins(asked.rows)
        started = time.perf_counter()
        fused = searches.fused(asked.text)
        times.append(time.perf_counter() - started)
        orders = {**searches.alone(asked.text), "fused": fused}
        ranks.append({signal: _rank(order, wanted) for signal, order in orders.items()})
    lines = [_line(group, ranks, times)]
    possible = [n for n, asked in enumerate(questions) if asked.rows]
    if 0 < len(possible) < len(questions):
        some = [ranks[n] for n in possible], [times[n] for n in possible]
        lines.append(_line(group + READABLE, *some))
    return lines


def _line(name: str, ranks: Sequence[Mapping[str, int | None]], seconds: Sequence[float]) -> Line:
    signals = {signal: _scores([[each[signal]] for each in ranks]) for signal in SIGNALS}
    return Line(name, len(ranks), 1000 * median(seconds), signals)


def _scores(questions: Sequence[Ranks]) -> Scores:
    found = tuple(fmean(recall(ranks, k) for ranks in questions) for k in FIRST)
    return Scores(found, fmean(reciprocal(ranks, max(FIRST)) for ranks in questions))


class _Searches:
    """The first rows by each signal, best first. Of passages with the same words only the first is
    shown, so rows are those of first twins."""

    def __init__(self, library: Library, embedder: Embedder, rows: Mapping[str, int]) -> None:
        self._library = library
        self._embedder = embedder
        self._rows = rows

    def twins(self, rows: Sequence[int]) -> set[int]:
        return set(self._library.twins[list(rows)].tolist()) if rows else set()

    def fused(self, question: str) -> list[int]:
        hits = retrieve(self._library, self._embedder, question, max(FIRST), Scope())
        rows = [self._rows[hit.passage.id] for hit in hits]
        found: list[int] = self._library.twins[rows].tolist() if rows else []
        return found

    def alone(self, question: str) -> dict[str, list[int]]:
        """Word by word orders the candidates of the other two, which is all it is asked to do."""
        library = self._library
        lexical = _best(library.lexical.scores(question), CANDIDATES)
        vector = self._embedder.embed_queries([question])
        dense = np.empty(0, dtype=np.int64)
        if vector.any():  # one of zeros, of a question without a known word, is near to nothing
            nearest = library.vectors.search(vector, CANDIDATES)[1][0]
            dense = nearest[nearest >= 0]
        words = np.union1d(lexical, dense)
        if len(words):
            words = words[
                np.argsort(-library.word_by_word(question).passages(words), kind="stable")
            ]
        orders = {"lexical": lexical, "dense": dense, "words": words}
        return {
            signal: list(dict.fromkeys(library.twins[order].tolist()))[: max(FIRST)]
            for signal, order in orders.items()
        }


def _best(scores: npt.NDArray[np.float32], many: int) -> Rows:
    """Rows with a score above 0, best first, equal ones in their order."""
    rows = np.flatnonzero(scores)
    if len(rows) > many:
        least = np.partition(scores[rows], -many)[-many]
        rows = rows[scores[rows] >= least]
    return rows[np.lexsort((rows, -scores[rows]))][:many].astype(np.int64)


def _rank(order: Sequence[int], wanted: set[int]) -> int | None:
    return next((rank for rank, row in enumerate(order, 1) if row in wanted), None)


# ------------------------------------------------------------------------------------- files

_READERS: Mapping[str, Callable[[Path, Settings, Progress, int | None], Material]] = {
    "XQUAD": _xquad,
    "DRCD": _drcd,
    "CMRC": _cmrc,
    "CRUD": _crud,
}
_SOURCES = {
    "xquad": "https://github.com/google-deepmind/xquad",
    "DRCD": "https://github.com/DRCKnowledgeTeam/DRCD",
    "cmrc": "https://github.com/ymcui/cmrc2018",
    "crud": "https://github.com/IAAR-Shanghai/CRUD_RAG；docs.jsonl.xz 由其 80000_docs 合成，"
    '每行一篇（one a line）：{"src", "date", "text"}',
}


def _found(data: Path, name: str) -> Path:
    file = data / name
    if not file.is_file():
        source = next(text for start, text in _SOURCES.items() if name.startswith(start))
        raise RequestError(f"没有文件（no such file）：{file}。来源（from）：{source}")
    return file


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:  # also bytes that are not UTF-8
        raise _damaged(file, error) from error


def _damaged(file: Path, error: Exception) -> RequestError:
    return RequestError(
        f"文件读不懂（damaged, or of another form）：{file}：{type(error).__name__}：{error}。"
        "请重新下载。"
    )
