"""The corpus folder: its manifest, and every document that can be read."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from rag.errors import ReadError
from rag.read.bulletin import read_document
from rag.read.corrections import CORRECTIONS, corrected, load_corrections
from rag.read.source import READABLE
from rag.read.text import LARGEST_FILE, digest
from rag.records import Bulletin, Document

MANIFEST = "manifest.toml"
NOT_DOCUMENTS = (MANIFEST, CORRECTIONS, "readme.md")
LONGEST_KEY = 200
_NO_KEY = re.compile(r"[\s:]+")
"""What no citation's id has in it."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Corpus:
    documents: tuple[Document, ...]
    failures: Mapping[str, str]
    """File name to what happened and what to do, for each document that could not be read."""


def load_manifest(folder: Path) -> list[Bulletin]:
    """The documents that the manifest names, then the other files in the folder."""
    if not folder.is_dir():
        raise ReadError(
            f"找不到语料文件夹 {folder}（no corpus folder）。请建立它，或设置 RAG_CORPUS。"
        )
    bulletins = _named(folder / MANIFEST)
    known = {bulletin.name for bulletin in bulletins}
    keys = {bulletin.key for bulletin in bulletins}
    for name in sorted(path.name for path in folder.iterdir() if is_document(path)):
        if name in known:
            continue
        more = (f"{key_of(name)[: LONGEST_KEY - 8]}-{n}" for n in range(2, len(keys) + 3))
        wanted = (key_of(Path(name).stem), key_of(name), *more)
        key = next(key for key in wanted if key not in keys)
        keys.add(key)
        bulletins.append(Bulletin(key=key, name=name, title=Path(name).stem))
    return bulletins


def key_of(name: str) -> str:
    """A key that a citation's id can begin with."""
    return _NO_KEY.sub("-", name)[:LONGEST_KEY]


def is_document(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return path.is_file() and not hidden and path.name.lower() not in NOT_DOCUMENTS


def _named(manifest: Path) -> list[Bulletin]:
    """The manifest's bulletins; none where there is no manifest."""
    if not manifest.is_file():
        return []
    try:
        entries = tomllib.loads(manifest.read_text(encoding="utf-8")).get("document", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ReadError(
            f"{manifest} 不是有效的 TOML（not valid TOML）：{error}。请改正后再试。"
        ) from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ReadError(
            f"{manifest}：每份文件要写成一段 [[document]]（not a list of documents）。请改正。"
        )
    bulletins = [_bulletin(manifest, entry) for entry in entries]
    _refuse_repeated(manifest, [bulletin.key for bulletin in bulletins])
    _refuse_repeated(manifest, [bulletin.name for bulletin in bulletins])
    return bulletins


def _bulletin(manifest: Path, entry: Mapping[str, object]) -> Bulletin:
    missing = [name for name in ("file", "key", "title") if not entry.get(name)]
    if missing:
        named = entry.get("file") or entry.get("key") or "某一段"
        raise ReadError(
            f"{manifest}：{named} 的 [[document]] 缺 {'、'.join(missing)}"
            "（missing field）。请补上。"
        )
    if key_of(str(entry["key"])) != str(entry["key"]):
        raise ReadError(
            f"{manifest}：key {entry['key']!r} 里有空格或冒号，或超过 {LONGEST_KEY} 个字"
            "（a key without spaces or colons is wanted）。请改正。"
        )
    known = {field.name for field in fields(Bulletin)} - {"name"}
    values = {name: str(value) for name, value in entry.items() if name in known}
    return Bulletin(name=str(entry["file"]), **values)


def _refuse_repeated(manifest: Path, values: Sequence[str]) -> None:
    if repeated := sorted(value for value, count in Counter(values).items() if count > 1):
        raise ReadError(
            f"{manifest}：{'、'.join(repeated)} 出现了不止一次（listed twice）。请只留一处。"
        )


def read_corpus(folder: Path, progress: Progress = lambda stage, done, total: None) -> Corpus:
    """Every document; one that cannot be read is reported and does not stop the others."""
    bulletins = load_manifest(folder)
    corrections = load_corrections(folder)
    documents: list[Document] = []
    failures: dict[str, str] = {}
    for number, bulletin in enumerate(bulletins):
        progress("读取材料（reading）", number, len(bulletins))
        try:
            document = read_document(bulletin, document_path(folder, bulletin))
            documents.append(corrected(document, corrections))
        except ReadError as error:
            failures[bulletin.name] = str(error)
    progress("读取材料（reading）", len(bulletins), len(bulletins))
    return Corpus(tuple(documents), failures)


def document_path(folder: Path, bulletin: Bulletin) -> Path:
    """The document's file, which must lie in the folder itself and be of a kind we read."""
    name = Path(bulletin.name)
    if name.name != bulletin.name or ".." in bulletin.name:
        raise ReadError(
            f"{bulletin.name}：文件名里不能有路径或「..」（a plain file name is wanted）。"
            f"请把文件直接放进 {folder.name}/。"
        )
    if name.suffix.lower() not in READABLE:
        raise ReadError(
            f"{bulletin.name}：暂不支持 {name.suffix or '没有扩展名'} 文件（unsupported kind）。"
            f"请另存为 {'、'.join(READABLE)}。"
        )
    return folder / bulletin.name


def corpus_digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every document's file, of the manifest and of the corrections. A file that cannot be read counts by
    what is known of it, so that a build is made anew when it can."""
    names = [bulletin.name for bulletin in load_manifest(folder)]
    paths = [folder / name for name in (MANIFEST, CORRECTIONS, *names) if Path(name).name == name]
    return {path.name: _file_digest(path) for path in paths if path.is_file()}


def _file_digest(path: Path) -> str:
    try:
        size = path.stat().st_size
        return f"too-large-{size}" if size > LARGEST_FILE else digest(path.read_bytes())
    except OSError as error:
        return f"unreadable-{error.errno}"
