"""The ranking that each signal alone would give, so that an ablation is one command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from rag.evaluate.figures import Ranks, first_hit
from rag.evaluate.questions import Question
from rag.pipeline import Engine, search

DEEPEST = 50
"""How far down a quote is looked for. Up to here the search fuses the same candidates."""
PLAIN = "bm25s + jieba"


class Signals:
    """Rankings of all passages, best first, by one signal each."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def ranks(self, question: Question, completed: str) -> dict[str, Ranks]:
        """By signal, the rank of each evidence quote's first hit."""
        library = self.engine.library
        rankings: dict[str, Sequence[int]] = {}
        if self._plain is not None:
            rankings[PLAIN] = self._plain(completed)
        rankings["lexical"] = _best(library.lexical.scores(completed))
        vector = self.engine.embedder.embed_queries([completed])
        if vector.any():
            rankings["dense"] = library.vectors.search(vector, DEEPEST)[1][0].tolist()
        else:
            rankings["dense"] = []
        everything = np.arange(len(library.twins))
        rankings["words"] = _best(library.word_by_word(completed).passages(everything))
        ranks = {name: self._ranks(question, rows) for name, rows in rankings.items()}
        found = [
            (hit.document, hit.passage.text) for hit in search(self.engine, completed, DEEPEST)
        ]
        return {**ranks, "fused": _first_hits(question, found)}

    def _ranks(self, question: Question, rows: Sequence[int]) -> Ranks:
        library = self.engine.library
        names = {bulletin.key: bulletin.name for bulletin in library.bulletins()}
        passages = library.passages([row for row in rows if row >= 0])
        return _first_hits(question, [(names[each.document], each.text) for each in passages])

    @cached_property
    def _plain(self) -> Callable[[str], Sequence[int]] | None:
        """What an outsider would take: bm25s with jieba over the bare text of the same passages.
        Left out where jieba is not installed."""
        try:
            import jieba
        except ImportError:
            return None
        from bm25s import BM25

        jieba.setLogLevel("ERROR")
        rows = range(len(self.engine.library.twins))
        texts = [passage.text for passage in self.engine.library.passages(rows)]
        engine = BM25()
        engine.index([jieba.lcut(text) for text in texts], show_progress=False)

        def ranking(question: str) -> Sequence[int]:
            return _best(engine.get_scores(jieba.lcut(question)))

        return ranking


def _best(scores: np.ndarray) -> list[int]:
    """Rows with a score above 0, best first, equal ones in their order."""
    order = np.argsort(-scores, kind="stable")[:DEEPEST]
    return [int(row) for row in order if scores[row] > 0]


def _first_hits(question: Question, passages: Sequence[tuple[str, str]]) -> Ranks:
    return [first_hit(each.document, each.quote, passages) for each in question.evidence]
