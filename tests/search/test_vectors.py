"""The same tests over every backend, by value, against plain NumPy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rag.errors import BuildError, ModelError, NoBuildError
from rag.search.vectors import make_vector_index, open_vector_index
from rag.search.vectors.base import VectorIndex, Vectors
from rag.search.vectors.exact import ExactIndex
from rag.search.vectors.faiss import FaissIndex

DIMENSION = 16
BACKENDS: dict[str, Callable[[int], VectorIndex]] = {
    "exact": lambda d: make_vector_index("exact", d),
    "faiss": lambda d: make_vector_index("faiss", d, 100),
    "faiss graph": lambda d: FaissIndex(d, graph=True),
}


def unit(count: int, seed: int = 0, dimension: int = DIMENSION) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((count, dimension), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


@pytest.fixture(params=BACKENDS)
def make(request: pytest.FixtureRequest) -> Callable[[int], VectorIndex]:
    return BACKENDS[request.param]


def same(index: VectorIndex, truth: VectorIndex, k: int, allowed: list[int] | None = None) -> None:
    only = None if allowed is None else np.array(allowed, dtype=np.int64)
    queries = unit(7, seed=99)
    scores, ids = index.search(queries, k, only)
    true_scores, true_ids = truth.search(queries, k, only)
    assert ids.dtype == np.int64 and scores.dtype == np.float32
    np.testing.assert_array_equal(ids, true_ids)
    np.testing.assert_allclose(scores, true_scores, atol=1e-5)


def filled(index: VectorIndex, count: int = 300) -> VectorIndex:
    index.add(np.arange(count) * 3, unit(count))
    return index


def test_scores_are_cosines_worked_by_hand(make: Callable[[int], VectorIndex]) -> None:
    index = make(2)
    index.add([10, 20, 30], [[1, 0], [0, 1], [-1, 0]])
    scores, ids = index.search([[0.6, 0.8]], 3)
    assert ids.tolist() == [[20, 10, 30]]
    np.testing.assert_allclose(scores, [[0.8, 0.6, -0.6]], atol=1e-6)


def test_add_search(make: Callable[[int], VectorIndex]) -> None:
    index, truth = filled(make(DIMENSION)), filled(ExactIndex(DIMENSION))
    assert len(index) == 300
    same(index, truth, 10)


def test_add_replaces(make: Callable[[int], VectorIndex]) -> None:
    index, truth = filled(make(DIMENSION)), filled(ExactIndex(DIMENSION))
    for each in (index, truth):
        each.add([0, 3, 1], unit(3, seed=5))
    assert len(index) == 301
    same(index, truth, 20)
    assert index.search(unit(3, seed=5), 1)[1].tolist() == [[0], [3], [1]]


@pytest.mark.parametrize("gone", [range(0, 90, 3), range(0, 810, 3), range(0, 900, 3)])
def test_delete(make: Callable[[int], VectorIndex], gone: range) -> None:
    index, truth = filled(make(DIMENSION)), filled(ExactIndex(DIMENSION))
    for each in (index, truth):
        each.delete([*gone, 7_777])
    assert len(index) == 300 - len(gone)
    same(index, truth, 10)
    for each in (index, truth):
        each.add([1, 2], unit(2, seed=6))
    same(index, truth, 10)


@pytest.mark.parametrize("allowed", [[], [3], [3, 4, 600], list(range(0, 450, 3))])
def test_filter(make: Callable[[int], VectorIndex], allowed: list[int]) -> None:
    same(filled(make(DIMENSION)), filled(ExactIndex(DIMENSION)), 10, allowed)


def test_filter_after_delete(make: Callable[[int], VectorIndex]) -> None:
    index, truth = filled(make(DIMENSION)), filled(ExactIndex(DIMENSION))
    for each in (index, truth):
        each.delete([0, 3, 6])
    same(index, truth, 10, [0, 3, 6, 9, 12, 899])


def test_save_reopen_and_go_on(make: Callable[[int], VectorIndex], tmp_path: Path) -> None:
    index, truth = filled(make(DIMENSION)), filled(ExactIndex(DIMENSION))
    for each in (index, truth):
        each.delete([0, 3, 6])
    folder = tmp_path / "向量 索引"
    index.save(folder)
    opened = open_vector_index(folder)
    assert opened.kind == index.kind and len(opened) == 297
    same(opened, truth, 10)
    same(opened, truth, 10, list(range(0, 300, 6)))
    for each in (opened, truth):
        each.add([3, 1_000], unit(2, seed=8))
        each.delete([9])
    same(opened, truth, 10)


def test_more_than_there_are(make: Callable[[int], VectorIndex]) -> None:
    index = make(DIMENSION)
    index.add([5, 6], unit(2))
    scores, ids = index.search(unit(1), 5)
    assert ids.tolist() == [[5, 6, -1, -1, -1]]
    assert scores[0, 0] == pytest.approx(1, abs=1e-5) and (scores[0, 2:] == -1).all()


def test_empty(make: Callable[[int], VectorIndex], tmp_path: Path) -> None:
    index = make(DIMENSION)
    index.add([], np.empty((0, DIMENSION)))
    index.delete([1])
    index.save(tmp_path)
    for each in (index, open_vector_index(tmp_path)):
        assert len(each) == 0
        assert each.search(unit(2), 3)[1].tolist() == [[-1] * 3] * 2
    assert index.search(np.empty((0, DIMENSION)), 3)[1].shape == (0, 3)


@pytest.mark.parametrize(
    ("vectors", "words"),
    [
        (unit(1, dimension=DIMENSION + 1), r"\(1, 17\).*\(n, 16\)"),
        (np.full((1, DIMENSION), np.nan), "nan"),
        (np.full((1, DIMENSION), np.inf), "inf"),
        (unit(2) * [[1.0], [1.1]], "第 1 个向量的长度是 1.1"),
        (np.zeros((1, DIMENSION)), "第 0 个向量的长度是 0.0"),
    ],
)
def test_refuses(make: Callable[[int], VectorIndex], vectors: Vectors, words: str) -> None:
    index = make(DIMENSION)
    with pytest.raises(ModelError, match=words):
        index.add(np.arange(len(vectors)), vectors)
    with pytest.raises(ModelError, match=words):
        index.search(vectors, 1)
    assert len(index) == 0


@pytest.mark.parametrize("ids", [[1], [1, 1], [-1, 2]])
def test_refuses_ids(make: Callable[[int], VectorIndex], ids: list[int]) -> None:
    with pytest.raises(ModelError, match="distinct"):
        make(DIMENSION).add(ids, unit(2))


def test_graph_finds_nearly_all() -> None:
    graph, truth = FaissIndex(64, graph=True), ExactIndex(64)
    for each in (graph, truth):
        each.add(np.arange(5_000), unit(5_000, dimension=64))
        each.delete(np.arange(0, 1_000))
    queries = unit(50, seed=1, dimension=64)
    found, true = graph.search(queries, 10)[1], truth.search(queries, 10)[1]
    shares = [len(set(a) & set(b)) / 10 for a, b in zip(found.tolist(), true.tolist(), strict=True)]
    assert np.mean(shares) >= 0.95
    assert (found >= 1_000).all()


def test_large_expected_size_makes_a_graph(tmp_path: Path) -> None:
    index = make_vector_index("faiss", DIMENSION, 50_001)
    index.save(tmp_path)
    assert '"graph": true' in (tmp_path / "vectors.json").read_text(encoding="utf-8")


def test_names(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="exact、faiss"):
        make_vector_index("pinecone", 3)
    with pytest.raises(NoBuildError, match="rag index"):
        open_vector_index(tmp_path)
    filled(make_vector_index("faiss", DIMENSION)).save(tmp_path)
    (tmp_path / "faiss.bin").write_bytes(b"nonsense")
    with pytest.raises(NoBuildError, match="rag index"):
        open_vector_index(tmp_path)
