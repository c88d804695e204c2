"""Conversations that were held, with their answers and citations as they were: in the state folder.

A conversation's id is not to be guessed: who has its address may read it. The list of conversations
is its owner's alone.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rag.drafts import Draft, Drafts, draft_id, now
from rag.errors import RequestError
from rag.records import Answer, Citation

FILE = "history.sqlite"
MOST_FOUND = 50
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """An answer with the passages that were shown with it, each with its citation."""

    answer: Answer
    nearest: tuple[tuple[Citation, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A conversation in the list: its first question, and when it began."""

    id: str
    title: str
    at: str


def new_id() -> str:
    return secrets.token_urlsafe(12)


class History:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, conversation: str, owner: str, n: int, turn: KeptTurn) -> str:
        """Under which name it was kept; `n` counts from 0. No turn is ever written over: who goes on
        from one that another window, or another reader, went on from too gets a copy."""
        with self._open() as database:
            database.execute("BEGIN IMMEDIATE")  # nobody takes the place between look and leap
            if self._elsewhere(database, conversation, owner, n):
                conversation = self._copied(database, conversation, owner, n)
            database.execute(
                "INSERT OR IGNORE INTO conversations (id, owner, title) VALUES (?, ?, ?)",
                (conversation, owner, turn.answer.question),
            )
            database.execute(
                "INSERT INTO turns (conversation, n, question, turn) VALUES (?, ?, ?, ?)",
                (conversation, n, turn.answer.question, _written(turn)),
            )
        return conversation

    def _elsewhere(self, database: sqlite3.Connection, name: str, owner: str, n: int) -> bool:
        """Whether the place is taken, or the conversation another reader's."""
        held = database.execute(
            "SELECT owner, EXISTS (SELECT 1 FROM turns WHERE conversation = id AND n = ?)"
            " FROM conversations WHERE id = ?",
            (n, name),
        ).fetchone()
        return held is not None and (held[0] != owner or bool(held[1]))

    def _copied(self, database: sqlite3.Connection, name: str, owner: str, n: int) -> str:
        """The first `n` turns as a conversation of this reader's own."""
        copy = new_id()
        database.execute(
            "INSERT INTO conversations (id, owner, title)"
            " SELECT ?, ?, title FROM conversations WHERE id = ?",
            (copy, owner, name),
        )
        database.execute(
            "INSERT INTO turns (conversation, n, question, turn, at)"
            " SELECT ?, row_number() OVER (ORDER BY n) - 1, question, turn, at"
            " FROM turns WHERE conversation = ? ORDER BY n LIMIT ?",
            (copy, name, n),
        )
        return copy

    def turns(self, conversation: str) -> list[KeptTurn]:
        """In their order; none where there is no such conversation."""
        with self._open() as database:
            rows = database.execute(
                "SELECT turn FROM turns WHERE conversation = ? ORDER BY n", (conversation,)
            ).fetchall()
        return [_read(row[0]) for row in rows]

    def find(self, owner: str, words: str = "") -> list[Entry]:
        """The owner's conversations with these words in a question, an answer or what it quotes,
        newest first."""
        wanted = f"%{_literal(words.strip())}%"
        with self._open() as database:
            rows = database.execute(
                "SELECT id, title, at FROM conversations WHERE owner = ? AND EXISTS ("
                " SELECT 1 FROM turns, json_tree(turn) AS said WHERE conversation = conversations.id"
                " AND said.key IN ('question', 'text', 'quote') AND said.value LIKE ? ESCAPE '\\')"
                " ORDER BY at DESC, rowid DESC LIMIT ?",
                (owner, wanted, MOST_FOUND),
            ).fetchall()
        return [Entry(*row) for row in rows]

    def forget(self, conversation: str, owner: str) -> None:
        """With all its answers. What of it was found badly answered stays with the evaluators."""
        with self._open() as database:
            gone = database.execute(
                "DELETE FROM conversations WHERE id = ? AND owner = ?", (conversation, owner)
            ).rowcount
            if not owner or not gone:
                raise RequestError("没有这段对话（no such conversation），或者它是别人的。")
            for table in ("turns", "ratings"):
                database.execute(f"DELETE FROM {table} WHERE conversation = ?", (conversation,))

    def rate(self, conversation: str, n: int, good: bool, reason: str = "") -> None:
        """A disliked answer's question becomes a draft, for whoever keeps the evaluation."""
        reason = " ".join(reason.split())[:LONGEST_REASON]
        turns = self.turns(conversation)
        if not 0 <= n < len(turns):
            raise RequestError("没有这个回答（no such answer），无法评价。")
        with self._open() as database:
            database.execute(
                "INSERT OR REPLACE INTO ratings (conversation, n, good, reason) VALUES (?, ?, ?, ?)",
                (conversation, n, int(good), reason),
            )
        if not good:
            Drafts(self._folder).add(_draft(conversation, turns[: n + 1], reason))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._folder / FILE, timeout=10)) as database, database:
            database.executescript(
                "CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, owner TEXT,"
                " title TEXT, at TEXT DEFAULT (datetime('now', 'localtime')));"
                "CREATE TABLE IF NOT EXISTS turns (conversation TEXT, n INTEGER, question TEXT,"
                " turn TEXT, at TEXT DEFAULT (datetime('now', 'localtime')), PRIMARY KEY (conversation, n));"
                "CREATE TABLE IF NOT EXISTS ratings (conversation TEXT, n INTEGER, good INTEGER,"
                " reason TEXT, at TEXT DEFAULT (datetime('now', 'localtime')), PRIMARY KEY (conversation, n));"
            )
            yield database


def _draft(conversation: str, turns: Sequence[KeptTurn], reason: str) -> Draft:
    """Of the last of these turns. Rated again, it is the same draft."""
    *earlier, last = turns
    return Draft(
        id=draft_id(conversation, len(earlier)),
        question=last.answer.question,
        answered=last.answer.text,
        refused=last.answer.refused,
        turns=[turn.answer.question for turn in earlier],
        note=reason,
        at=now(),
        cited=[cited.id for cited in last.answer.citations],
    )


def _literal(words: str) -> str:
    """For LIKE, which has signs of its own."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _written(turn: KeptTurn) -> str:
    answer = asdict(replace(turn.answer, retrieved=()))
    nearest = [[asdict(cited), text] for cited, text in turn.nearest]
    return json.dumps({"answer": answer, "nearest": nearest}, ensure_ascii=False)


def _read(text: str) -> KeptTurn:
    kept: dict[str, Any] = json.loads(text)
    answer = kept["answer"]
    citations = tuple(Citation(**each) for each in answer.pop("citations"))
    answer.pop("retrieved")
    return KeptTurn(
        Answer(**answer, citations=citations),
        tuple((Citation(**cited), shown) for cited, shown in kept["nearest"]),
    )
