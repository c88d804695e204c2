"""One build, opened for reading: what every later stage and every page looks things up in."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Self
from weakref import WeakSet

import numpy as np
import numpy.typing as npt

from rag.errors import NoBuildError, RequestError
from rag.records import Article, Bulletin, PageSpan, Passage, Scope, Unit
from rag.search import builds, english, people, places, store
from rag.search.fold import fold, letters
from rag.search.late import LateIndex, LateQuestion, WordVectors
from rag.search.lexical import LexicalIndex
from rag.search.manifest import Manifest, read_manifest
from rag.search.scope import documents_in, unknown_document
from rag.search.sounds import Sounds, lookalikes
from rag.search.vectors import open_vector_index
from rag.search.vectors.base import VectorIndex

_PASSAGE = 'id, document, article, section, start, "end", page, page_inferred, text, context'
_UNIT = 'id, document, article, start, "end", page, page_inferred, text'

QUESTIONS_KEPT = 32
ARTICLES_KEPT = 500
RARE = 1.2
"""An idf: about 30 % of the passages."""


class Library:
    """Safe for many readers at once: nothing changes, and each thread has its own connection."""

    def __init__(self, build: Path, manifest: Manifest) -> None:
        self.build = build
        self.manifest = manifest
        self._local = threading.local()
        self._lock = threading.Lock()
        self._questions: dict[str, LateQuestion] = {}
        self._folded: dict[tuple[str, int], str] = {}
        self._connections: WeakSet[store.Connection] = WeakSet()  # a thread's end drops its own
        columns = "key, name, title, publisher, issue, date, kind, licence"
        rows = self._rows(f"SELECT {columns} FROM documents ORDER BY rowid")
        self._bulletins = {row[0]: Bulletin(*row) for row in rows}

    @classmethod
    def open(cls, build: Path) -> Self:
        try:
            return cls(build, read_manifest(build))
        except sqlite3.Error as error:
            raise NoBuildError(
                f"索引打不开（cannot open the index）：{build}：{error}。"
                "请运行 python -m rag index 重新建立。"
            ) from error

    def close(self) -> None:
        for connection in list(self._connections):
            connection.close()

    @cached_property
    def lexical(self) -> LexicalIndex:
        """Opened when first asked for: a citation is looked up without it."""
        return LexicalIndex.open(self.build / "lexical")

    @cached_property
    def words(self) -> LateIndex:
        return LateIndex.open(self.build / builds.WORDS)

    @cached_property
    def _word_vectors(self) -> WordVectors:
        return WordVectors()

    def word_by_word(self, question: str) -> LateQuestion:
        """Kept for the last questions: passages and then their sentences are held against one."""
        with self._lock:
            if question not in self._questions:
                while len(self._questions) >= QUESTIONS_KEPT:
                    self._questions.pop(next(iter(self._questions)))
                self._questions[question] = LateQuestion(self.words, self._word_vectors, question)
            return self._questions[question]

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Names of places that the corpus knows, folded, without 州 or 县."""
        return places.load(self.build)

    def near_words(self, word: str) -> list[str]:
        """The corpus's words of nearly the same meaning, for one that the model knows: 竞赛 for 比赛."""
        return self.words.near(self._word_vectors, word)

    def names_someone(self, folded: str, besides: str) -> bool:
        """Whether a folded text names a person that the corpus speaks of, and `besides` does not, or
        is about one, whom it begins with."""
        found = self._people.finditer(folded)
        return any(each[0] not in besides or each.start() == 0 for each in found)

    def names_in(self, text: str) -> list[str]:
        """The places and people of the corpus that a text names, folded."""
        folded = fold(text)
        return [*(name for name in self.places if name in folded), *self.people_in(folded)]

    def people_in(self, folded: str) -> list[str]:
        """The people of the corpus whom a folded text names, in its order."""
        return list(dict.fromkeys(self._people.findall(folded)))

    @cached_property
    def _people(self) -> re.Pattern[str]:
        names = people.load(self.build)
        return re.compile("|".join(map(re.escape, names)) or "(?!)")

    def sounds_like(self, question: str) -> list[str]:
        """The corpus's own words for slips of typing, names in Latin letters and terms in English."""
        named = self._sounds.also(question)
        return list(dict.fromkeys([*named, *english.terms(question, self._sounds.has)]))

    def mended(self, question: str) -> str:
        """The folded question with the corpus's own words for slips of typing, as long as it was."""
        return self._sounds.mended(question)

    @cached_property
    def _sounds(self) -> Sounds:
        lexical = self.lexical
        words, together = self._word_vectors.cut, lexical.holding_together
        named = people.load(self.build)
        return Sounds(lexical.pairs(), words, together, lookalikes(), named, self.places)

    def tells_apart(self, name: str) -> bool:
        """Whether few enough passages hold it that it tells them from the others."""
        return self.lexical.weights([name])[name] > RARE

    @cached_property
    def vectors(self) -> VectorIndex:
        return open_vector_index(self.build / "vectors")

    @cached_property
    def embeddings(self) -> npt.NDArray[np.float32]:
        """The vector of each row, mapped; zeros where the model knows no word of the passage."""
        array: npt.NDArray[np.float32] = np.load(self.build / builds.EMBEDDINGS, mmap_mode="r")
        return array

    @cached_property
    def twins(self) -> npt.NDArray[np.int64]:
        """For each row the first row whose folded text is the same."""
        array: npt.NDArray[np.int64] = np.load(self.build / builds.TWINS, mmap_mode="r")
        return array

    def bulletins(self) -> list[Bulletin]:
        return list(self._bulletins.values())

    def bulletin(self, key: str) -> Bulletin:
        if (found := self._bulletins.get(key)) is None:
            raise RequestError(unknown_document(key, self.bulletins()))
        return found

    def documents_in(self, scope: Scope) -> list[Bulletin]:
        return documents_in(self.bulletins(), scope)

    def allowed_rows(self, scope: Scope) -> npt.NDArray[np.int64] | None:
        """Ascending rows of the passages in scope; None where that is all of them."""
        chosen = [each.key for each in self.documents_in(scope)]
        if len(chosen) == len(self._bulletins):
            return None
        rows = self._rows(
            f"SELECT row FROM passages WHERE document {_IN} ORDER BY row", _json(chosen)
        )
        return np.array([row for (row,) in rows], dtype=np.int64)

    def passage(self, row: int) -> Passage:
        return self.passages([row])[0]

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """In the order of `rows`."""
        wanted = [int(row) for row in rows]
        found = self._rows(f"SELECT row, {_PASSAGE} FROM passages WHERE row {_IN}", _json(wanted))
        by_row = {row: _passage(values) for row, *values in found}
        return [by_row[row] for row in wanted]

    def rows_within(self, key: str, start: int, end: int) -> list[int]:
        """The rows of those passages."""
        sql = 'SELECT row FROM passages WHERE document = ? AND start < ? AND "end" > ? ORDER BY row'
        return [row for (row,) in self._rows(sql, key, end, start)]

    def passages_within(self, key: str, start: int, end: int) -> list[Passage]:
        """Those that share a character with this stretch, in their order."""
        sql = f'SELECT {_PASSAGE} FROM passages WHERE document = ? AND start < ? AND "end" > ? ORDER BY row'
        return [_passage(row) for row in self._rows(sql, key, end, start)]

    def section(self, passage: Passage) -> tuple[int, int]:
        """Where the passage's section begins and ends."""
        sql = (
            'SELECT min(start), max("end") FROM passages'
            " WHERE document = ? AND article = ? AND section IS ?"
        )
        [(start, end)] = self._rows(sql, passage.document, passage.article, passage.section)
        return start, end

    @cached_property
    def sections(self) -> list[tuple[str, int, str, int, int]]:
        """Document, article, heading, start and end of each part of an article with a heading."""
        return self._rows(
            'SELECT document, article, section, min(start), max("end") FROM passages'
            " WHERE section IS NOT NULL GROUP BY document, article, section"
        )

    def articles(self, key: str) -> list[Article]:
        self.bulletin(key)
        return self._articles.get(key, [])

    @cached_property
    def _articles(self) -> dict[str, list[Article]]:
        """Kept: every hit and every citation asks for its article's title."""
        columns = 'document, number, title, byline, start, "end", body'
        found: dict[str, list[Article]] = {}
        for key, *values in self._rows(f"SELECT {columns} FROM articles ORDER BY document, number"):
            found.setdefault(key, []).append(Article(*values))
        return found

    def article(self, key: str, number: int) -> Article:
        for article in self.articles(key):
            if article.number == number:
                return article
        raise RequestError(f"{self.bulletin(key).title}没有第 {number} 篇（no such article）。")

    def folded_article(self, key: str, number: int) -> str:
        """Kept: every sentence of an article is held against the same text."""
        if (found := self._folded.get((key, number))) is None:
            article = self.article(key, number)
            found = fold(self.clean_text(key)[article.start : article.end])
            while len(self._folded) >= ARTICLES_KEPT:
                self._folded.pop(next(iter(self._folded)), None)
            self._folded[key, number] = found
        return found

    def clean_text(self, key: str) -> str:
        self.bulletin(key)
        text: str = self._rows("SELECT text FROM documents WHERE key = ?", key)[0][0]
        return text

    def units_within(self, key: str, start: int, end: int) -> list[Unit]:
        """The citable sentences that share a character with this stretch, in their order."""
        sql = f'SELECT {_UNIT} FROM units WHERE document = ? AND start < ? AND "end" > ? ORDER BY start'
        return [_unit(row) for row in self._rows(sql, key, end, start)]

    def units_holding(self, phrase: str, scope: Scope) -> list[Unit]:
        """Every sentence that holds these words, whatever their marks and script, in the order of
        the bulletins: never only the best ones."""
        if not (wanted := letters(phrase)):
            return []
        chosen = [each.key for each in self.documents_in(scope)]
        # As it is written too: 十 alone stays 十, and in 十月 it is folded to 10.
        holding = "(instr(letters, ?) OR instr(text, ?))"
        sql = f"SELECT {_UNIT} FROM units WHERE {holding} AND document {_IN} ORDER BY rowid"
        return [_unit(row) for row in self._rows(sql, wanted, phrase.strip(), _json(chosen))]

    def units_on_page(self, key: str, page: int) -> list[Unit]:
        """Those that begin on this printed page, in their order."""
        sql = f"SELECT {_UNIT} FROM units WHERE document = ? AND page = ? ORDER BY start"
        return [_unit(row) for row in self._rows(sql, key, page)]

    def unit(self, citation_id: str) -> Unit | None:
        rows = self._rows(f"SELECT {_UNIT} FROM units WHERE id = ?", citation_id)
        return _unit(rows[0]) if rows else None

    def page_at(self, key: str, offset: int) -> tuple[int | None, bool]:
        """The printed page at this place of the clean text, and whether it is inferred."""
        self.bulletin(key)
        sql = 'SELECT page, inferred FROM pages WHERE document = ? AND start <= ? AND "end" > ?'
        rows = self._rows(sql, key, offset, offset)
        return (rows[0][0], bool(rows[0][1])) if rows else (None, False)

    def pages_within(self, key: str, start: int, end: int) -> list[PageSpan]:
        """The stretches of printed pages that share a character with this one, in their order."""
        sql = (
            'SELECT start, "end", page, inferred FROM pages'
            ' WHERE document = ? AND start < ? AND "end" > ? ORDER BY start'
        )
        rows = self._rows(sql, key, end, start)
        return [PageSpan(first, last, page, bool(inferred)) for first, last, page, inferred in rows]

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = store.open_store(self.build / store.FILE)
            self._connections.add(connection)
            self._local.connection = connection
        rows: list[tuple[Any, ...]] = connection.execute(sql, values).fetchall()
        return rows


# One value however many rows are asked for: SQLite limits the number of question marks.
_IN = "IN (SELECT value FROM json_each(?))"


def _json(values: Sequence[object]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _passage(values: Sequence[Any]) -> Passage:
    *head, inferred, text, context = values
    fields: Any = (*head, bool(inferred), text, context)
    return Passage(*fields)


def _unit(values: Sequence[Any]) -> Unit:
    *head, inferred, text = values
    fields: Any = (*head, bool(inferred), text)
    return Unit(*fields)
