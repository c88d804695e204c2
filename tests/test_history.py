"""Conversations are kept as they were, found again by their owner, and rated."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from rag.drafts import DRAFTS
from rag.errors import RequestError
from rag.history import FILE, History, KeptTurn, new_id
from rag.records import Answer, Citation

CITED = Citation(
    1, "某刊-1f0c22a9b3d4-1", "某刊.txt", "某刊", None, "2024-01", None, 3, True, "“早餐”100%", 2, 9
)
ANSWER = Answer("早餐花了多少？", "58.6万元。[1]", citations=(CITED,), trace={"scores": [1.5]})
REFUSED = KeptTurn(
    Answer("那2021年呢？", "没有找到。", True, "other_time"), ((CITED, "附近的一段"),)
)
OWNER = "a" * 32


def test_a_conversation_is_read_back_as_it_was(tmp_path: Path) -> None:
    name = new_id()
    History(tmp_path).add(name, OWNER, 0, KeptTurn(ANSWER))
    History(tmp_path).add(name, OWNER, 1, REFUSED)
    assert History(tmp_path).turns(name) == [KeptTurn(ANSWER), REFUSED]
    assert History(tmp_path).turns("no such") == []


def test_a_turn_saved_before_authors_were_kept_opens(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.add("c", OWNER, 0, KeptTurn(ANSWER))
    with closing(sqlite3.connect(tmp_path / FILE)) as database, database:
        database.execute("""UPDATE turns SET turn = replace(turn, ', "author": null', '')""")
        assert "author" not in database.execute("SELECT turn FROM turns").fetchone()[0]
    assert history.turns("c") == [KeptTurn(ANSWER)]


def test_two_windows_that_go_on_from_one_answer_lose_neither(tmp_path: Path) -> None:
    history = History(tmp_path)
    other = KeptTurn(replace(ANSWER, question="那2022年呢？"))
    assert history.add("c", OWNER, 0, KeptTurn(ANSWER)) == "c"
    assert history.add("c", OWNER, 1, REFUSED) == "c"
    copy = history.add("c", OWNER, 1, other)
    assert copy != "c"
    assert history.turns("c") == [KeptTurn(ANSWER), REFUSED]
    assert history.turns(copy) == [KeptTurn(ANSWER), other]
    assert {entry.id for entry in history.find(OWNER)} == {"c", copy}


def test_who_was_sent_a_conversation_goes_on_in_a_copy_of_it(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.add("c", OWNER, 0, KeptTurn(ANSWER))
    copy = history.add("c", "b" * 32, 1, REFUSED)
    assert history.turns("c") == [KeptTurn(ANSWER)]
    assert history.turns(copy) == [KeptTurn(ANSWER), REFUSED]
    assert [entry.id for entry in history.find("b" * 32)] == [copy]


def test_only_its_owner_finds_a_conversation(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.add("one", OWNER, 0, KeptTurn(ANSWER))
    history.add("two", OWNER, 0, KeptTurn(replace(ANSWER, question="书屋有几家_？")))
    history.add("other", "b" * 32, 0, KeptTurn(ANSWER))
    assert [entry.id for entry in history.find(OWNER)] == ["two", "one"]
    assert [entry.id for entry in history.find(OWNER, "早餐花")] == ["one"]
    assert [entry.id for entry in history.find(OWNER, "几家_")] == ["two"]  # _ is no wildcard
    assert [entry.id for entry in history.find(OWNER, "100%")] == ["two", "one"]
    # Neither the names under which it is stored nor how a text is written there.
    for word in ("citations", "extractive", "mode", "null", '"'):
        assert history.find(OWNER, word) == []
    assert history.find(OWNER, "%") != [] and history.find(OWNER, "x%y") == []


def test_a_disliked_answer_becomes_a_draft(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.add("c", OWNER, 0, KeptTurn(ANSWER))
    history.add("c", OWNER, 1, REFUSED)
    history.rate("c", 0, good=True)
    assert not (tmp_path / DRAFTS).exists()
    history.rate("c", 1, good=False, reason="  写着\n的 " + "长" * 600)
    [draft] = map(json.loads, (tmp_path / DRAFTS).read_text("utf-8").splitlines())
    assert draft["question"] == "那2021年呢？" and draft["turns"] == ["早餐花了多少？"]
    assert draft["note"].startswith("写着 的 长") and len(draft["note"]) == 500
    with pytest.raises(RequestError, match="没有这个回答"):
        history.rate("c", 2, good=True)


def test_a_conversation_is_forgotten_by_its_owner_alone(tmp_path: Path) -> None:
    history = History(tmp_path)
    for name, owner in (("mine", OWNER), ("nobody's", "")):
        history.add(name, owner, 0, KeptTurn(ANSWER))
    history.rate("mine", 0, False, "短")
    for name, who in (("mine", "b" * 32), ("mine", ""), ("nobody's", ""), ("no such", OWNER)):
        with pytest.raises(RequestError, match="no such conversation"):
            history.forget(name, who)
    assert history.turns("mine") and history.turns("nobody's")
    history.forget("mine", OWNER)
    assert history.turns("mine") == [] and history.find(OWNER) == []
    with closing(sqlite3.connect(tmp_path / FILE)) as database:
        assert database.execute("SELECT count(*) FROM ratings").fetchone() == (0,)
    assert (tmp_path / DRAFTS).is_file()  # what was badly answered is the evaluators' to mend
