"""A Word file becomes a document: headings, rows, and what it shows now."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.read.files import docx_bytes, read, titles, word
from tests.read.made_up import blocks


def test_word_headings_paragraphs_and_rows(tmp_path: Path) -> None:
    document = read(tmp_path, "a.docx", docx_bytes(word()), "magazine")
    assert titles(document) == ["清泉县启动早餐项目", "白塔市建成职工书屋"]
    assert blocks(document, "row")[:3] == ["姓名\t单位\t元", "张大江\t环卫站\t500", "李小河\t300"]
    assert blocks(document, "heading") == ["受助职工"]
    assert document.page_at(5) == (None, False)
    single = read(tmp_path, "a.docx", docx_bytes(word()), "article")
    assert titles(single) == ["江岸工运"]


def test_word_without_styles_finds_short_lines_that_stand_alone(tmp_path: Path) -> None:
    file = docx.Document()
    for text in (
        "关于开展慰问活动的通知",
        "各基层工会要走访困难职工。请认真落实。",
        "江岸区总工会",
    ):
        file.add_paragraph(text)
    assert titles(read(tmp_path, "a.docx", docx_bytes(file))) == ["关于开展慰问活动的通知"]


def test_word_as_it_is_shown_now(tmp_path: Path) -> None:
    """Insertions are in, deletions out; controls and text boxes are read, and once."""
    file = docx.Document()
    file.add_paragraph("工会开展活动。")
    file.element.body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>"
            "<w:ins><w:r><w:t>新增</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
            "<w:r><w:t>内容。</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    file.paragraphs[-1]._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            "<mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>框里的话。"
            "</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r>"
            "<w:t>框里的话。</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    document = read(tmp_path, "a.docx", docx_bytes(file))
    assert blocks(document) == ["新增内容。", "工会开展活动。", "框里的话。"]


def test_the_last_row_of_names_is_no_byline(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph("下列职工受到表彰。")
    table = file.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("姓名", "单位", "张大江", "环卫站"), strict=True):
        cell.text = text
    document = read(tmp_path, "a.docx", docx_bytes(file))
    assert blocks(document, "row") == ["姓名\t单位", "张大江\t环卫站"]
    assert document.articles[0].byline is None


def test_a_merged_cell_is_read_once(tmp_path: Path) -> None:
    file = docx.Document()
    table = file.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "江岸"
    table.cell(0, 1).text, table.cell(1, 1).text = "甲站", "乙站"
    document = read(tmp_path, "a.docx", docx_bytes(file))
    assert document.text.count("江岸") == 1
    # A row all the same, with the lower part of the cell left empty.
    assert blocks(document, "row") == ["江岸\t甲站", "乙站"]
