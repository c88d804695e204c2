"""LlamaIndex: BM25Retriever, VectorStoreIndex with our vectors, and both in a QueryFusionRetriever.

BM25Retriever takes no tokenizer any more, only a stemmer and a pattern for words, so passages and
questions are written with the spaces of jieba and the pattern lets one-character words through.
"""

# Its libraries are in no environment but the comparison's own.
# mypy: disable-error-code="import-not-found, misc"

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.peers.protocol import LIMIT, Passage, Search, run, spaced


def bm25(passages: Sequence[Passage]) -> Search:
    retriever = _keywords(_nodes(passages, apart=True))
    return lambda question: _ids(retriever.retrieve(spaced(question)))


def vectors(passages: Sequence[Passage]) -> Search:
    retriever = _nearest(_nodes(passages, apart=False))
    return lambda question: _ids(retriever.retrieve(question))


def hybrid(passages: Sequence[Passage]) -> Search:
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever

    nodes = _nodes(passages, apart=True)  # our model takes the spaces out again
    retriever = QueryFusionRetriever(
        [_keywords(nodes), _nearest(nodes)],
        llm=MockLLM(),
        mode="reciprocal_rerank",
        similarity_top_k=LIMIT,
        num_queries=1,  # the question as it is: more of them would be written by a language model
        use_async=False,
    )
    return lambda question: _ids(retriever.retrieve(spaced(question)))


def _keywords(nodes: Sequence[Any]) -> Any:
    from llama_index.retrievers.bm25 import BM25Retriever

    return BM25Retriever.from_defaults(
        nodes=list(nodes),
        similarity_top_k=LIMIT,
        skip_stemming=True,
        token_pattern=r"(?u)\b\w+\b",
    )


def _nearest(nodes: Sequence[Any]) -> Any:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding

    from rag.search.embed import load_embedder

    embedder = load_embedder("bundled")

    class Ours(BaseEmbedding):
        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            rows: list[list[float]] = embedder.embed_passages(texts).tolist()
            return rows

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            row: list[float] = embedder.embed_queries([query])[0].tolist()
            return row

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    index = VectorStoreIndex(list(nodes), embed_model=Ours(embed_batch_size=64))
    return index.as_retriever(similarity_top_k=LIMIT)


def _nodes(passages: Sequence[Passage], apart: bool) -> list[Any]:
    from llama_index.core.schema import TextNode

    return [
        TextNode(id_=each.id, text=spaced(each.searched) if apart else each.searched)
        for each in passages
    ]


def _ids(found: Sequence[Any]) -> list[str]:
    return [each.node.node_id for each in found]


if __name__ == "__main__":
    run({"bm25": bm25, "vectors": vectors, "hybrid": hybrid})
