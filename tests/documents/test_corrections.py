"""What an editor corrects of a document, and what becomes of it when the document is read again."""

from __future__ import annotations

from rag.documents.desk import Desk
from rag.settings import Settings
from tests.documents.conftest import BREAKFAST, NEW, asked
from tests.read.files import bulletin_pdf, docx_bytes, word


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
