"""FAISS: every vector is compared up to 50,000 of them, a graph (HNSW) is followed above."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from rag.search.vectors.base import Ids, Vectors, checked, checked_ids, describe, described, padded

# 50,000 vectors of 256 numbers take some 5 ms on one core: up to there, exact is fast enough.
FLAT_UP_TO = 50_000
# A graph walk through a narrow filter gets lost; so few are compared one by one.
COMPARE_ALL_UP_TO = 20_000
LINKS, EFFORT_BUILDING, EFFORT_SEARCHING = 32, 100, 128
THREADS_BUILDING = 4


class FaissIndex:
    """Keeps the ids itself, by position: FAISS's own IndexIDMap2 cannot replace or remove in a graph.

    A graph cannot forget a vector, so a removed one stays as a tombstone (id -1) that every search
    leaves out, until a quarter of the graph is dead or it is saved: then it is made anew.
    """

    kind = "faiss"

    def __init__(
        self, dimension: int, expected_size: int = 0, *, graph: bool | None = None
    ) -> None:
        self.dimension = dimension
        self._graph = expected_size > FLAT_UP_TO if graph is None else graph
        self._ids: Ids = np.empty(0, dtype=np.int64)
        self._engine = self._fresh()
        self._mapped: npt.NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return int(np.count_nonzero(self._ids >= 0))

    def add(self, ids: npt.ArrayLike, vectors: npt.ArrayLike) -> None:
        new = checked(vectors, self.dimension)
        new_ids = checked_ids(ids, len(new))
        self.delete(new_ids)
        self._append(new_ids, new)

    def delete(self, ids: npt.ArrayLike) -> None:
        gone = np.isin(self._ids, np.asarray(ids, dtype=np.int64)) & (self._ids >= 0)
        if not gone.any():
            return
        self._ids = np.where(gone, -1, self._ids)
        if not self._graph or np.count_nonzero(self._ids < 0) > len(self._ids) / 4:
            self._rebuild()

    def search(
        self, queries: npt.ArrayLike, k: int, allowed: Ids | None = None
    ) -> tuple[Vectors, Ids]:
        asked = checked(queries, self.dimension)
        usable = self._ids >= 0
        if allowed is not None:
            usable &= np.isin(self._ids, allowed)
        count = int(np.count_nonzero(usable))
        found_scores, found_ids = padded(len(asked), k)
        if count == 0 or len(asked) == 0 or k <= 0:
            return found_scores, found_ids
        if self._graph and count < min(len(usable), COMPARE_ALL_UP_TO):
            scores, positions = self._compare(asked, min(k, count), np.flatnonzero(usable))
        else:
            selected = None if count == len(usable) else usable
            scores, positions = self._walk(asked, min(k, count), selected)
        width = positions.shape[1]
        missing = positions < 0  # a graph may return fewer than there are
        found_scores[:, :width] = np.where(missing, -1, np.clip(scores, -1, 1))
        found_ids[:, :width] = np.where(missing, -1, self._ids[positions])
        return found_scores, found_ids

    def save(self, folder: Path) -> None:
        faiss = _library()
        if (self._ids < 0).any():
            self._rebuild()
        folder.mkdir(parents=True, exist_ok=True)
        # Written and read by Python: on Windows FAISS cannot open a path with Chinese characters.
        faiss.serialize_index(self._engine).tofile(folder / "faiss.bin")
        np.save(folder / "ids.npy", self._ids)
        describe(folder, self.kind, dimension=self.dimension, graph=self._graph)

    @classmethod
    def open(cls, folder: Path) -> Self:
        faiss = _library()
        facts = described(folder)
        index = cls(facts["dimension"], graph=facts["graph"])
        index._ids = np.load(folder / "ids.npy")
        # FAISS looks straight into the mapped file, so the array has to live as long as the engine.
        index._mapped = np.memmap(folder / "faiss.bin", dtype=np.uint8, mode="r")
        index._engine = faiss.read_index(
            faiss.ZeroCopyIOReader(faiss.swig_ptr(index._mapped), index._mapped.size)
        )
        return index

    def _fresh(self) -> Any:
        faiss = _library()
        if not self._graph:
            return faiss.IndexFlatIP(self.dimension)
        engine = faiss.IndexHNSWFlat(self.dimension, LINKS, faiss.METRIC_INNER_PRODUCT)
        engine.hnsw.efConstruction = EFFORT_BUILDING
        return engine

    def _append(self, ids: Ids, vectors: Vectors) -> None:
        faiss = _library()
        if len(ids) == 0:
            return
        if self._mapped is not None:  # FAISS ends the whole process when a mapped index grows
            self._engine = faiss.deserialize_index(np.array(self._mapped))
            self._mapped = None
        faiss.omp_set_num_threads(min(THREADS_BUILDING, os.cpu_count() or 1))
        self._engine.add(vectors)
        self._ids = np.concatenate([self._ids, ids])

    def _rebuild(self) -> None:
        alive = np.flatnonzero(self._ids >= 0)
        ids, vectors = self._ids[alive], self._vectors_at(alive)
        self._engine, self._mapped = self._fresh(), None
        self._ids = np.empty(0, dtype=np.int64)
        self._append(ids, vectors)

    def _vectors_at(self, positions: Ids) -> Vectors:
        vectors: Vectors = self._engine.reconstruct_batch(positions)
        return vectors

    def _walk(
        self, asked: Vectors, k: int, usable: npt.NDArray[np.bool_] | None
    ) -> tuple[Vectors, Ids]:
        faiss = _library()
        # One question a thread is faster under many users than many threads a question.
        faiss.omp_set_num_threads(1)
        # By position and in bits: IDSelectorBatch hashes every id again for each question.
        selector = None
        if usable is not None:
            selector = faiss.IDSelectorBitmap(np.packbits(usable, bitorder="little"))
        if self._graph:
            effort = max(EFFORT_SEARCHING, 2 * k)
            parameters = faiss.SearchParametersHNSW(sel=selector, efSearch=effort)
        else:
            parameters = faiss.SearchParameters(sel=selector)
        scores, positions = self._engine.search(asked, k, params=parameters)
        return scores, positions

    def _compare(self, asked: Vectors, k: int, positions: Ids) -> tuple[Vectors, Ids]:
        cosines = asked @ self._vectors_at(positions).T
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
        return np.take_along_axis(cosines, best, axis=1), positions[best]


def _library() -> Any:
    import faiss

    return faiss  # as Any: its stubs lack half of what it has
