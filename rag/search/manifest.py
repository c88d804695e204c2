"""A build's birth certificate: what it was made from, and why it may not fit any more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import NoBuildError

if TYPE_CHECKING:
    from rag.search.embed import Embedder

FORMAT = 1
FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    corpus: Mapping[str, str]
    """File name and SHA-256 of each document."""
    corpus_manifest: str
    """SHA-256 of corpus/manifest.toml."""
    embedder: str
    fingerprint: str
    """Of the embedder: it changes whenever the same text would get another vector."""
    dimension: int
    vectors: str
    """The kind of vector index, as in vectors/__init__.py."""
    splitter: Mapping[str, object]
    code: str
    """See `code_digest`."""
    failures: Mapping[str, str] = field(default_factory=dict)
    """File name and message of each document that could not be read."""
    counts: Mapping[str, int] = field(default_factory=dict)
    made: str = ""
    """ISO time, UTC. This and `counts` are filled in by `write_build`."""
    format: int = FORMAT


def without_corpus(embedder: Embedder) -> Manifest:
    """Of a build whose passages come from no corpus folder: made to be measured, and thrown away."""
    return Manifest(
        corpus={},
        corpus_manifest="",
        embedder=embedder.name,
        fingerprint=embedder.fingerprint,
        dimension=embedder.dimension,
        vectors="faiss",
        splitter={},
        code=code_digest(),
    )


CODE = ("posts.py", "read/**/*.py", "search/**/*.py")
"""What decides what a build holds, in the package."""


@cache
def code_digest() -> str:
    """Of the code and the bundled word vectors that decide what a build holds, so that a changed
    reader makes builds stale."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    models = package.glob("bundled/*/digest.json")
    code = [file for pattern in CODE for file in package.glob(pattern)]
    for file in sorted((*code, *models)):
        digest.update(file.relative_to(package).as_posix().encode("utf-8"))
        # Git may have checked the file out with other line ends.
        digest.update(hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()


def write_manifest(build: Path, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (build / FILE).write_text(text, encoding="utf-8")


def read_manifest(build: Path) -> Manifest:
    try:
        values = json.loads((build / FILE).read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise ValueError(f"format {values['format']}, not {FORMAT}")
        return Manifest(**values)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoBuildError(
            f"索引 {build} 的说明读不出来（unreadable manifest）：{error}。"
            "请运行 python -m rag index 重新建立。"
        ) from error


def differences(manifest: Manifest, wanted: Manifest) -> list[str]:
    """Why a build does not fit what is wanted, for a person to read. Empty: it fits."""
    reasons = [
        f"新增文件（added）：{name}" for name in wanted.corpus if name not in manifest.corpus
    ]
    reasons += [
        f"文件已删除（removed）：{name}" for name in manifest.corpus if name not in wanted.corpus
    ]
    reasons += [
        f"文件已改动（changed）：{name}"
        for name, digest in wanted.corpus.items()
        if manifest.corpus.get(name, digest) != digest
    ]
    pairs = (
        ("manifest.toml", manifest.corpus_manifest[:8], wanted.corpus_manifest[:8]),
        ("向量模型（embedder）", _model(manifest), _model(wanted)),
        ("向量索引（vectors）", manifest.vectors, wanted.vectors),
        ("切分设置（splitter）", dict(manifest.splitter), dict(wanted.splitter)),
        ("程序（code）", manifest.code[:8], wanted.code[:8]),
    )
    return reasons + [f"{what}：{had} → {now}" for what, had, now in pairs if had != now]


def _model(manifest: Manifest) -> str:
    return f"{manifest.embedder} {manifest.fingerprint} {manifest.dimension}"
