"""Haystack: InMemoryBM25Retriever, InMemoryEmbeddingRetriever with our vectors, and both in a
DocumentJoiner.

The store splits text by a regular expression and takes no function. Its own expression makes each
Chinese character a word; `bm25-jieba` writes passages and questions with the spaces of jieba and
splits at those.
"""

# Its libraries are in no environment but the comparison's own.
# mypy: disable-error-code="import-not-found, misc"

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.peers.protocol import LIMIT, Passage, Search, run, spaced

AT_ONCE = 64


def bm25(passages: Sequence[Passage]) -> Search:
    retriever = _keywords(_store([(each.id, each.searched) for each in passages]))
    return lambda question: _ids(retriever.run(query=question))


def bm25_jieba(passages: Sequence[Passage]) -> Search:
    texts = [(each.id, spaced(each.searched)) for each in passages]
    retriever = _keywords(_store(texts, bm25_tokenization_regex=r"(?u)\b\w+\b"))
    return lambda question: _ids(retriever.run(query=spaced(question)))


def vectors(passages: Sequence[Passage]) -> Search:
    retriever, embed = _nearest(passages)
    return lambda question: _ids(retriever.run(query_embedding=embed(question)))


def hybrid(passages: Sequence[Passage]) -> Search:
    from haystack.components.joiners import DocumentJoiner

    texts = [(each.id, spaced(each.searched)) for each in passages]
    keywords = _keywords(_store(texts, bm25_tokenization_regex=r"(?u)\b\w+\b"))
    nearest, embed = _nearest(passages)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=LIMIT)

    def search(question: str) -> list[str]:
        by_words = keywords.run(query=spaced(question))["documents"]
        by_meaning = nearest.run(query_embedding=embed(question))["documents"]
        return _ids(joiner.run(documents=[by_words, by_meaning]))

    return search


def _keywords(store: Any) -> Any:
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever

    return InMemoryBM25Retriever(store, top_k=LIMIT)


def _nearest(passages: Sequence[Passage]) -> tuple[Any, Any]:
    """The retriever, and what turns a question into a vector."""
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    from rag.search.embed import load_embedder

    embedder = load_embedder("bundled")
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    for start in range(0, len(passages), AT_ONCE):
        some = passages[start : start + AT_ONCE]
        rows = embedder.embed_passages([each.searched for each in some]).tolist()
        store.write_documents(
            [
                Document(id=each.id, content=each.searched, embedding=row)
                for each, row in zip(some, rows, strict=True)
            ]
        )
    retriever = InMemoryEmbeddingRetriever(store, top_k=LIMIT)
    return retriever, lambda question: embedder.embed_queries([question])[0].tolist()


def _store(texts: Sequence[tuple[str, str]], **options: Any) -> Any:
    from haystack import Document
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(**options)
    store.write_documents([Document(id=name, content=text) for name, text in texts])
    return store


def _ids(found: dict[str, Any]) -> list[str]:
    return [each.id for each in found["documents"]]


if __name__ == "__main__":
    run({"bm25": bm25, "bm25-jieba": bm25_jieba, "vectors": vectors, "hybrid": hybrid})
