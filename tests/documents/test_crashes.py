"""The machine stops in the middle of publishing: what is served is the old or the new, never half."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.documents.desk import Desk
from rag.pipeline import build
from rag.settings import Settings
from tests.conftest import settings_in
from tests.documents.conftest import NEW, corpus_of


class Crash(Exception):
    pass


@pytest.fixture
def crashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Every file is put in place by Path.replace: after so many, as in the list, the machine stops."""
    left: list[int] = []
    really = Path.replace

    def counted(self: Path, target: Path) -> Path:
        if left:
            if left[0] == 0:
                raise Crash
            left[0] -= 1
        return really(self, target)

    monkeypatch.setattr(Path, "replace", counted)
    yield left


@pytest.mark.parametrize("what", ["publish", "roll back"])
def test_a_crash_at_any_file_leaves_the_old_or_the_new(
    settings: Settings, tmp_path: Path, crashing: list[int], what: str
) -> None:
    desk = Desk(settings)
    desk.add("shaliu.txt", NEW.encode())
    desk.withdraw("baita-2023-06")
    old = corpus_of(settings)
    if what == "roll back":
        desk.publish()
        old = corpus_of(settings)
    outcomes = []
    for after in range(40):
        copy = tmp_path / str(after)
        for folder in ("corpus", "index", "state"):
            shutil.copytree(settings.corpus.parent / folder, copy / folder)
        there = Desk(settings_in(copy))
        crashing[:] = [after]
        try:
            there.publish() if what == "publish" else there.roll_back()
            break
        except Crash:
            outcomes.append(_after_the_crash(there, crashing, old))
    assert outcomes[0] == "old" and outcomes[-1] == "new" and after == len(outcomes) > 4
    assert outcomes == sorted(outcomes, reverse=True)


def _after_the_crash(desk: Desk, crashing: list[int], old: dict[str, bytes]) -> str:
    crashing.clear()
    again = Desk(desk.settings)
    again.recover()
    assert not build(desk.settings).made  # what is served is made of what lies in the corpus
    now = corpus_of(desk.settings)
    assert not [name for name in now if name.startswith(".")]
    assert ("shaliu.txt" in now) != ("baita-2023-06.txt" in now)  # all of it or nothing
    assert now["README.md"] == b"not a document"
    if now == old:
        return "old"
    assert again.draft() is None and again.editions()
    return "new"


def test_a_crash_while_a_draft_is_made_leaves_what_is_served(
    settings: Settings, crashing: list[int]
) -> None:
    before = corpus_of(settings)
    crashes = 0
    for after in range(20):
        crashing[:] = [after]
        try:
            Desk(settings).withdraw("baita-2023-06")
            break
        except Crash:
            crashes += 1
        crashing.clear()
        assert corpus_of(settings) == before
        assert not build(settings).made
        Desk(settings).discard()
    assert crashes > 2
    crashing.clear()
    Desk(settings).publish()
    assert not (settings.corpus / "baita-2023-06.txt").exists()
