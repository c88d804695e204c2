"""The editor's desk over a small corpus: nothing is served before it is published, nothing is lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from rag.documents.desk import Desk
from rag.errors import ReadError, RequestError
from rag.pipeline import Engine, ask, build, open_engine
from rag.search.builds import current_build
from rag.search.library import Library
from rag.settings import Settings
from tests.conftest import settings_in
from tests.documents.conftest import BOOKS, NEW, NIGHT_SCHOOL, asked, corpus_of, status
from tests.read.files import bulletin_pdf, docx_bytes, word

# ------------------------------------------------------------------------------------- looking


def test_a_preview_keeps_nothing(desk: Desk, settings: Settings) -> None:
    before = corpus_of(settings)
    seen = desk.preview("江岸工运2025年第3期.pdf", bulletin_pdf())
    assert (seen.bulletin.title, seen.bulletin.issue) == ("江岸工运", "2025年第3期")
    assert [(a.title, *page) for a, page in seen.document.articles_with_pages()] == [
        ("江岸总工会启动早餐项目", 7, False),
        ("白塔市职工书屋建设", 8, False),
    ]
    assert corpus_of(settings) == before and desk.draft() is None
    assert not (settings.state / "documents" / "files").exists()


@pytest.mark.parametrize(
    "name",
    [
        "../x.txt",
        "a/b.txt",
        "..\\x.txt",
        "a\\b.txt",
        "<script>.txt",
        ".x.txt",
        "a\n.txt",
        "x" * 200 + ".txt",
    ]
    + ["manifest.toml", "README.md", "corrections.toml", "x.exe", "", "con:.txt", "/etc/passwd"]
    + ["CON.txt", "nul.a.txt", "Com1.pdf", "长" * 90 + ".txt", "\ud800.txt"]
    + ["a\u202etxt.exe.txt", "a\u200b.txt"],
)
def test_a_hostile_name_is_refused(desk: Desk, settings: Settings, name: str) -> None:
    before = corpus_of(settings)
    with pytest.raises(ReadError, match="请"):
        desk.add(name, NEW.encode())
    assert corpus_of(settings) == before and desk.draft() is None


def test_a_file_that_cannot_be_read_is_not_taken_in(desk: Desk) -> None:
    with pytest.raises(ReadError, match="damaged"):
        desk.add("a.pdf", b"%PDF-1.4 broken")
    with pytest.raises(ReadError, match="too large"):
        desk.add("a.txt", b"x" * 20_971_521)
    with pytest.raises(ReadError, match="damaged"):
        desk.replace("baita-2023-06", "a.pdf", b"%PDF-1.4 broken")
    assert desk.draft() is None


# ------------------------------------------------------------------------------------- add, publish


def test_nothing_is_served_before_it_is_published(desk: Desk, settings: Settings) -> None:
    changes = desk.add("shaliu.txt", NEW.encode(), {"title": "沙柳工运", "date": "2024-05"})
    assert changes.count("added") == len(changes.passages) > 0
    assert {each.document for each in changes.passages} == {"shaliu.txt"}
    assert not (settings.corpus / "shaliu.txt").exists()
    assert asked(settings, NIGHT_SCHOOL).refused
    desk.publish()
    answer = asked(settings, NIGHT_SCHOOL)
    assert "14" in answer.text and answer.citations[0].title == "沙柳工运"
    assert answer.citations[0].date == "2024-05"
    assert not build(settings).made  # the candidate itself is what is served
    assert desk.draft() is None


def test_manifest_keeps_its_comments_and_entries(desk: Desk, settings: Settings) -> None:
    manifest = settings.corpus / "manifest.toml"
    manifest.write_text("# 说明\n" + manifest.read_text(encoding="utf-8"), encoding="utf-8")
    before = manifest.read_text(encoding="utf-8")
    desk.add("shaliu.txt", NEW.encode(), {"title": '沙柳"工运\\', "issue": "第1期"})
    desk.publish()
    after = manifest.read_text(encoding="utf-8")
    assert after.startswith(before.rstrip())
    assert [b.title for b in desk.bulletins()] == ["清泉工运", "白塔工会", '沙柳"工运\\']


@pytest.mark.parametrize(
    "fields",
    [{"title": " "}, {"date": "去年"}, {"date": "2024-13"}, {"issue": "长" * 201}]
    + [{"title": "两\n行"}, {"key": "x"}],
)
def test_fields_that_cannot_be_used(desk: Desk, fields: dict[str, str]) -> None:
    with pytest.raises(RequestError):
        desk.add("shaliu.txt", NEW.encode(), fields)
    with pytest.raises(RequestError):
        desk.correct("baita-2023-06", fields)
    assert desk.draft() is None


def test_the_same_document_is_not_taken_in_twice(desk: Desk) -> None:
    desk.add("shaliu.txt", NEW.encode())
    with pytest.raises(RequestError, match="already there"):
        desk.add("Shaliu.txt", b"other text.")
    with pytest.raises(RequestError, match="same document"):
        desk.add("other.txt", NEW.encode())


def test_a_name_as_people_give_it(desk: Desk) -> None:
    desk.add("《江岸工运》 2025年第3期（终稿　二）.txt", NEW.encode())
    assert desk.bulletins()[-1].name == "《江岸工运》 2025年第3期（终稿　二）.txt"


def test_a_file_is_replaced_by_another_and_by_no_other_document(
    desk: Desk, settings: Settings
) -> None:
    for name, message in (
        ("baita-2023-06.txt", "nothing changed"),
        ("qingquan-2022-03.txt", "the same document"),
    ):
        with pytest.raises(RequestError, match=message):
            desk.replace("baita-2023-06", "new.txt", (settings.corpus / name).read_bytes())
    assert desk.draft() is None


def test_without_a_corpus_the_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no corpus folder"):
        Desk(settings_in(tmp_path)).withdraw("x")


def test_a_draft_outlives_its_index(desk: Desk, settings: Settings) -> None:
    desk.add("shaliu.txt", NEW.encode())
    shutil.rmtree(settings.index)
    build(settings)
    changes = desk.changes()
    assert changes is not None and changes.count("added") == 1
    desk.publish()
    assert "14" in asked(settings, NIGHT_SCHOOL).text


def test_word_and_pdf_are_asked_like_any_other(desk: Desk, settings: Settings) -> None:
    desk.add("江岸工运2025年第3期.pdf", bulletin_pdf())
    desk.add("word.docx", docx_bytes(word()), {"title": "江岸简报", "kind": "magazine"})
    desk.publish()
    answer = asked(settings, "2025年3月5日启动的项目全年投入多少万元？")
    assert any(cited.document == "word.docx" for cited in answer.citations)


def test_engine_of_the_old_build_answers_while_the_new_is_published(
    desk: Desk, settings: Settings
) -> None:
    engine: Engine = open_engine(settings)
    desk.add("shaliu.txt", NEW.encode())
    desk.publish()
    assert ask(engine, NIGHT_SCHOOL).refused
    newer = replace(engine, library=Library.open(current_build(settings.index) or Path()))
    assert "14" in ask(newer, NIGHT_SCHOOL).text
    engine.library.close()
    newer.library.close()


# ------------------------------------------------------------------------------------- replace, withdraw


def test_a_withdrawn_citation_says_so_and_rolling_back_brings_it_back(
    desk: Desk, settings: Settings
) -> None:
    before = corpus_of(settings)
    cited = asked(settings, BOOKS).citations[0]
    changes = desk.withdraw("baita-2023-06")
    assert changes.count("removed") == len(changes.passages)
    assert [(t.citation.id, t.status) for t in changes.citations] == [(cited.id, "withdrawn")]
    assert status(settings, cited.id) == "unchanged"
    desk.publish()
    assert status(settings, cited.id) == "withdrawn"
    assert not (settings.corpus / "baita-2023-06.txt").exists()
    assert asked(settings, BOOKS).refused
    desk.roll_back()
    assert corpus_of(settings) == before
    assert status(settings, cited.id) == "unchanged" and not build(settings).made
    desk.roll_back()
    assert status(settings, cited.id) == "withdrawn"
    assert [edition.number for edition in desk.editions()] == [1, 2, 3]


def test_a_replaced_document_says_what_became_of_its_words(desk: Desk, settings: Settings) -> None:
    cited = asked(settings, BOOKS).citations[0]
    text = (settings.corpus / "baita-2023-06.txt").read_text(encoding="utf-8")
    changes = desk.replace("baita-2023-06", "newer.txt", text.replace("93", "95").encode())
    assert changes.count("changed") > 0 and not changes.count("added")
    assert [touched.status for touched in changes.citations] == ["superseded"]
    desk.publish()
    assert status(settings, cited.id) == "superseded"
    assert "95" in asked(settings, BOOKS).text


def test_a_document_in_another_format_is_the_same_document(desk: Desk, settings: Settings) -> None:
    gone, cited = (
        asked(settings, BOOKS).citations[0],
        asked(settings, "马春兰介绍今年还要配备多少个流动书箱？").citations[0],
    )
    file = docx.Document()
    file.add_paragraph("白塔市职工书屋建设情况")
    file.add_paragraph(cited.quote)
    desk.replace("baita-2023-06", "newer.docx", docx_bytes(file))
    desk.publish()
    assert status(settings, cited.id) == "moved"
    assert status(settings, gone.id) == "superseded"


def test_rolling_back_without_its_build_makes_it_anew(desk: Desk, settings: Settings) -> None:
    before = corpus_of(settings)
    desk.withdraw("baita-2023-06")
    edition = desk.publish()
    shutil.rmtree(settings.index / "builds" / edition.build_before)
    desk.roll_back()
    assert corpus_of(settings) == before
    assert "93" in asked(settings, BOOKS).text


def test_the_last_document_stays(desk: Desk) -> None:
    desk.withdraw("baita-2023-06")
    with pytest.raises(RequestError, match="the last document"):
        desk.withdraw("qingquan-2022-03")
    with pytest.raises(RequestError, match="no such document"):
        desk.withdraw("<script>")
