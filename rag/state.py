"""What cannot be rebuilt: the citations that were ever shown, with their words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

from rag.records import Citation

FILE = "shown.sqlite"


class ShownCitations:
    """An id that was shown keeps its quote, so that it can be told what became of it since."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def remember(self, citations: Sequence[Citation]) -> None:
        rows = [(cited.id, json.dumps(asdict(cited), ensure_ascii=False)) for cited in citations]
        with self._open() as connection:
            connection.executemany("INSERT OR IGNORE INTO shown (id, citation) VALUES (?, ?)", rows)

    def recall(self, citation_id: str) -> Citation | None:
        if not self._file.is_file():
            return None
        with self._open() as connection:
            row = connection.execute(
                "SELECT citation FROM shown WHERE id = ?", (citation_id,)
            ).fetchone()
        return Citation(**json.loads(row[0])) if row else None

    def all(self) -> list[Citation]:
        """In the order in which they were first shown."""
        if not self._file.is_file():
            return []
        with self._open() as connection:
            rows = connection.execute("SELECT citation FROM shown ORDER BY rowid").fetchall()
        return [Citation(**json.loads(row[0])) for row in rows]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file, timeout=10)) as connection, connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS shown"
                " (id TEXT PRIMARY KEY, citation TEXT, at TEXT DEFAULT CURRENT_TIMESTAMP)"
            )
            yield connection
