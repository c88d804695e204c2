"""txtai: Embeddings with keywords alone, with keywords and our vectors (hybrid).

Its own splitting makes each Chinese character a word. The settings also take whitespace, so that
`-jieba` passes text with the spaces of jieba.
"""

# Its libraries are in no environment but the comparison's own.
# mypy: disable-error-code="import-not-found, misc"

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.peers.protocol import LIMIT, Passage, Search, run, spaced


def keyword(passages: Sequence[Passage]) -> Search:
    from txtai import Embeddings

    return _indexed(Embeddings(keyword=True), passages, apart=False)


def keyword_jieba(passages: Sequence[Passage]) -> Search:
    from txtai import Embeddings

    return _indexed(Embeddings(keyword=True, scoring=_SCORING), passages, apart=True)


def hybrid(passages: Sequence[Passage]) -> Search:
    from txtai import Embeddings

    return _indexed(Embeddings(hybrid=True, **_ours()), passages, apart=False)


def hybrid_jieba(passages: Sequence[Passage]) -> Search:
    from txtai import Embeddings

    return _indexed(Embeddings(hybrid=True, scoring=_SCORING, **_ours()), passages, apart=True)


# What `keyword=True` and `hybrid=True` stand for, with words that are split at spaces.
_SCORING = {"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"whitespace": True}}


def _ours() -> dict[str, Any]:
    """One function for passages and questions is all that txtai takes; ours treats both alike."""
    from rag.search.embed import load_embedder

    embedder = load_embedder("bundled")

    def transform(texts: list[str]) -> Any:
        return embedder.embed_passages(texts)

    return {"method": "external", "transform": transform}


def _indexed(embeddings: Any, passages: Sequence[Passage], apart: bool) -> Search:
    def text(one: str) -> str:
        return spaced(one) if apart else one

    embeddings.index([(each.id, text(each.searched), None) for each in passages])
    return lambda question: [found for found, _ in embeddings.search(text(question), LIMIT)]


if __name__ == "__main__":
    run(
        {
            "keyword": keyword,
            "keyword-jieba": keyword_jieba,
            "hybrid": hybrid,
            "hybrid-jieba": hybrid_jieba,
        }
    )
