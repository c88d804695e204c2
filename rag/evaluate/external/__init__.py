"""How the same retrieval does on public Chinese question sets, read from the sets' own files.

XQUAD, DRCD and CMRC have questions on paragraphs of Wikipedia: every paragraph is one passage, its
text alone, and a question is found when its own paragraph is. CRUD has questions on news without
saying which article answers them: the news are cut into passages as any document is, and a question
is found when a passage holds its key facts.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import RequestError
from rag.evaluate.external.asking import Searches, lines_of
from rag.evaluate.external.crud import crud
from rag.evaluate.external.material import Material, Progress
from rag.evaluate.external.results import ExternalResult, table
from rag.evaluate.external.squad import cmrc, drcd, xquad
from rag.search.library import Library

if TYPE_CHECKING:
    from rag.search.embed import Embedder
    from rag.settings import Settings

__all__ = ["ExternalResult", "run_external", "table"]

_READERS: Mapping[str, Callable[[Path, Settings, Progress, int | None], Material]] = {
    "XQUAD": xquad,
    "DRCD": drcd,
    "CMRC": cmrc,
    "CRUD": crud,
}


def run_external(
    name: str,
    data: Path,
    settings: Settings,
    progress: Progress,
    limit: int | None = None,
    embedder: Embedder | None = None,
) -> ExternalResult:
    """`limit` is for CRUD: only its first documents are read."""
    if (read := _READERS.get(name.upper())) is None:
        raise RequestError(
            f"没有这个公开题集：{name}（no such set）。可用的：{'、'.join(_READERS)}"
        )
    if limit is not None and (name.upper() != "CRUD" or limit < 1):
        raise RequestError("--limit 只用于 CRUD，至少为 1（for CRUD only, at least 1）。")
    from threadpoolctl import threadpool_limits

    from rag.search.embed import load_embedder

    embedder = embedder or load_embedder(settings.embedder)
    # One thread, as when questions are answered; a memory-mapped file cannot be removed on Windows.
    with (
        threadpool_limits(limits=1, user_api="blas"),
        tempfile.TemporaryDirectory(prefix="rag-external-", ignore_cleanup_errors=True) as folder,
    ):
        started = time.perf_counter()
        material = read(data, settings, progress, limit)
        build = _build(Path(folder), material, embedder, progress)
        seconds = time.perf_counter() - started
        documents, passages = len(material.document.articles), len(material.passages)
        groups = material.groups
        rows = {passage.id: row for row, passage in enumerate(material.passages)}
        del material  # the texts are in the build now; of a large set they take much memory
        library = Library.open(build)
        try:
            searches = Searches(library, embedder, rows)
            lines = [
                line
                for group, questions in groups.items()
                for line in lines_of(group, questions, searches, progress)
            ]
        finally:
            library.close()
    return ExternalResult(name.upper(), documents, passages, seconds, limit, tuple(lines))


def _build(folder: Path, material: Material, embedder: Embedder, progress: Progress) -> Path:
    from rag.search.builds import write_build
    from rag.search.manifest import without_corpus

    manifest = without_corpus(embedder)
    documents, passages = [material.document], material.passages
    return write_build(folder, documents, passages, [], embedder, manifest, progress)
