"""Plain NumPy: every vector is compared. The truth that the other backends are tested against."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from rag.search.vectors.base import Ids, Vectors, checked, checked_ids, describe, padded


class ExactIndex:
    kind = "exact"

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._ids: Ids = np.empty(0, dtype=np.int64)  # ascending, so that equal scores keep it
        self._vectors: Vectors = np.empty((0, dimension), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, ids: npt.ArrayLike, vectors: npt.ArrayLike) -> None:
        new = checked(vectors, self.dimension)
        new_ids = checked_ids(ids, len(new))
        self.delete(new_ids)
        joined = np.concatenate([self._ids, new_ids])
        order = np.argsort(joined)
        self._ids = joined[order]
        self._vectors = np.concatenate([self._vectors, new])[order]

    def delete(self, ids: npt.ArrayLike) -> None:
        kept = ~np.isin(self._ids, np.asarray(ids, dtype=np.int64))
        self._ids, self._vectors = self._ids[kept], self._vectors[kept]

    def search(
        self, queries: npt.ArrayLike, k: int, allowed: Ids | None = None
    ) -> tuple[Vectors, Ids]:
        asked = checked(queries, self.dimension)
        scores, found = padded(len(asked), k)
        ids, vectors = self._ids, self._vectors
        if allowed is not None:
            kept = np.isin(ids, allowed)
            ids, vectors = ids[kept], vectors[kept]
        cosines = np.clip(asked @ vectors.T, -1, 1)
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
        scores[:, : best.shape[1]] = np.take_along_axis(cosines, best, axis=1)
        found[:, : best.shape[1]] = ids[best]
        return scores, found

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "ids.npy", self._ids)
        np.save(folder / "vectors.npy", self._vectors)
        describe(folder, self.kind)

    @classmethod
    def open(cls, folder: Path) -> Self:
        vectors = np.load(folder / "vectors.npy", mmap_mode="r")
        index = cls(vectors.shape[1])
        index._ids, index._vectors = np.load(folder / "ids.npy"), vectors
        return index
