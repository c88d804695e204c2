"""What a vector index can do, and the checks that every backend makes on what it is given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from rag.errors import ModelError

Ids = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]

# A unit vector kept in float16 on its way here is off by less than this.
_UNIT_TOLERANCE = 1e-3


class VectorIndex(Protocol):
    """Unit vectors by id. Scores are cosines, from -1 to 1.

    Equal scores come in the order of their ids from the exact backend; another may order them freely.
    """

    kind: str

    def __len__(self) -> int: ...

    def add(self, ids: npt.ArrayLike, vectors: npt.ArrayLike) -> None:
        """An id that is there already gets the new vector."""

    def delete(self, ids: npt.ArrayLike) -> None:
        """Ids that are not there are passed over."""

    def search(
        self, queries: npt.ArrayLike, k: int, allowed: Ids | None = None
    ) -> tuple[Vectors, Ids]:
        """The k nearest of each query, best first: scores (q, k) and ids (q, k).

        Where fewer than k are found, the rest is id -1 with score -1.
        """

    def save(self, folder: Path) -> None: ...

    @classmethod
    def open(cls, folder: Path) -> Self: ...


def checked(vectors: npt.ArrayLike, dimension: int) -> Vectors:
    array = np.ascontiguousarray(vectors, dtype=np.float32)
    if array.ndim != 2 or array.shape[1] != dimension:
        raise ModelError(
            f"向量的形状是 {array.shape}，应为 (n, {dimension})（wrong dimension）。"
            "换过模型之后，请运行 python -m rag index。"
        )
    lengths = np.linalg.norm(array, axis=1)
    if not np.all(np.abs(lengths - 1) <= _UNIT_TOLERANCE):  # written so that NaN fails too
        worst = int(np.argmax(np.where(np.isnan(lengths), np.inf, np.abs(lengths - 1))))
        raise ModelError(
            f"第 {worst} 个向量的长度是 {lengths[worst]}，应为 1（not a unit vector）。"
            "请检查向量模型。"
        )
    return array


def checked_ids(ids: npt.ArrayLike, count: int) -> Ids:
    array = np.ascontiguousarray(ids, dtype=np.int64)
    if array.shape != (count,) or (array < 0).any() or len(np.unique(array)) != count:
        raise ModelError(
            f"编号应为 {count} 个互不相同的非负整数（ids must be distinct and not negative）。"
        )
    return array


def padded(count: int, k: int) -> tuple[Vectors, Ids]:
    """Results of `count` queries in which nothing was found yet."""
    return np.full((count, k), -1, dtype=np.float32), np.full((count, k), -1, dtype=np.int64)


def describe(folder: Path, kind: str, **facts: object) -> None:
    """Each backend's `save` ends with this: it is what tells `open_vector_index` whom to ask."""
    text = json.dumps({"kind": kind, **facts})
    (folder / "vectors.json").write_text(text, encoding="utf-8")


def described(folder: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((folder / "vectors.json").read_text(encoding="utf-8"))
    return facts
