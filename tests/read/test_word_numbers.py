"""Numbers that Word sets by itself, and notes: read as they are shown."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from rag.errors import ReadError
from rag.read.bulletin import read_document
from rag.read.numerals import numeral
from rag.read.source import read_source
from rag.records import Bulletin
from tests.read.files import docx_bytes, put

FORMATS = (
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
)


def level(at: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def define(word: Word, kind: int, levels: str, *nums: str) -> None:
    """A kind of list, and the lists of that kind."""
    numbering = word.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kind}">{levels}</w:abstractNum>'
        ),
    )
    for num in nums:
        numbering.append(parse_xml(num.replace("<w:num ", f"<w:num {nsdecls('w')} ", 1)))


def num(name: int, kind: int, inside: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{kind}"/>{inside}</w:num>'


def add(word: Word, text: str, name: int, at: int = 0, style: str | None = None) -> None:
    paragraph = word.add_paragraph(text, style)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{at}"/><w:numId w:val="{name}"/></w:numPr>'
        )
    )


def lines(folder: Path, word: Word) -> list[str]:
    text = read_source(put(folder, "a.docx", docx_bytes(word))).source.text
    return [line for line in text.split("\n") if line]


def outline(word: Word, *nums: str) -> None:
    levels = "".join(level(at, *each) for at, each in enumerate(FORMATS))
    define(word, 90, levels, num(90, 90), *nums)


def test_numbers_are_counted_by_level(tmp_path: Path) -> None:
    word = docx.Document()
    outline(word)
    for text, at in (
        *(("组织建设", 0), ("建会", 1), ("入会", 1), ("登记", 2), ("建档", 2), ("存档", 3)),
        *(("经费", 1), ("登记", 2), ("维权服务", 0), ("热线", 1)),
    ):
        add(word, text, 90, at)
    assert lines(tmp_path, word) == [
        *("一、组织建设", "（一）建会", "（二）入会", "1. 登记", "2. 建档", "①存档"),
        *("（三）经费", "1. 登记", "二、维权服务", "（一）热线"),
    ]


def test_other_paragraphs_and_lists_do_not_stop_the_count(tmp_path: Path) -> None:
    """A list that begins anew says so; otherwise lists of one kind are counted on."""
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    word = docx.Document()
    outline(word, num(91, 90), num(92, 90, override))
    for text, name in (("甲", 90), ("乙", 90), ("丙", 91), ("丁", 92), ("戊", 92)):
        add(word, text, name)
        word.add_paragraph("其间的话。")
    assert [line for line in lines(tmp_path, word) if "其间" not in line] == [
        *("一、甲", "二、乙", "三、丙", "五、丁", "六、戊")
    ]


def test_numbers_of_headings_come_from_their_styles(tmp_path: Path) -> None:
    word = docx.Document()
    levels = level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="Heading1"/>') + level(
        1, "decimal", "%1.%2", '<w:pStyle w:val="Heading2"/><w:isLgl/>'
    )
    define(word, 90, levels, num(90, 90))
    for name in ("Heading 1", "Heading 2"):
        word.styles[name].element.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="90"/></w:numPr>')
        )
    for text, at in (("总则", 1), ("范围", 2), ("组织", 1), ("机构", 2), ("职责", 2)):
        word.add_heading(text, at)
    word.add_paragraph("本办法自印发之日起施行。")
    assert lines(tmp_path, word)[:5] == [
        *("# 第一章 总则", "## 1.1 范围", "# 第二章 组织", "## 2.1 机构", "## 2.2 职责")
    ]


def test_a_table_numbers_its_rows(tmp_path: Path) -> None:
    word = docx.Document()
    define(word, 90, level(0, "decimal", "%1"), num(90, 90))
    table = word.add_table(rows=2, cols=2)
    for row, name in zip(table.rows, ("张大江", "李小河"), strict=True):
        row.cells[0].paragraphs[0]._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="90"/></w:numPr>')
        )
        row.cells[1].text = name
    assert lines(tmp_path, word) == ["1\t张大江", "2\t李小河"]


def test_what_is_no_number(tmp_path: Path) -> None:
    """Bullets, the list 0, lists that nobody defined, an empty paragraph, one that was taken out."""
    word = docx.Document()
    outline(word)
    define(word, 91, level(0, "bullet", "\uf0b7"), num(91, 91))
    for text, name in (
        ("甲", 91),
        ("乙", 0),
        ("丙", 77),
        ("丁", 90),
        ("", 90),
        ("戊", 90),
        ("己", 90),
    ):
        add(word, text, name)
    taken = word.add_paragraph()
    taken._p.append(
        parse_xml(
            f'<w:pPr {nsdecls("w")}><w:numPr><w:numId w:val="90"/></w:numPr>'
            '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr></w:pPr>'
        )
    )
    add(word, "庚", 90)
    assert lines(tmp_path, word) == ["甲", "乙", "丙", "一、丁", "三、戊", "四、己", "五、庚"]


def test_lists_that_no_program_writes(tmp_path: Path) -> None:
    """Levels without a place, a list without a kind, labels without end or over two lines."""
    word = docx.Document()
    levels = level(0, "decimal", "%1.\n" * 5000) + level(1, "decimal", "%1\t条")
    define(word, 90, levels + "<w:lvl/><w:lvl w:ilvl='x'/>", num(90, 90), '<w:num w:numId="91"/>')
    for text, name, at in (("甲", 90, 0), ("乙", 90, 1), ("丙", 90, 8), ("丁", 91, 0)):
        add(word, text, name, at)
    first, *others = lines(tmp_path, word)
    assert first.startswith("1. 1. ") and first.endswith("甲") and len(first) < 50
    assert others == ["1 条\u3000乙", "丙", "丁"]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        (
            "chineseCounting",
            {1: "一", 10: "十", 12: "十二", 20: "二十", 105: "一百零五", 110: "一百一十"},
        ),
        ("chineseLegalSimplified", {3: "叁", 12: "壹拾贰", 1001: "壹仟零壹"}),
        ("ideographDigital", {10: "一〇", 24: "二四"}),
        ("ideographTraditional", {2: "乙", 11: "11"}),
        ("upperRoman", {4: "IV", 1994: "MCMXCIV"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 53: "aaa"}),
        ("decimalEnclosedCircle", {3: "③", 21: "21"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalZero", {7: "07", 12: "12"}),
        ("none", {3: ""}),
        ("of another program", {3: "3", 0: "0", 10**8: "100000000"}),
    ],
)
def test_numerals(form: str, numbers: dict[int, str]) -> None:
    assert {number: numeral(number, form) for number in numbers} == numbers


# ------------------------------------------------------------------------------------- notes


def with_notes(word: Word, notes: str, kind: str = "footnotes") -> Word:
    blob = f"<w:{kind} {nsdecls('w')}>{notes}</w:{kind}>".encode()
    content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    part = Part(PackURI(f"/word/{kind}.xml"), content, blob, word.part.package)
    word.part.relate_to(part, getattr(RELATIONSHIP_TYPE, kind.upper()))
    return word


def note(name: int, text: str, kind: str = "") -> str:
    told = f' w:type="{kind}"' if kind else ""
    return (
        f'<w:footnote w:id="{name}"{told}><w:p><w:r><w:footnoteRef/></w:r>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>"
    )


def refer(word: Word, text: str, name: int, around: str = "w:ins") -> None:
    word.add_paragraph(text)._p.append(
        parse_xml(
            f'<{around} {nsdecls("w")}><w:r><w:footnoteReference w:id="{name}"/></w:r></{around}>'
        )
    )


def test_a_note_stands_behind_the_paragraph_it_belongs_to(tmp_path: Path) -> None:
    word = docx.Document()
    notes = note(0, "分隔", "separator") + note(1, "数据来自年报。") + note(2, "删去的注。")
    with_notes(word, notes + note(3, "没有提到的注。"))
    refer(word, "全年慰问职工九百人。", 1)
    refer(word, "又一段。", 1)
    refer(word, "末一段。", 2, "w:del")
    assert lines(tmp_path, word) == [
        *("全年慰问职工九百人。", "注：数据来自年报。", "又一段。", "末一段。")
    ]


def test_a_note_in_a_table_stands_behind_the_table(tmp_path: Path) -> None:
    word = with_notes(docx.Document(), note(1, "不含退休职工。"))
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("职工", "人数", "甲厂", "31"), strict=True):
        cell.text = text
    table.cell(0, 1).paragraphs[0]._p.append(
        parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="1"/></w:r>')
    )
    assert lines(tmp_path, word) == ["职工\t人数", "甲厂\t31", "注：不含退休职工。"]


def test_damaged_notes_are_a_clear_error(tmp_path: Path) -> None:
    word = with_notes(docx.Document(), "<w:footnote>")
    word.add_paragraph("工会开展活动。")
    with pytest.raises(ReadError, match="damaged docx"):
        lines(tmp_path, word)


# ------------------------------------------------------------------------------------- heads and feet


def test_headers_and_footers_are_no_text(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("关于开展慰问的通知", 1)
    word.add_paragraph("各基层工会要走访困难职工。")
    section = word.sections[0]
    section.header.paragraphs[0].text = "江岸工运  2025年第3期"
    section.footer.paragraphs[0].text = "— 7 —"
    word.add_section().header.is_linked_to_previous = False
    word.sections[1].header.paragraphs[0].text = "江岸工运 2025年第3期"
    document = read_document(
        Bulletin("k", "a.docx", "江岸工运"), put(tmp_path, "a.docx", docx_bytes(word))
    )
    assert document.text.split() == ["关于开展慰问的通知", "各基层工会要走访困难职工。"]
    source = read_source(tmp_path / "a.docx").source.text
    left_out = [source[start:end] for start, end in document.furniture]
    assert [each for each in left_out if each != "#"] == ["江岸工运 2025年第3期", "— 7 —"]
    assert {(span.page, span.inferred) for span in document.pages} == {(None, False)}


def test_the_author_stands_above_the_foot_of_the_page(tmp_path: Path) -> None:
    """What stands in a header may look like a name: it is nobody's article."""
    word = docx.Document()
    for text in ("各基层工会要走访困难职工。", "请认真落实。", "马春兰"):
        word.add_paragraph(text)
    word.sections[0].header.paragraphs[0].text = "江岸工运"
    path = put(tmp_path, "a.docx", docx_bytes(word))
    document = read_document(Bulletin("k", "a.docx", "江岸工运"), path)
    assert [article.byline for article in document.articles] == ["马春兰"]


