"""The SQLite file of a build: documents, articles, pages, passages and citable sentences."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import astuple
from pathlib import Path
from urllib.parse import quote

from rag.records import Document, Passage, Unit
from rag.search.fold import letters

FILE = "library.sqlite"

_SCHEMA = """
CREATE TABLE documents (
  key TEXT PRIMARY KEY, name TEXT, title TEXT, publisher TEXT, issue TEXT, date TEXT, kind TEXT,
  licence TEXT, digest TEXT, text TEXT);
CREATE TABLE articles (
  document TEXT, number INTEGER, title TEXT, byline TEXT, start INTEGER, "end" INTEGER,
  body INTEGER, PRIMARY KEY (document, number));
CREATE TABLE pages (
  document TEXT, start INTEGER, "end" INTEGER, page INTEGER, inferred INTEGER);
CREATE TABLE passages (
  row INTEGER PRIMARY KEY, id TEXT, document TEXT, article INTEGER, section TEXT, start INTEGER,
  "end" INTEGER, page INTEGER, page_inferred INTEGER, text TEXT, context TEXT, content TEXT);
CREATE TABLE units (
  id TEXT PRIMARY KEY, document TEXT, article INTEGER, start INTEGER, "end" INTEGER,
  page INTEGER, page_inferred INTEGER, text TEXT, letters TEXT);
"""
# Made after the rows are in, which is faster.
_INDEXES = """
CREATE INDEX pages_by_place ON pages (document, start);
CREATE INDEX passages_by_document ON passages (document);
CREATE INDEX units_by_place ON units (document, start);
"""


def content_digest(passage: Passage) -> str:
    """Of all that decides the passage's vector."""
    return hashlib.sha256(f"{passage.context}\0{passage.text}".encode()).hexdigest()


def write_store(
    file: Path,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    units: Sequence[Unit],
) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executescript(_SCHEMA)
        _insert(
            connection,
            "documents",
            (
                (*astuple(document.bulletin), document.digest, document.text)
                for document in documents
            ),
        )
        for document in documents:
            key = document.bulletin.key
            _insert(connection, "articles", ((key, *astuple(each)) for each in document.articles))
            _insert(connection, "pages", ((key, *astuple(each)) for each in document.pages))
        _insert(
            connection,
            "passages",
            ((row, *astuple(each), content_digest(each)) for row, each in enumerate(passages)),
        )
        _insert(connection, "units", ((*astuple(each), letters(each.text)) for each in units))
        connection.executescript(_INDEXES)


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    width = len(connection.execute(f"SELECT * FROM {table} LIMIT 0").description)
    connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)


class Connection(sqlite3.Connection):
    """SQLite's own class cannot be held weakly; one made in Python can."""


def open_store(file: Path) -> Connection:
    """For reading only. The file never changes, so SQLite need not lock it.

    Not bound to its thread, so that whoever closes the library can close it.
    """
    # Quoted by hand: Path.as_uri would turn a Windows share into a host name, which SQLite refuses.
    address = f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False, factory=Connection)


def rows_by_content(file: Path) -> dict[str, int]:
    with closing(open_store(file)) as connection:
        return dict(connection.execute("SELECT content, row FROM passages"))
