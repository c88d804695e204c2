"""Word and HTML: characters as they are shown, so that no number or word becomes another."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from rag.read.bulletin import read_document
from rag.read.raised import set_off
from rag.read.source import read_source
from rag.records import Bulletin, Document
from tests.read.files import docx_bytes, put
from tests.read.made_up import blocks

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def math(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def word(folder: Path, *paragraphs: str) -> list[str]:
    file = docx.Document()
    for inside in paragraphs:
        paragraph = f'<w:p {nsdecls("w")} xmlns:m="{MATH}">{inside}</w:p>'
        file.element.body.insert(-1, parse_xml(paragraph))
    return shown(folder, "a.docx", docx_bytes(file))


def shown(folder: Path, name: str, data: bytes | str) -> list[str]:
    return read_source(put(folder, name, data)).source.text.rstrip("\n").split("\n\n")


@pytest.mark.parametrize(
    ("text", "where", "as_shown"),
    [
        ("3", "sup", "³"),
        ("-12", "superscript", "⁻¹²"),
        ("\u22121", "sup", "⁻¹"),
        ("2", "sub", "₂"),
        ("n", "sup", "ⁿ"),
        ("n", "sub", "n"),
        ("[1]", "sup", "[1]"),
        ("注1", "superscript", "注1"),
        ("3", "baseline", "3"),
        ("", "sup", ""),
    ],
)
def test_small_figures(text: str, where: str, as_shown: str) -> None:
    assert set_off(text, where) == as_shown


def test_word_figures_above_and_below_the_line(tmp_path: Path) -> None:
    up, down = (f'<w:vertAlign w:val="{each}script"/>' for each in ("super", "sub"))
    words = run("约3.6×10") + run("3", up) + run("m") + run("2", up) + run("，CO") + run("2", down)
    assert word(tmp_path, words) == ["约3.6×10³m²，CO₂"]


def test_word_formulas(tmp_path: Path) -> None:
    half = f"<m:f><m:num>{math('1')}</m:num><m:den>{math('2')}</m:den></m:f>"
    sum_ = f"<m:f><m:num>{math('a+b')}</m:num><m:den>{math('2')}</m:den></m:f>"
    square = f"<m:sSup><m:e>{math('x')}</m:e><m:sup>{math('2')}</m:sup></m:sSup>"
    power = f"<m:sSup><m:e>{math('x')}</m:e><m:sup>{math('k+1')}</m:sup></m:sSup>"
    found = word(tmp_path, run("计2") + half + run("年，") + sum_ + run("，") + square + power)
    assert found == ["计2 1/2 年， (a+b)/2 ，x²x^k+1"]


def test_word_hidden_words_and_signs_of_forms(tmp_path: Path) -> None:
    sign = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
    hidden = run("看不见的话", "<w:vanish/>") + run("看得见的话。", '<w:vanish w:val="0"/>')
    form = sign.format("Wingdings", "F0FE") + run("同意") + sign.format("Wingdings 2", "F0A3")
    form += run("不同意") + sign.format("Other", "F0FE")
    assert word(tmp_path, hidden, form) == ["看得见的话。", "☑同意☐不同意"]


def test_a_paragraph_whose_end_was_taken_out_goes_on_in_the_next(tmp_path: Path) -> None:
    taken = '<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
    found = word(tmp_path, taken + run("甲，"), taken + run("乙，"), run("丙。"), run("丁。"))
    assert found == ["甲，乙，丙。", "丁。"]
    assert word(tmp_path, run("甲。"), taken + run("乙。")) == ["甲。", "乙。"]  # the last one
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run('框里。')}</w:p></w:txbxContent></w:pict></w:r>"
    assert word(tmp_path, taken + run("甲，") + box, run("乙。")) == ["框里。", "甲，乙。"]


@pytest.mark.parametrize(
    ("given", "as_shown"),
    [
        (
            "<p>约3.6×10<sup>3</sup>m<sup>2</sup><sup>[1]</sup>，CO<sub>2</sub>。",
            ["约3.6×10³m²[1]，CO₂。"],
        ),
        ("<ruby>工<rp>(</rp><rt>gōng</rt><rp>)</rp>会<rt>huì</rt></ruby>开会。", ["工会开会。"]),
        ("<p>共<del>三十</del><ins>四十</ins>人，<s>原价</s>。", ["共四十人，原价。"]),
        ("<pre>第一行\n第二行\n\n第三行</pre>段\n落。", ["第一行", "第二行", "第三行", "段落。"]),
        ("<frameset><frame src=a><noframes><p>旧</p></noframes></frameset>新。", ["新。"]),
    ],
    ids=["figures", "pinyin", "taken out", "as typed", "frames"],
)
def test_html_as_a_browser_shows_it(tmp_path: Path, given: str, as_shown: list[str]) -> None:
    assert shown(tmp_path, "a.html", given) == as_shown


# ------------------------------------------------------------------------------------- headings by size


def letter(folder: Path, *lines: tuple[str, int], usual: int = 16) -> Document:
    """Each line a paragraph of letters so large; 0: those of the file."""
    file = docx.Document()
    file.styles["Normal"].font.size = Pt(usual)
    for text, size in lines:
        run = file.add_paragraph().add_run(text)
        run.font.size = Pt(size) if size else None
    path = put(folder, "a.docx", docx_bytes(file))
    return read_document(Bulletin("k", "a.docx", "江岸工运", kind="magazine"), path)


TEXT = [("各级工会要高度重视，认真组织。", 0), ("请结合实际，抓好落实。", 0)]


def test_headings_that_are_merely_larger(tmp_path: Path) -> None:
    notice = letter(
        tmp_path,
        *(("关于做好2025年困难职工", 22), ("帮扶工作的通知", 22), ("各基层工会：", 0), *TEXT),
        *(("一、提高认识", 0), *TEXT, ("江岸区总工会", 0)),
    )
    assert [each.title for each in notice.articles] == ["关于做好2025年困难职工帮扶工作的通知"]
    assert "一、提高认识" in blocks(notice, "heading")
    parts = letter(tmp_path, ("一、早餐项目", 22), ("（一）启动早餐", 22), *TEXT, ("完。", 0))
    assert "一、早餐项目（一）启动早餐" not in parts.text
    titles = ("甲县启动早餐项目", "乙县建成书屋", "丙县开办夜校")
    issue = [line for title in titles for line in ((title, 22), *TEXT)]
    journal = letter(tmp_path, ("江岸工运", 60), ("2025年第3期", 0), *issue)
    assert [each.title for each in journal.articles][-3:] == list(titles)


def test_the_title_above_the_contents_stays_there(tmp_path: Path) -> None:
    file = docx.Document()
    file.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    for title in ("江岸工运", "目录"):
        file.add_paragraph().add_run(title).font.size = Pt(40)
    file.add_paragraph("甲县启动早餐项目\t3", "toc 1")
    file.add_paragraph("各级工会要高度重视，认真组织，抓好落实。")
    found = shown(tmp_path, "a.docx", docx_bytes(file))
    assert found[:2] == ["# 江岸工运", "各级工会要高度重视，认真组织，抓好落实。"]


def test_a_heading_over_two_lines_has_no_space_in_it(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_heading("关于开展慰问\n活动的 Word\n通知", 1)
    assert shown(tmp_path, "a.docx", docx_bytes(file)) == ["# 关于开展慰问活动的 Word 通知"]


def test_size_says_nothing_where_styles_do_or_all_is_large(tmp_path: Path) -> None:
    assert letter(tmp_path, *TEXT, usual=30).articles[0].title is None
    loud = letter(tmp_path, *TEXT, ("今天是一个很好的日子，大家都很高兴。", 40), *TEXT)
    assert loud.articles[0].title is None
    file = docx.Document()
    file.add_heading("甲县启动早餐项目", 1)
    file.add_paragraph("各级工会要高度重视，认真组织。")
    file.add_paragraph().add_run("大字写的话").font.size = Pt(40)
    lines = shown(tmp_path, "a.docx", docx_bytes(file))
    assert lines == ["# 甲县启动早餐项目", "各级工会要高度重视，认真组织。", "大字写的话"]


def test_the_size_of_a_style_and_of_the_style_it_is_based_on(tmp_path: Path) -> None:
    file = docx.Document()
    for name, base, size in (("题一", "Normal", 30), ("题二", "题一", None), ("环", "环", None)):
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = file.styles[base], Pt(size) if size else None
    for text, name in (("甲县启动早餐项目", "题二"), *((text, "Normal") for text, _ in TEXT)):
        file.add_paragraph(text, name)
    file.add_paragraph("循环的样式。", "环")
    assert shown(tmp_path, "a.docx", docx_bytes(file))[0] == "# 甲县启动早餐项目"
