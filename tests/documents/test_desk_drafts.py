"""A draft on the desk: who else looks or edits, what is dropped, what is cleared away."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag.documents.desk import Desk
from rag.documents.shelf import UNUSED_SECONDS
from rag.errors import RequestError
from rag.search.builds import current_build
from rag.settings import Settings
from tests.documents.conftest import NEW, corpus_of


def test_who_looks_does_not_disturb_who_edits(settings: Settings) -> None:
    """Two editors add, each in a process of his own, while a third looks on."""
    done = threading.Event()

    def look() -> int:
        desk, times = Desk(settings), 0
        while not done.is_set():
            assert desk.bulletins()
            desk.changes()
            times += 1
        return times

    def add(number: int) -> None:
        text = f"第{number}县总工会开办夜校，课程 {number}4 门。"
        Desk(settings).add(f"school-{number}.txt", text.encode())

    with ThreadPoolExecutor(3) as pool:
        looking = pool.submit(look)
        for adding in [pool.submit(add, number) for number in (1, 2)]:
            adding.result()
        done.set()
        assert looking.result() > 2
    desk = Desk(settings)
    draft = desk.draft()
    assert draft is not None and len(draft.what) == 2
    assert desk.publish().build_after == draft.build
    served = current_build(settings.index)
    assert served is not None and served.name == draft.build  # of just these files
    assert len(desk.bulletins()) == 4


def test_several_changes_are_one_draft_which_can_be_dropped(desk: Desk, settings: Settings) -> None:
    before = corpus_of(settings)
    desk.add("shaliu.txt", NEW.encode())
    desk.correct("shaliu", {"title": "沙柳工运"})
    changes = desk.withdraw("baita-2023-06")
    assert changes.count("added") and changes.count("removed")
    draft = desk.draft()
    assert draft is not None and len(draft.what) == 3
    assert [b.title for b in desk.bulletins()] == ["清泉工运", "沙柳工运"]
    desk.discard()
    assert desk.changes() is None and corpus_of(settings) == before
    with pytest.raises(RequestError, match="nothing to publish"):
        desk.publish()


def test_a_corpus_changed_by_hand_is_not_overwritten(desk: Desk, settings: Settings) -> None:
    desk.add("shaliu.txt", NEW.encode())
    (settings.corpus / "by-hand.txt").write_text("有人放进来的。", encoding="utf-8")
    with pytest.raises(RequestError, match="changed by hand"):
        desk.publish()
    assert (settings.corpus / "by-hand.txt").exists()
    desk.discard()
    desk.add("shaliu.txt", NEW.encode())
    desk.publish()
    assert {b.key for b in desk.bulletins()} >= {"by-hand", "shaliu"}


def folders_of(settings: Settings) -> list[Path]:
    return sorted((settings.state / "documents" / "drafts").glob("*"))


def unused(folder: Path) -> None:
    """As if nobody had asked for it for more than an hour."""
    past = time.time() - 2 * UNUSED_SECONDS
    os.utime(folder, (past, past))


def test_what_drafts_left_is_cleared_away_and_nothing_that_is_used(
    desk: Desk, settings: Settings
) -> None:
    desk.add("shaliu.txt", NEW.encode())
    (first,) = folders_of(settings)
    desk.correct("shaliu", {"title": "沙柳工运"})
    (second,) = set(folders_of(settings)) - {first}
    desk.correct("shaliu", {"issue": "2024年第5期"})
    assert first.is_dir() and second.is_dir()  # whoever was given them may still be reading
    unused(first)
    old = settings.state / "documents" / "draft"
    old.mkdir()
    (old / "x.txt").write_text("of an earlier version", encoding="utf-8")
    unused(old)
    assert not Desk(settings).recover()  # as a program does when it starts
    assert not first.exists() and second.is_dir() and old.is_dir()
    draft = desk.draft()
    assert draft is not None
    its = desk.shelf.folder_of(draft.files)
    for folder in (its, second):
        unused(folder)
    desk.correct("shaliu", {"date": "2024-05"})
    assert not second.exists() and its.is_dir()  # the draft of this moment was never given up
    assert [b.title for b in desk.bulletins()][-1] == "沙柳工运"
    desk.discard()
    for folder in (*folders_of(settings), old):
        unused(folder)
    Desk(settings).recover()
    assert folders_of(settings) == [] and not old.exists()


def test_who_looks_at_an_old_draft_keeps_its_folder(desk: Desk, settings: Settings) -> None:
    desk.add("shaliu.txt", NEW.encode())
    (folder,) = folders_of(settings)
    unused(folder)
    desk.bulletins()  # somebody looks
    desk.discard()
    Desk(settings).recover()
    assert folder.is_dir()
