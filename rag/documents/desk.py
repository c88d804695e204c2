"""What an editor does with documents. Each change makes a candidate build beside the one that is
served, and says what would change; publishing swaps both the build and the corpus."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from rag.documents import entries, names
from rag.documents.changes import Changes, compare
from rag.documents.shelf import Draft, Edition, Files, Shelf
from rag.errors import RagError, RequestError
from rag.pipeline import Progress, build, silent
from rag.read.bulletin import document_of
from rag.read.corpus import MANIFEST, document_path, load_manifest
from rag.read.corrections import (
    CORRECTIONS,
    Correction,
    corrected,
    load_corrections,
    meant,
    opening,
)
from rag.read.source import read_source
from rag.read.text import digest
from rag.records import Bulletin, Document
from rag.search.builds import alone, current_build, keep_builds, serve_build
from rag.search.embed import Embedder, load_embedder
from rag.search.library import Library
from rag.search.manifest import FILE
from rag.settings import Settings
from rag.state import ShownCitations

Edit = Callable[[dict[str, str]], dict[str, str]]
"""Makes another state of the corpus from one; see `Files`."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What was read of a file, before anybody is answered from it."""

    bulletin: Bulletin
    document: Document
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Desk:
    settings: Settings
    embedder: Embedder | None = None
    progress: Progress = silent
    _one: threading.Lock = field(default_factory=threading.Lock)

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.settings.state)

    # ------------------------------------------------------------------------- looking

    def bulletins(self) -> list[Bulletin]:
        """As they would be published: those of the draft, where there is one."""
        return load_manifest(self._folder())

    def document(self, key: str) -> Preview:
        """As it would be published, corrections and all."""
        folder = self._folder()
        return self._read(folder, self._bulletin(folder, key))

    def preview(self, name: str, data: bytes, keys: Collection[str] | None = None) -> Preview:
        """What would be read of a file. Nothing is kept of it. `keys` are those that are taken."""
        names.check_name(name)
        taken = {b.key for b in self.bulletins()} if keys is None else keys
        bulletin = names.proposed(name, taken)
        with tempfile.TemporaryDirectory() as folder:
            names.check_size(name, data)
            (Path(folder) / name).write_bytes(data)
            return self._read(Path(folder), bulletin)

    def sifted(
        self, given: Sequence[tuple[str, bytes]]
    ) -> tuple[list[tuple[str, bytes]], list[str]]:
        """Those that `add_all` would take together, and why the others not."""
        draft = self.shelf.draft()
        files = dict(draft.files if draft else self.shelf.snapshot(self.settings.corpus))
        fit, problems = [], []
        for name, data in given:
            try:
                self.preview(name, data)
                names.check_new(name, digest(data), files)
            except RagError as error:
                problems.append(str(error))
                continue
            files[name] = digest(data)
            fit.append((name, data))
        return fit, problems

    def draft(self) -> Draft | None:
        return self.shelf.draft()

    def changes(self) -> Changes | None:
        """What publishing the draft would change; None where there is no draft."""
        draft, served = self._draft_with_its_build(), current_build(self.settings.index)
        if draft is None or served is None:
            return None
        candidate = self.settings.index / "builds" / draft.build
        with _open(served) as before, _open(candidate) as after:
            return compare(before, after, ShownCitations(self.settings.state))

    # ------------------------------------------------------------------------- changing

    def add(self, name: str, data: bytes, fields: Mapping[str, str] | None = None) -> Changes:
        """`fields` are those of the manifest; what is not given is taken from the file's name."""
        return self.add_all([(name, data)], fields or {})

    def add_all(
        self, given: Sequence[tuple[str, bytes]], fields: Mapping[str, str] | None = None
    ) -> Changes:
        """Names and contents of several files, in one step. All of them, or none."""
        wanted = entries.checked(fields or {})

        def edit(files: dict[str, str]) -> dict[str, str]:
            keys = {bulletin.key for bulletin in self.bulletins()}
            for number, (name, data) in enumerate(given):
                self.progress("读取材料（reading）", number, len(given))
                bulletin = self.preview(name, data, keys).bulletin
                names.check_new(name, digest(data), files)
                content = self.shelf.keep(data)
                keys.add(bulletin.key)
                manifest = entries.with_document(self._text(files, MANIFEST), bulletin)
                manifest = entries.with_fields(manifest, bulletin, wanted)
                files |= {name: content, MANIFEST: self.shelf.keep(manifest.encode())}
            return files

        return self._edit(f"加入 {'、'.join(name for name, _ in given)}", edit)

    def correct(self, key: str, fields: Mapping[str, str]) -> Changes:
        """Title, publisher, issue, date, kind or licence of a document; an empty one is taken out."""
        given = entries.checked(fields)

        def edit(files: dict[str, str]) -> dict[str, str]:
            bulletin = self._bulletin(self._folder(), key)
            new = {name: v for name, v in given.items() if v != (getattr(bulletin, name) or "")}
            if not new:
                raise RequestError("没有改动（nothing changed）。")
            manifest = entries.with_fields(self._text(files, MANIFEST), bulletin, new)
            return {**files, MANIFEST: self.shelf.keep(manifest.encode())}

        return self._edit(f"更正 {key}", edit)

    def correct_article(
        self, key: str, number: int, title: str | None = None, page: int | None = None
    ) -> Changes:
        """The title of an article, or the printed page on which it begins."""
        wanted = entries.checked({"title": title}) if title is not None else {}
        if title is None and page is None:
            raise RequestError("没有改动（nothing changed）。")
        if page is not None and not 0 < page < 10_000:
            raise RequestError(f"页码 {page} 不对（bad page）。请填 1 到 9999。")

        def edit(files: dict[str, str]) -> dict[str, str]:
            document = self.document(key).document
            found = [each for each in document.articles if each.number == number]
            if not found:
                raise RequestError(f"{key} 没有第 {number} 篇（no such article）。")
            correction = Correction(
                key, opening(document, found[0]), number, wanted.get("title"), page
            )
            text = entries.with_correction(self._text(files, CORRECTIONS), correction)
            return {**files, CORRECTIONS: self.shelf.keep(text.encode())}

        return self._edit(f"更正 {key} 第 {number} 篇", edit)

    def replace(self, key: str, name: str, data: bytes) -> Changes:
        """A newer file of the same document; its key, fields and corrections stay."""
        names.check_size(name, data)

        def edit(files: dict[str, str]) -> dict[str, str]:
            bulletin = self._bulletin(self._folder(), key)
            if files.get(bulletin.name) == digest(data):
                raise RequestError("内容和现在的一样，没有改动（nothing changed）。")
            names.check_other(name, digest(data), files)
            new = Path(bulletin.name).stem + Path(name).suffix.lower()
            if Path(new).suffix == Path(bulletin.name).suffix.lower():
                new = bulletin.name
            elif new.casefold() in map(str.casefold, files):
                raise RequestError(f"已经有 {new}（already there）。请先撤下它。")
            self.preview(new, data)
            kept = {other: digest for other, digest in files.items() if other != bulletin.name}
            manifest = entries.with_fields(self._text(files, MANIFEST), bulletin, {"file": new})
            kept[MANIFEST] = self.shelf.keep(manifest.encode())
            return {**kept, new: self.shelf.keep(data)}

        return self._edit(f"替换 {key}", edit)

    def withdraw(self, key: str) -> Changes:
        """The file stays in the state folder, so that it can be had back."""

        def edit(files: dict[str, str]) -> dict[str, str]:
            folder = self._folder()
            bulletin = self._bulletin(folder, key)
            if len(load_manifest(folder)) == 1:
                raise RequestError(
                    "这是最后一份材料，不能撤下（the last document）。请先加入别的。"
                )
            kept = {name: digest for name, digest in files.items() if name != bulletin.name}
            texts = {
                MANIFEST: entries.without_document(self._text(files, MANIFEST), key),
                CORRECTIONS: entries.without_corrections(self._text(files, CORRECTIONS), key),
            }
            return {
                **kept,
                **{name: self.shelf.keep(text.encode()) for name, text in texts.items()},
            }

        return self._edit(f"撤下 {key}", edit)

    def discard(self) -> None:
        """The draft is dropped; what is served stays."""
        with self._alone():
            self.shelf.drop_draft()

    # ------------------------------------------------------------------------- publishing

    def publish(self) -> Edition:
        with self._alone():
            draft = self.shelf.draft()
            if draft is None:
                raise RequestError("没有要发布的改动（nothing to publish）。")
            self._check_unchanged(draft.base)
            edition = self._edition(draft.what, draft.base, draft.files, draft.build)
            self._put_in_place(edition)
            return edition

    def roll_back(self) -> Edition:
        """To what was there before the last edition; done twice, the edition is back."""
        with self._alone():
            editions = self.shelf.editions()
            if not editions:
                raise RequestError("还没有发布过，没有可以退回的（nothing to roll back）。")
            last = editions[-1]
            self._check_unchanged(last.after)
            what = (f"退回第 {last.number} 次发布之前，其中的改动取消：{'；'.join(last.what)}",)
            edition = self._edition(what, last.after, last.before, last.build_before)
            self._put_in_place(edition)
            return edition

    def editions(self) -> list[Edition]:
        return self.shelf.editions()

    def recover(self) -> bool:
        """Ends what a crash interrupted, and clears away old folders. Whether there was a crash."""
        interrupted = self.shelf.publishing() is not None
        if interrupted or self.shelf.left_over():
            with self._alone():
                pass  # that was it
        return interrupted

    def _edition(
        self, what: tuple[str, ...], before: Files, after: Files, build_after: str
    ) -> Edition:
        editions = self.shelf.editions()
        served = current_build(self.settings.index)
        return Edition(
            number=editions[-1].number + 1 if editions else 1,
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            what=what,
            before=before,
            after=after,
            build_before=served.name if served else "",
            build_after=build_after,
        )

    def _put_in_place(self, edition: Edition) -> None:
        """After the first step a crash leaves what `recover` ends; every step can be done again."""
        self.shelf.begin(edition)
        self.progress("发布（publishing）", 1, 4)
        self.shelf.lay_out(edition.after, self.settings.corpus, edition.before)
        self.progress("发布（publishing）", 2, 4)
        keep_builds(self.settings.index, [edition.build_before, edition.build_after])
        serve_build(self.settings.index, edition.build_after, self.progress)
        # Nothing to do where that build fits; else it went, or the program is another than it was.
        build(self.settings, self.progress, self._model())
        self.progress("发布（publishing）", 3, 4)
        self.shelf.put_edition(edition)
        self.shelf.drop_draft()
        self.progress("发布（publishing）", 4, 4)
        self.shelf.finish()

    # ------------------------------------------------------------------------- the draft

    def _edit(self, what: str, edit: Edit) -> Changes:
        with self._alone():
            load_manifest(self.settings.corpus)  # a folder that is not there is told
            live = self.shelf.snapshot(self.settings.corpus)
            draft = self.shelf.draft()
            if draft is not None:
                self._check_unchanged(draft.base)
            base = draft.base if draft else live
            files = edit(dict(draft.files if draft else live))
            done = (*(draft.what if draft else ()), what)
            self.shelf.put_draft(Draft(base, files, done, self._candidate(files)))
        changes = self.changes()
        assert changes is not None  # the draft was just made
        return changes

    def _candidate(self, files: Files) -> str:
        """The name of a build of these files; it and what is served are there to be compared."""
        build(self.settings, self.progress, self._model())
        within = replace(self.settings, corpus=self.shelf.folder_of(files))
        made = build(within, self.progress, self._model(), serve=False).build.name
        served = current_build(self.settings.index)
        before = [each.build_before for each in self.shelf.editions()[-1:]]
        keep_builds(self.settings.index, [made, *before, *([served.name] if served else [])])
        return made

    def _draft_with_its_build(self) -> Draft | None:
        """The index may have been removed since the draft was made: it is made again at will."""
        draft = self.shelf.draft()
        if draft is None or self._has(draft.build):
            return draft
        with self._alone():
            draft = self.shelf.draft()
            if draft is not None and not self._has(draft.build):
                draft = replace(draft, build=self._candidate(draft.files))
                self.shelf.put_draft(draft)
            return draft

    def _has(self, name: str) -> bool:
        return (self.settings.index / "builds" / name / FILE).is_file()

    def _folder(self) -> Path:
        """Where the documents lie as they would be published."""
        draft = self.shelf.draft()
        return self.settings.corpus if draft is None else self.shelf.folder_of(draft.files)

    def _check_unchanged(self, expected: Files) -> None:
        if self.shelf.snapshot(self.settings.corpus) != dict(expected):
            raise RequestError(
                f"{self.settings.corpus} 里的文件在此期间有人改过（changed by hand meanwhile）。"
                "请放弃草稿，重新来过。"
            )

    def _bulletin(self, folder: Path, key: str) -> Bulletin:
        for bulletin in load_manifest(folder):
            if bulletin.key == key:
                return bulletin
        raise RequestError(f"没有这份材料（no such document）：{key[:80]}")

    def _read(self, folder: Path, bulletin: Bulletin) -> Preview:
        read = read_source(document_path(folder, bulletin))
        document = document_of(bulletin, read)
        corrections = [c for c in load_corrections(folder) if c.document == bulletin.key]
        lost = [
            f"更正“{c.begins[:20]}……”对不上任何一篇（a correction fits no article）"
            for c in corrections
            if meant(document, c) is None
        ]
        untitled = sum(article.title is None for article in document.articles)
        unnamed = [f"{untitled} 篇没有标题（without a title）"] if untitled else []
        warnings = (*read.source.warnings, *unnamed, *lost)
        return Preview(bulletin, corrected(document, corrections), warnings)

    def _text(self, files: Files, name: str) -> str:
        return self.shelf.content(files[name]).decode("utf-8") if name in files else ""

    def _model(self) -> Embedder:
        return self.embedder or load_embedder(self.settings.embedder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One editor at a time, in this process or another; what a crash left is ended first, and
        what earlier drafts left is cleared away."""
        with self._one, alone(self.shelf.folder, self.progress):
            if (interrupted := self.shelf.publishing()) is not None:
                self._put_in_place(interrupted)
            self.shelf.clear_away()
            yield


@contextmanager
def _open(build_folder: Path) -> Iterator[Library]:
    library = Library.open(build_folder)
    try:
        yield library
    finally:
        library.close()
