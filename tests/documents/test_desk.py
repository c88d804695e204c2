"""The editor's desk over a small corpus: nothing is served before it is published, nothing is lost."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from rag.documents.desk import Desk
from rag.documents.shelf import UNUSED_SECONDS
from rag.errors import ReadError, RequestError
from rag.lookup.citation import cite
from rag.pipeline import Engine, ask, build, open_engine
from rag.records import Answer
from rag.search.builds import current_build
from rag.search.library import Library
from rag.settings import Settings
from rag.state import ShownCitations
from tests.conftest import settings_in, write_corpus
from tests.read.files import bulletin_pdf, docx_bytes, word

NEW = """沙柳县总工会开办夜校

2024 年 5 月，沙柳县总工会开办职工夜校，开设剪纸、电工等课程 14 门，报名职工 260 名。
"""
NIGHT_SCHOOL = "沙柳县职工夜校开设了多少门课程？"
BREAKFAST = "“暖胃早餐”项目全年投入多少万元？"
BOOKS = "白塔市建成职工书屋多少家？"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    write_corpus(folder / "corpus")
    (folder / "corpus" / "README.md").write_text("not a document", encoding="utf-8")
    build(settings_in(folder))
    return folder


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    shutil.copytree(built, tmp_path / "copy")
    return settings_in(tmp_path / "copy")


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return Desk(settings)


def asked(settings: Settings, question: str) -> Answer:
    engine = open_engine(settings, build_if_needed=False)
    try:
        return ask(engine, question)
    finally:
        engine.library.close()


def corpus_of(settings: Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in settings.corpus.iterdir()}


def status(settings: Settings, citation_id: str) -> str:
    served = current_build(settings.index)
    assert served is not None
    library = Library.open(served)
    try:
        return cite(library, citation_id, shown=ShownCitations(settings.state)).status
    finally:
        library.close()


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


def test_word_and_pdf_are_asked_like_any_other(desk: Desk, settings: Settings) -> None:
    desk.add("江岸工运2025年第3期.pdf", bulletin_pdf())
    desk.add("word.docx", docx_bytes(word()), {"title": "江岸简报", "kind": "magazine"})
    desk.publish()
    answer = asked(settings, "2025年3月5日启动的项目全年投入多少万元？")
    assert any(cited.document == "word.docx" for cited in answer.citations)


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


# ------------------------------------------------------------------------------------- correct


def test_corrections_survive_another_reading(desk: Desk, settings: Settings) -> None:
    desk.add("gongyun.pdf", bulletin_pdf(), {"title": "江岸工运", "kind": "magazine"})
    changes = desk.correct_article("gongyun", 2, title="白塔书屋又添新家", page=41)
    assert changes.count("added") and not changes.failures
    desk.correct_article("gongyun", 2, page=40)
    desk.publish()
    read = desk.document("gongyun").document
    assert [(a.title, *page) for a, page in read.articles_with_pages()] == [
        ("江岸总工会启动早餐项目", 7, False),
        ("白塔书屋又添新家", 40, False),
    ]
    assert read.page_at(read.text.index("深受职工欢迎")) == (41, True)
    # From a Word file with one more article in front the same article is another number.
    file = word()
    file.add_heading("白塔市职工书屋建设", 1)
    file.add_paragraph("白塔市总工会介绍，" + "今年建成职工书屋若干家，" * 9 + "深受职工欢迎。")
    desk.replace("gongyun", "new.docx", docx_bytes(file))
    desk.publish()
    seen = desk.document("gongyun")
    assert seen.document.articles[-1].title == "白塔书屋又添新家"
    assert seen.document.page_at(seen.document.articles[-1].body) == (40, False)
    assert (settings.corpus / "gongyun.docx").exists()
    assert not (settings.corpus / "gongyun.pdf").exists()


def test_a_correction_that_fits_nothing_any_more_is_said(desk: Desk) -> None:
    desk.correct_article("baita-2023-06", 1, title="书屋")
    desk.replace("baita-2023-06", "x.txt", NEW.encode())
    assert any("fits no article" in warning for warning in desk.document("baita-2023-06").warnings)


def test_a_corrected_title_is_searched_and_cited(desk: Desk, settings: Settings) -> None:
    changes = desk.correct_article("qingquan-2022-03", 1, title="麒麟早餐工程")
    assert changes.count("changed") == len(changes.passages) > 0
    desk.publish()
    answer = asked(settings, "麒麟早餐工程全年投入多少万元？")
    assert "58.6" in answer.text and answer.citations[0].article == "麒麟早餐工程"


def test_a_field_is_corrected_and_taken_out(desk: Desk, settings: Settings) -> None:
    cited = asked(settings, BREAKFAST).citations[0]
    changes = desk.correct("qingquan-2022-03", {"issue": "2022年第4期", "publisher": ""})
    assert [touched.status for touched in changes.citations] == ["moved"]
    assert changes.citations[0].citation == cited
    desk.publish()
    again = asked(settings, BREAKFAST).citations[0]
    assert again.issue == "2022年第4期" and again.id == cited.id
    (bulletin,) = [b for b in desk.bulletins() if b.key == "qingquan-2022-03"]
    assert bulletin.publisher is None


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


# ------------------------------------------------------------------------------------- crashes


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
