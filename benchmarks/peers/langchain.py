"""LangChain: BM25Retriever with jieba as its preprocess_func, FAISS with our vectors, and both in
an EnsembleRetriever."""

# Its libraries are in no environment but the comparison's own.
# mypy: disable-error-code="import-not-found, misc"

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.peers.protocol import LIMIT, Passage, Search, run, words


def bm25(passages: Sequence[Passage]) -> Search:
    return _search(_keywords(passages))


def vectors(passages: Sequence[Passage]) -> Search:
    return _search(_nearest(passages))


def hybrid(passages: Sequence[Passage]) -> Search:
    from langchain_classic.retrievers import EnsembleRetriever

    both = [_keywords(passages), _nearest(passages)]
    return _search(EnsembleRetriever(retrievers=both, weights=[0.5, 0.5], id_key="id"))


def _keywords(passages: Sequence[Passage]) -> Any:
    from langchain_community.retrievers import BM25Retriever

    return BM25Retriever.from_documents(_documents(passages), preprocess_func=words, k=LIMIT)


def _nearest(passages: Sequence[Passage]) -> Any:
    from langchain_community.vectorstores import FAISS
    from langchain_core.embeddings import Embeddings

    from rag.search.embed import load_embedder

    embedder = load_embedder("bundled")

    class Ours(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            rows: list[list[float]] = embedder.embed_passages(texts).tolist()
            return rows

        def embed_query(self, text: str) -> list[float]:
            row: list[float] = embedder.embed_queries([text])[0].tolist()
            return row

    store = FAISS.from_documents(_documents(passages), Ours())
    return store.as_retriever(search_kwargs={"k": LIMIT})


def _documents(passages: Sequence[Passage]) -> list[Any]:
    from langchain_core.documents import Document

    return [Document(page_content=each.searched, metadata={"id": each.id}) for each in passages]


def _search(retriever: Any) -> Search:
    return lambda question: [each.metadata["id"] for each in retriever.invoke(question)]


if __name__ == "__main__":
    run({"bm25": bm25, "vectors": vectors, "hybrid": hybrid})
