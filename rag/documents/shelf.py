"""Every file that ever was in the corpus, kept by its content in the state folder.

state/documents/files/<sha-256>         a document, manifest.toml or corrections.toml
state/documents/draft.json              what is being prepared
state/documents/drafts/<digest>/        the files of a draft; whoever reads there is not disturbed, and
                                        an hour after the last one came it goes, once no draft has it
state/documents/editions/<number>.json  what was published, and what was there before
state/documents/publishing.json         there only while something is being published

A state of the corpus is a mapping from file name to digest. Files are written under another name
and then moved, so that a crash leaves the old or the new one.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag.read.corpus import MANIFEST, is_document
from rag.read.corrections import CORRECTIONS
from rag.read.text import digest

Files = Mapping[str, str]
"""File name to SHA-256."""
WRITING = ".writing"
"""Files that end in it are left over from a crash; names begin with a dot, so none is read."""
UNUSED_SECONDS = 3600
"""After which whoever was given a draft's folder has read what he wanted there."""


@dataclass(frozen=True, slots=True)
class Draft:
    base: Files
    """What the corpus was when the draft was begun."""
    files: Files
    what: tuple[str, ...]
    """What was done, in the order in which it was."""
    build: str
    """The candidate's name in index/builds."""


@dataclass(frozen=True, slots=True)
class Edition:
    number: int
    made: str
    """ISO time, UTC."""
    what: tuple[str, ...]
    before: Files
    after: Files
    build_before: str
    build_after: str


class Shelf:
    def __init__(self, state: Path) -> None:
        self.folder = state / "documents"
        self._drafts = self.folder / "drafts"

    def keep(self, data: bytes) -> str:
        name = digest(data)
        if not (file := self.folder / "files" / name).is_file():
            _write(file, data)
        return name

    def content(self, name: str) -> bytes:
        return (self.folder / "files" / name).read_bytes()

    def snapshot(self, corpus: Path) -> dict[str, str]:
        """The corpus as it is, kept: whatever happens to it later, it can be had again."""
        paths = [path for path in corpus.iterdir() if is_document(path)]
        paths += [path for name in (MANIFEST, CORRECTIONS) if (path := corpus / name).is_file()]
        return {path.name: self.keep(path.read_bytes()) for path in sorted(paths)}

    def lay_out(self, files: Files, folder: Path, was: Files) -> None:
        """Make a folder hold these files; of those it holds now, only what is in `was` may go."""
        folder.mkdir(parents=True, exist_ok=True)
        for left_over in folder.glob(f".*{WRITING}"):
            left_over.unlink()
        for name, content in files.items():
            path = folder / name
            if not path.is_file() or digest(path.read_bytes()) != content:
                _write(path, self.content(content))
        for name in was:
            if name not in files:
                (folder / name).unlink(missing_ok=True)

    def folder_of(self, files: Files) -> Path:
        """A folder with these files, which nobody changes any more."""
        folder = self._drafts / _folder_name(files)
        if folder.is_dir():
            os.utime(folder)  # in use: see `left_over`
        else:
            self._drafts.mkdir(parents=True, exist_ok=True)
            new = Path(tempfile.mkdtemp(prefix=".", dir=self._drafts))
            self.lay_out(files, new, {})
            with suppress(OSError):  # somebody else was faster
                new.rename(folder)
        return folder

    def left_over(self) -> list[Path]:
        """Folders that no draft refers to, and that nobody asked for in the last hour."""
        draft = self.draft()
        kept = {_folder_name(draft.files)} if draft else set()
        # An earlier version of this program kept one folder for whatever the draft was.
        old = [] if draft else [self.folder / "draft"]
        return [
            folder
            for folder in (*self._drafts.glob("*"), *old)
            if folder.name not in kept and folder.is_dir() and _age(folder) > UNUSED_SECONDS
        ]

    def clear_away(self) -> None:
        """Under the editors' lock: a draft that is being made has its folder before it is noted."""
        for folder in self.left_over():
            gone = folder.with_name(f".{folder.name}{WRITING}")
            with suppress(OSError):  # on Windows, while somebody has a file of it open
                folder.rename(gone)  # in one step: nobody finds half a folder
                shutil.rmtree(gone, ignore_errors=True)

    # ------------------------------------------------------------------------- records

    def draft(self) -> Draft | None:
        found = self._read("draft.json")
        return Draft(**{**found, "what": tuple(found["what"])}) if found else None

    def put_draft(self, draft: Draft) -> None:
        self._put("draft.json", asdict(draft))

    def drop_draft(self) -> None:
        self._remove("draft.json")

    def editions(self) -> list[Edition]:
        """The oldest first."""
        found = sorted((self.folder / "editions").glob("*.json"))
        records = (self._read(f"editions/{path.name}") for path in found)
        return [_edition(record) for record in records if record]

    def put_edition(self, edition: Edition) -> None:
        self._put(f"editions/{edition.number:06}.json", asdict(edition))

    def publishing(self) -> Edition | None:
        found = self._read("publishing.json")
        return _edition(found) if found else None

    def begin(self, edition: Edition) -> None:
        """From here on the edition will be published, whatever happens."""
        self._put("publishing.json", asdict(edition))

    def finish(self) -> None:
        self._remove("publishing.json")

    def _read(self, name: str) -> dict[str, Any]:
        try:
            values: dict[str, Any] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return values

    def _put(self, name: str, values: Mapping[str, Any]) -> None:
        _write(self.folder / name, json.dumps(values, ensure_ascii=False, indent=1).encode())

    def _remove(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)


def _folder_name(files: Files) -> str:
    return digest(json.dumps(sorted(files.items())).encode())[:16]


def _age(folder: Path) -> float:
    """In seconds; of what went meanwhile, none."""
    try:
        return time.time() - folder.stat().st_mtime
    except OSError:
        return 0


def _edition(values: Mapping[str, Any]) -> Edition:
    return Edition(**{**values, "what": tuple(values["what"])})


def _write(file: Path, data: bytes) -> None:
    """To the disk itself, and in one step."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}{WRITING}")
    with new.open("wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    new.replace(file)
