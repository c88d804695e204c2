"""Full text: BM25 over the terms of fold.py, computed once and memory-mapped afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rag.errors import NoBuildError
from rag.search.fold import in_pairs, terms

if TYPE_CHECKING:
    from bm25s import BM25

# The textbook values: on the tune questions, k1 from 0.9 to 1.5 and b from 0.4 to 0.75 differ by one
# question of 34, and on DRCD and CMRC paragraphs by less than 0.005.
K1 = 1.2
B = 0.75
# How often a passage's context (bulletin, issue, article, section) counts beside its text. Recall at
# 5 is 0.72 without it, 0.84 with it once; twice or three times is one question better, which the
# vectors take back.
CONTEXT_WEIGHT = 1
PAIR = re.compile("[\u4e00-\u9fff]{2}")


class LexicalIndex:
    def __init__(self, rows: int, engine: BM25 | None) -> None:
        self.rows = rows
        self._engine = engine  # None where there is no term at all, which bm25s cannot hold

    @classmethod
    def build(
        cls, texts: Iterable[tuple[str, str]], context_weight: int = CONTEXT_WEIGHT
    ) -> LexicalIndex:
        """From pairs of context and text, in the order of their rows."""
        vocabulary: dict[str, int] = {}
        rows: list[npt.NDArray[np.int32]] = []
        for context, text in texts:
            found = terms(context) * context_weight + terms(text)
            ids = [vocabulary.setdefault(term, len(vocabulary)) for term in found]
            rows.append(np.array(ids, dtype=np.int32))
        if not vocabulary:
            return cls(len(rows), None)
        from bm25s import BM25

        engine = BM25(k1=K1, b=B, backend="numpy", csc_backend="numpy")
        engine.index((rows, vocabulary), create_empty_token=False, show_progress=False)
        return cls(len(rows), engine)

    def scores(self, query: str) -> npt.NDArray[np.float32]:
        """One score a row, 0 where no term is shared. A term repeated in the query counts once."""
        if self._engine is None:
            return np.zeros(self.rows, dtype=np.float32)
        known = self._engine.get_tokens_ids(list(dict.fromkeys(terms(query))))
        scores: npt.NDArray[np.float32] = self._engine.get_scores_from_ids(known)
        return scores

    def weights(self, wanted: Iterable[str]) -> dict[str, float]:
        """How rare each term is: BM25's idf over the passages; a term of none is the rarest."""
        found: dict[str, float] = {}
        for term in dict.fromkeys(wanted):
            holding = self._passages_with(term)
            found[term] = log(1 + (self.rows - holding + 0.5) / (holding + 0.5))
        return found

    def pairs(self) -> dict[str, int]:
        """How many passages hold each pair of Chinese characters."""
        if self._engine is None:
            return {}
        found = (term for term in self._engine.vocab_dict if PAIR.fullmatch(term))
        return {term: self._passages_with(term) for term in found}

    def holding_together(self, run: str) -> int:
        """How many passages hold every pair of a run of characters: seldom more than hold the run."""
        if self._engine is None:
            return 0
        indices = self._engine.scores["indices"]
        rows = [set(indices[slice(*self._span(pair))].tolist()) for pair in in_pairs(run)]
        return len(set.intersection(*rows)) if rows else 0

    def _passages_with(self, term: str) -> int:
        start, end = self._span(term)
        return end - start

    def _span(self, term: str) -> tuple[int, int]:
        """Where in the index the passages that hold a term are listed."""
        if self._engine is None or (token := self._engine.vocab_dict.get(term)) is None:
            return 0, 0
        starts = self._engine.scores["indptr"]
        return int(starts[token]), int(starts[token + 1])

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self._engine is not None:
            self._engine.save(folder, show_progress=False)
        described = {"rows": self.rows, "terms": self._engine is not None}
        (folder / "lexical.json").write_text(json.dumps(described), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        try:
            described = json.loads((folder / "lexical.json").read_text(encoding="utf-8"))
            if not described["terms"]:
                return cls(described["rows"], None)
            from bm25s import BM25

            return cls(described["rows"], BM25.load(folder, mmap=True, show_progress=False))
        except (OSError, ValueError, KeyError) as error:
            raise NoBuildError(
                f"全文索引打不开（cannot open the full-text index）：{folder}。"
                "请运行 python -m rag index 重新建立。"
            ) from error
