"""Drafts in the state folder: newest first, each once, and none lost by a crash or by two at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag.drafts import DRAFTS, Draft, Drafts
from rag.errors import RequestError

ONE = Draft("d-1", "问甲？", "答甲", turns=("先问",), cited=("某刊-1-1",))


def names(drafts: Drafts) -> list[str]:
    return [draft.id for draft in drafts.all()]


def test_newest_first_each_once_and_as_it_was(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    assert drafts.all() == []
    for draft in (ONE, Draft("d-2", "问乙？"), Draft("d-1", "问甲？", note="还是不对")):
        drafts.add(draft)
    assert names(drafts) == ["d-1", "d-2"] and drafts.find("d-1").note == "还是不对"
    drafts.add(ONE)
    assert drafts.all()[0] == ONE


def test_what_is_dropped_comes_back_only_when_it_is_disliked_again(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.add(ONE)
    drafts.drop("d-1")
    assert drafts.all() == []
    with pytest.raises(RequestError, match="已经不在了"):
        drafts.drop("d-1")
    drafts.add(ONE)
    assert names(drafts) == ["d-1"]


def test_rows_without_id_broken_lines_and_a_line_that_was_cut_off(tmp_path: Path) -> None:
    file = tmp_path / DRAFTS
    old = '{"question": "旧问题？", "turns": [], "answered": "答", "refused": false, "note": ""}'
    file.write_text(f'{old}\n[1]\n{{"question": "坏", "turns": 3}}\n{{"question": "断', "utf-8")
    drafts = Drafts(tmp_path)
    drafts.add(ONE)
    assert [draft.question for draft in drafts.all()] == ["问甲？", "旧问题？"]
    drafts.drop(drafts.all()[1].id)
    assert names(drafts) == ["d-1"]


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: Drafts(tmp_path).add(Draft(f"d-{n}", "问" * 2000)), range(200)))
    assert len(names(Drafts(tmp_path))) == 200
