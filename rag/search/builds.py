"""Builds on disk: immutable folders, and a pointer that is swapped when one is whole.

index/builds/<time>-<digest>/   manifest.json  library.sqlite  twins.npy  embeddings.npy
                                lexical/  vectors/  words/  places.json  people.json
index/current                   the name of the build that is served
index/kept                      names of builds that are kept, to be served or served again
index/lock                      held by the process that is building
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rag.errors import BuildError, NoBuildError
from rag.records import Document, Passage, Unit
from rag.search import manifest as certificate
from rag.search import people, places, store
from rag.search.fold import fold
from rag.search.late import LateIndex, WordVectors
from rag.search.lexical import LexicalIndex
from rag.search.manifest import Manifest
from rag.search.vectors import make_vector_index

if TYPE_CHECKING:
    from rag.search.embed import Embedder

Progress = Callable[[str, int, int], None]

EMBEDDINGS = "embeddings.npy"
TWINS = "twins.npy"
WORDS = "words"
KEPT = "kept"
EMBEDDED_AT_ONCE = 64
WAIT_SECONDS = 0.2


def current_build(index: Path) -> Path | None:
    """The build that is served, or None where none was ever finished."""
    try:
        name = (index / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    build = index / "builds" / name
    return build if name and (build / certificate.FILE).is_file() else None


def write_build(
    index: Path,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    units: Sequence[Unit],
    embedder: Embedder,
    manifest: Manifest,
    progress: Progress,
    serve: bool = True,
) -> Path:
    """Make a build and serve it. Until the last step the old one is served, whatever happens.
    Without `serve` it stays a candidate, for `serve_build` to take up."""
    counts = {
        "documents": len(documents),
        "articles": sum(len(document.articles) for document in documents),
        "passages": len(passages),
        "units": len(units),
    }
    try:
        with alone(index, progress):
            now = datetime.now(UTC)
            manifest = replace(manifest, counts=counts, made=now.isoformat(timespec="seconds"))
            previous = current_build(index)
            build = index / "builds" / _name(now, manifest)
            build.mkdir(parents=True)
            progress("写入文档（storing）", 0, len(documents))
            store.write_store(build / store.FILE, documents, passages, units)
            _write_lexical(build, passages, progress)
            progress("比对词语（word vectors）", 0, len(passages))
            known = WordVectors()
            words = LateIndex.build((searched_text(each) for each in passages), known)
            words.save(build / WORDS)
            places.save(places.learn(fold(each.text) for each in passages), build)
            bylines = [article.byline or "" for each in documents for article in each.articles]
            people.save(people.learn((each.text for each in units), bylines, known.cut), build)
            _write_vectors(build, previous, passages, embedder, manifest, progress)
            certificate.write_manifest(build, manifest)
            _flush(build)
            if serve:
                _point(index, build.name)
            _prune(index, keep={build, previous, *_kept(index)})
    except OSError as error:
        raise BuildError(
            f"索引写不进 {index}（cannot write the index）：{error}。请检查磁盘空间和写入权限。"
        ) from error
    return build


def serve_build(index: Path, name: str, progress: Progress) -> bool:
    """Serve a build that was made before; False where it is not there any more."""
    with alone(index, progress):
        if not name or not (index / "builds" / name / certificate.FILE).is_file():
            return False
        _point(index, name)
        return True


def keep_builds(index: Path, names: Sequence[str]) -> None:
    """Builds that are not pruned though they are not served."""
    put(index / KEPT, "".join(f"{name}\n" for name in names))


def _kept(index: Path) -> list[Path]:
    file = index / KEPT
    names = file.read_text(encoding="utf-8").split() if file.is_file() else []
    return [index / "builds" / name for name in names]


def searched_text(passage: Passage) -> str:
    """A passage with the names that stand around it."""
    return f"{passage.context}\n{passage.text}"


def _name(now: datetime, manifest: Manifest) -> str:
    return f"{now:%Y%m%d-%H%M%S-%f}-{hashlib.sha256(repr(manifest).encode()).hexdigest()[:8]}"


def _write_lexical(build: Path, passages: Sequence[Passage], progress: Progress) -> None:
    def texts() -> Iterator[tuple[str, str]]:
        for done, passage in enumerate(passages):
            if done % 500 == 0:
                progress("建立全文索引（full text）", done, len(passages))
            yield passage.context, passage.text

    LexicalIndex.build(texts()).save(build / "lexical")
    first: dict[str, int] = {}
    twins = [first.setdefault(fold(each.text), row) for row, each in enumerate(passages)]
    np.save(build / TWINS, np.array(twins, dtype=np.int64))


def _write_vectors(
    build: Path,
    previous: Path | None,
    passages: Sequence[Passage],
    embedder: Embedder,
    manifest: Manifest,
    progress: Progress,
) -> None:
    contents = [store.content_digest(passage) for passage in passages]
    known = _known_vectors(previous, manifest)
    missing = {c: passage for c, passage in zip(contents, passages, strict=True) if c not in known}
    for start in range(0, len(missing), EMBEDDED_AT_ONCE):
        progress("计算向量（embedding）", start, len(missing))
        some = list(missing)[start : start + EMBEDDED_AT_ONCE]
        texts = [searched_text(missing[content]) for content in some]
        known.update(zip(some, embedder.embed_passages(texts), strict=True))
    vectors = np.zeros((len(passages), embedder.dimension), dtype=np.float32)
    for row, content in enumerate(contents):
        vectors[row] = known[content]
    np.save(build / EMBEDDINGS, vectors)
    progress("建立向量索引（vector index）", 0, len(passages))
    index = make_vector_index(manifest.vectors, embedder.dimension, len(passages))
    # A text without a word the model knows has a vector of zeros, which is near to nothing.
    rows = np.flatnonzero(vectors.any(axis=1))
    index.add(rows, vectors[rows])
    index.save(build / "vectors")


def _known_vectors(previous: Path | None, manifest: Manifest) -> dict[str, npt.NDArray[np.float32]]:
    """Vectors of the served build by content, where the same model made them."""
    if previous is None:
        return {}
    try:
        made = certificate.read_manifest(previous)
    except NoBuildError:
        return {}  # of another format: then every vector is computed
    if (made.fingerprint, made.dimension) != (manifest.fingerprint, manifest.dimension):
        return {}
    vectors = np.load(previous / EMBEDDINGS)
    rows = store.rows_by_content(previous / store.FILE)
    return {content: vectors[row] for content, row in rows.items()}


@contextmanager
def alone(index: Path, progress: Progress) -> Iterator[None]:
    """Waits while another process builds. The lock is the system's: it ends with its process."""
    index.mkdir(parents=True, exist_ok=True)
    with (index / "lock").open("a+b") as file:
        waited = 0
        while not _locked(file.fileno()):
            progress("另一个进程正在建立索引，等待中（waiting for another build）", waited, 0)
            waited += 1
            time.sleep(WAIT_SECONDS)
        yield  # closing the file gives the lock back


def _locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _flush(folder: Path) -> None:
    """To the disk itself, folders too, so that the pointer never survives what it points to."""
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)
    _sync(folder.parent)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _point(index: Path, name: str) -> None:
    put(index / "current", name + "\n")


def put(file: Path, text: str) -> None:
    """Written whole and moved: in one step, and to the disk itself."""
    new = file.with_name(f"{file.name}.new")
    new.write_text(text, encoding="utf-8")
    _sync(new)
    for attempt in range(50):
        try:
            new.replace(file)
            break
        except PermissionError:  # on Windows, while somebody is just reading it
            if attempt == 49:
                raise
            time.sleep(0.02)
    _sync(file.parent)


def _prune(index: Path, keep: set[Path | None]) -> None:
    """The build served until now stays, for whoever still has it open; so may what will not go."""
    for build in (index / "builds").iterdir():
        if build not in keep:
            shutil.rmtree(build, ignore_errors=True)
