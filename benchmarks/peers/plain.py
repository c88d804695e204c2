"""bm25s with the words of jieba: a few lines with the usual libraries."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.peers.protocol import LIMIT, Passage, Search, run, words


def bm25(passages: Sequence[Passage]) -> Search:
    from bm25s import BM25

    engine = BM25()
    engine.index([words(each.searched) for each in passages], show_progress=False)

    def search(question: str) -> list[str]:
        rows, scores = engine.retrieve([words(question)], k=LIMIT, show_progress=False)
        found = zip(rows[0], scores[0], strict=True)
        return [passages[row].id for row, score in found if score > 0]

    return search


if __name__ == "__main__":
    run({"bm25": bm25})