def test_a_file_with_nothing_but_a_header_has_no_text(tmp_path: Path) -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "江岸工运"
    with pytest.raises(ReadError, match="no text in it"):
        lines(tmp_path, word)


def test_the_contents_that_word_makes_are_no_text(tmp_path: Path) -> None:
    word = docx.Document()
    word.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    word.add_paragraph("目\u3000录")
    titles = ("甲县启动早餐项目", "乙县建成书屋")
    for page, title in enumerate(titles, 3):
        word.add_paragraph(f"{title}\t{page}", "toc 1")
    for title in titles:
        word.add_heading(title, 1)
        word.add_paragraph("各级工会要高度重视，认真组织。")
    path = put(tmp_path, "a.docx", docx_bytes(word))
    document = read_document(Bulletin("k", "a.docx", "江岸工运", kind="magazine"), path)
    assert [article.title for article in document.articles] == list(titles)
    assert "目录" not in document.text and document.text.count(titles[0]) == 1
    source = read_source(path).source.text
    left_out = [source[start:end] for start, end in document.furniture]
    assert {"目 录", "甲县启动早餐项目 3", "乙县建成书屋 4"} <= set(left_out)


def test_what_is_not_read_is_told(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("封面的话。")
    word.element.body.insert(-1, parse_xml(f"<w:altChunk {nsdecls('w')}/>"))
    warnings = read_source(put(tmp_path, "a.docx", docx_bytes(word))).source.warnings
    assert len(warnings) == 1 and "embedded files were not read" in warnings[0]


def test_a_file_of_pictures_says_that_it_wants_to_be_recognised(tmp_path: Path) -> None:
    word = docx.Document()
    pixel = BytesIO()
    Image.new("RGB", (1, 1)).save(pixel, "PNG")
    word.add_picture(pixel)
    with pytest.raises(ReadError, match=r"a\.docx.*pictures only.*OCR"):
        lines(tmp_path, word)


@pytest.mark.parametrize("gone", ["w:body", "w:document"])
def test_a_document_without_its_body_is_damaged(tmp_path: Path, gone: str) -> None:
    word = docx.Document()
    word.add_paragraph("工会开展活动。")
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(docx_bytes(word))) as had,
        zipfile.ZipFile(file, "w") as parts,
    ):
        for info in had.infolist():
            data = had.read(info)
            if info.filename == "word/document.xml":
                data = data.replace(f"<{gone}".encode(), b"<w:x").replace(
                    f"</{gone}".encode(), b"</w:x"
                )
            parts.writestr(info.filename, data)
    path = put(tmp_path, "a.docx", file.getvalue())
    with pytest.raises(ReadError, match="damaged docx"):
        read_source(path)
