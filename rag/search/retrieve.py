"""A question becomes hits: full text and vectors, each over all that is in scope, give candidates;
these are compared with the question word by word; then the three are fused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rag.records import Hit, Scope
from rag.search.days import days
from rag.search.fold import CHINESE, fold, letters
from rag.search.library import Library
from rag.search.thesaurus import also_written

if TYPE_CHECKING:
    from rag.search.embed import Embedder

Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

# What a passage gains by the words that a report may have for those of the question, against the
# question's own. Of 1,151 tune questions' passages 0.884 are among the first three instead of 0.879,
# of paraphrases 0.720 instead of 0.690; with 0.3 fewer come first.
ALSO_WRITTEN = 0.2
# The best of full text and of vectors that are compared word by word and fused.
CANDIDATES = 100
# Words in quotation marks are asked for as they stand, and so is a day, anywhere in the article: 12月3日
# is rare as a whole and common in its parts. What a passage gains that has all of them: from 0.1 to 1
# the tune questions differ by one; without it recall at 5 is 0.91, with it 0.93.
QUOTED = 0.3
QUOTATION = re.compile("[“「『]([^“”「」『』]{2,30})[”」』]")
NO_GAINS: Mapping[int, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the signals in the fused score; they add up to 1."""

    lexical: float
    dense: float
    words: float


# Recall at 1 and 5 on the 113 tune questions: full text alone 0.53, 0.80, vectors alone 0.35, 0.58,
# word by word alone 0.59, 0.85, all three 0.66, 0.91. Mixtures near this one are within two
# questions of it; without the vectors it is 0.66, 0.89. Reciprocal ranks do worse: they forget by
# how much one passage is better.
WEIGHTS = Weights(lexical=0.4, dense=0.1, words=0.5)
# A question without Chinese shares names and numbers with the bulletins, and no other word.
WEIGHTS_FOREIGN = Weights(lexical=0.1, dense=0.3, words=0.6)


def retrieve(
    library: Library,
    embedder: Embedder,
    question: str,
    limit: int,
    scope: Scope,
    also: Sequence[str] = (),
    gains: Mapping[int, float] = NO_GAINS,
) -> list[Hit]:
    """The best first, equal scores in the order of the bulletins; the same words are shown once.
    `also` are words that the question may mean, searched besides its own. `gains`: what the rows
    gain that stand where a conversation does; they are candidates whatever they say."""
    allowed = library.allowed_rows(scope)
    many = max(CANDIDATES, 2 * limit)
    wide = " ".join([question, *also])
    lexical = library.lexical.scores(wide)
    if written := also_written(fold(wide)):
        lexical = lexical + ALSO_WRITTEN * library.lexical.scores(" ".join(written))
    vector = embedder.embed_queries([question])
    by_words = _best(lexical, allowed, many)
    by_meaning = _nearest(library, vector, allowed, many)
    there = np.array(sorted(gains), dtype=np.int64)
    there = there if allowed is None else np.intersect1d(there, allowed)
    rows = np.union1d(np.union1d(by_words, by_meaning), there)
    if len(rows) == 0 or limit <= 0:
        return []
    dense = _cosines(library, vector[0], rows)
    words = library.word_by_word(wide).passages(rows)
    fused = _fuse(lexical[rows], dense, words, _weights(question))
    fused += QUOTED * _said_exactly(library, question, rows)
    if gains:
        fused += np.array([gains.get(row, 0.0) for row in rows.tolist()])
    order = _distinct(library.twins[rows], np.lexsort((rows, -fused)))[:limit]
    passages = library.passages(rows[order].tolist())
    return [
        Hit(
            passage,
            float(fused[i]),
            {
                "lexical": float(lexical[rows[i]]),
                "dense": float(dense[i]),
                "words": float(words[i]),
                "fused": float(fused[i]),
                "lexical_rank": _rank(by_words, rows[i]),
                "dense_rank": _rank(by_meaning, rows[i]),
            },
        )
        for passage, i in zip(passages, order, strict=True)
    ]


def _best(scores: Scores, allowed: Rows | None, many: int) -> Rows:
    """Rows of the best scores above 0, best first, equal ones in the order of their rows."""
    rows = np.flatnonzero(scores) if allowed is None else allowed[scores[allowed] > 0]
    if len(rows) > many:
        least = -np.partition(-scores[rows], many - 1)[many - 1]
        rows = rows[scores[rows] >= least]  # all that are equal, then the first of them
    order = np.lexsort((rows, -scores[rows]))[:many]
    return np.asarray(rows[order], dtype=np.int64)


def _nearest(library: Library, vector: Scores, allowed: Rows | None, many: int) -> Rows:
    if not vector.any():  # the model knows no word of the question
        return np.empty(0, dtype=np.int64)
    _, ids = library.vectors.search(vector, many, allowed)
    nearest: Rows = ids[0]
    return nearest[nearest >= 0]


def _cosines(library: Library, vector: Scores, rows: Rows) -> Scores:
    """Of every candidate, also of those that only full text found."""
    cosines: Scores = np.clip(library.embeddings[rows] @ vector, -1, 1)
    return cosines


def _weights(question: str) -> Weights:
    return WEIGHTS if CHINESE.search(question) else WEIGHTS_FOREIGN


def _fuse(
    lexical: Scores, dense: Scores, words: Scores, weights: Weights
) -> npt.NDArray[np.float64]:
    """From 0 to 1: each signal relative to the best, and all but BM25, which begins at 0 by itself,
    to the worst candidate, because they lie close together at a height of their own."""
    fused = (
        weights.lexical * (lexical / max(float(lexical.max()), 1e-9)).astype(np.float64)
        + weights.dense * _stretched(dense)
        + weights.words * _stretched(words)
    )
    # Rounded, so that the last bit of another processor's arithmetic does not change the order.
    return np.round(fused, 6)


def _said_exactly(library: Library, question: str, rows: Rows) -> npt.NDArray[np.float64]:
    """The share of the question's quotations that stand in each passage, whatever their marks, and of its
    days that stand in its article."""
    quotations = [letters(each) for each in QUOTATION.findall(question)]
    wanted = [each for each in quotations if each]
    dates = [f"{month}月{day}日" for month, day in days(fold(question))]
    if not (wanted or dates):
        return np.zeros(len(rows))
    shares = []
    for passage in library.passages(rows.tolist()):
        text = letters(passage.text) if wanted else ""
        article = library.folded_article(passage.document, passage.article) if dates else ""
        held = [*(each in text for each in wanted), *(each in article for each in dates)]
        shares.append(sum(held) / len(held))
    return np.array(shares)


def _stretched(scores: Scores) -> npt.NDArray[np.float64]:
    low, high = float(scores.min()), float(scores.max())
    return ((scores - low) / max(high - low, 1e-9)).astype(np.float64)


def _distinct(twins: Rows, order: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Of passages with the same folded text only the first."""
    _, first = np.unique(twins[order], return_index=True)
    return order[np.sort(first)]


def _rank(rows: Rows, row: np.int64) -> int:
    """From 1; 0 where the signal did not find the row."""
    found = np.flatnonzero(rows == row)
    return int(found[0]) + 1 if len(found) else 0
