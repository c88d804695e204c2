"""Where a name becomes a vector backend; its library is imported here, late."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import BuildError, NoBuildError
from rag.search.vectors.base import VectorIndex, described

if TYPE_CHECKING:
    from rag.search.vectors.faiss import FaissIndex

KINDS = ("exact", "faiss")


def make_vector_index(kind: str, dimension: int, expected_size: int = 0) -> VectorIndex:
    if kind == "exact":
        from rag.search.vectors.exact import ExactIndex

        return ExactIndex(dimension)
    if kind == "faiss":
        return _faiss()(dimension, expected_size)
    raise BuildError(f"没有这种向量索引：{kind}（no such kind）。可用的：{'、'.join(KINDS)}")


def open_vector_index(folder: Path) -> VectorIndex:
    try:
        kind = described(folder)["kind"]
        if kind == "exact":
            from rag.search.vectors.exact import ExactIndex

            return ExactIndex.open(folder)
        if kind == "faiss":
            return _faiss().open(folder)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise NoBuildError(
            f"向量索引打不开（cannot open the vector index）：{folder}。"
            "请运行 python -m rag index 重新建立。"
        ) from error
    raise NoBuildError(f"没有这种向量索引：{kind}（no such kind）：{folder}")


def _faiss() -> type[FaissIndex]:
    try:
        import faiss  # noqa: F401
    except ImportError as error:
        raise BuildError(
            "没有安装 faiss（not installed）。请运行 pip install faiss-cpu，或把向量索引设为 exact。"
        ) from error
    from rag.search.vectors.faiss import FaissIndex

    return FaissIndex
