"""What became of a quote since it was shown."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest

from rag.answer.cite import house_style
from rag.errors import CitationError
from rag.lookup.citation import cite
from rag.pipeline import Engine, ask, open_engine
from rag.records import OpenedCitation
from rag.settings import Settings
from rag.state import FILE as FILE_OF_SHOWN
from rag.state import ShownCitations

QUESTION = "白塔市有多少职工书屋？"
FILE = "baita-2023-06.txt"


def _after(settings: Settings, change: Callable[[Path], object]) -> tuple[str, OpenedCitation]:
    """The words that were shown, and their citation opened after the document was changed."""
    shown = ask(open_engine(settings), QUESTION).citations[0]
    change(settings.corpus / FILE)
    engine = open_engine(settings)
    return shown.quote, cite(engine.library, shown.id, shown=engine.shown)


def test_an_unchanged_quote_says_so(small_settings: Settings) -> None:
    quote, opened = _after(small_settings, lambda file: None)
    assert (opened.status, opened.citation.quote) == ("unchanged", quote)


def test_a_citation_saved_before_its_author_was_kept_opens_unchanged(
    engine: Engine, tmp_path: Path
) -> None:
    cited = ask(engine, "海西州总工会打造了多少个州级职工书屋？").citations[0]
    assert cited.author == "杨发元 秦龙"
    assert house_style(cited) == f"《{cited.title}》，杨发元 秦龙"
    saved = asdict(cited)
    del saved["author"]
    shown = ShownCitations(tmp_path)
    shown.remember([cited])
    with closing(sqlite3.connect(tmp_path / FILE_OF_SHOWN)) as database, database:
        database.execute("UPDATE shown SET citation = ?", (json.dumps(saved),))
    was = shown.recall(cited.id)
    assert was is not None and was.author is None
    assert cite(engine.library, cited.id, shown=shown).status == "unchanged"


def test_text_before_it_changes_its_place_only(small_settings: Settings) -> None:
    def longer(file: Path) -> None:
        text = file.read_text("utf-8")
        at = text.index("。") + 1
        file.write_text(f"{text[:at]}这里新加了一句话。{text[at:]}", "utf-8")

    quote, opened = _after(small_settings, longer)
    assert (opened.status, opened.citation.quote) == ("unchanged", quote)
    assert opened.before


def test_changed_words_are_superseded_and_still_shown(small_settings: Settings) -> None:
    def other(file: Path) -> None:
        file.write_text(file.read_text("utf-8").replace("93 家", "95 家"), "utf-8")

    quote, opened = _after(small_settings, other)
    assert (opened.status, opened.citation.quote) == ("superseded", quote)
    assert opened.before == opened.after == ""


def test_the_same_words_in_a_longer_sentence_have_moved(small_settings: Settings) -> None:
    def continued(file: Path) -> None:
        words = "93 家"
        text = file.read_text("utf-8")
        end = text.index("。", text.index(words))
        file.write_text(f"{text[:end]}，并且还在增加{text[end:]}", "utf-8")

    quote, opened = _after(small_settings, continued)
    assert (opened.status, opened.citation.quote) == ("moved", quote.rstrip("。"))


def test_a_document_that_is_gone_is_withdrawn(small_settings: Settings) -> None:
    quote, opened = _after(small_settings, lambda file: file.unlink())
    assert (opened.status, opened.citation.quote) == ("withdrawn", quote)


def test_an_id_that_was_never_shown_stays_an_error(small_settings: Settings) -> None:
    engine = open_engine(small_settings)
    with pytest.raises(CitationError):
        cite(engine.library, "baita-2023-06-000000000000-1", shown=engine.shown)
