"""Each question is searched by every signal, and the rank of what answers it is noted."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from statistics import fmean, median

import numpy as np
import numpy.typing as npt

from rag.errors import RequestError
from rag.evaluate.external.material import Asked, Progress, Rows
from rag.evaluate.external.results import FIRST, SIGNALS, Line, Scores
from rag.evaluate.figures import Ranks, recall, reciprocal
from rag.records import Scope
from rag.search.embed import Embedder
from rag.search.library import Library
from rag.search.retrieve import CANDIDATES, retrieve

READABLE = "，其中收进来的段落里有答案的（of these, an answer is among the passages）"


def lines_of(
    group: str, questions: Sequence[Asked], searches: Searches, progress: Progress
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


class Searches:
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
