"""HTML, PDF and Word files become documents like any other, or a clear error."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rag.errors import ReadError
from rag.read.bulletin import document_of, read_document
from rag.read.source import Read, read_source
from rag.read.split import Splitter, units
from rag.records import Bulletin, Document
from tests.read.files import Line, bulletin_pdf, docx_bytes, pdf, put, set_text, stamped_pdf, word
from tests.read.made_up import blocks, page_of
from tests.read.test_properties import check_cuts

PAGE = """<html><head><title>t</title><style>p {}</style><script>alert('甲')</script></head><body>
<nav><a>首页</a><a>返回</a></nav>
<h1>清泉县启动<br>早餐项目</h1>
<p>2025年3月5日，清泉县总工会启动
“暖胃早餐”项目。<b>全年</b>投入58.6万元 &amp; 物资。</p>
<!-- 注释 --><h2>受助职工</h2>
<table><tr><th>姓名</th><th>单位</th></tr><tr><td>张大江</td><td><p>环卫站</p></td></tr></table>
<ul><li>送早餐</li><li>送温暖。</li></ul>
<p>Love   for
work &lt;script&gt;alert(1)&lt;/script&gt;</p>
</body></html>"""


def read(folder: Path, name: str, data: bytes | str, kind: str = "document") -> Document:
    path = put(folder, name, data)
    document = read_document(Bulletin("k", name, "江岸工运", kind=kind), path)
    faithful(document, read_source(path))
    return document


def faithful(document: Document, read: Read) -> None:
    """Every character of the clean text is that of the source at its origin."""
    text = read.source.text
    assert len(document.text) == len(document.origins) == len(set(document.origins))
    for character, origin in zip(document.text, document.origins, strict=True):
        assert character == text[origin] or (character.isspace() and text[origin].isspace())
    check_cuts(document)


def titles(document: Document) -> list[str | None]:
    return [article.title for article in document.articles]


# ------------------------------------------------------------------------------------- HTML


def test_html_keeps_what_a_person_reads(tmp_path: Path) -> None:
    document = read(tmp_path, "a.html", PAGE)
    assert blocks(document) == [
        "清泉县启动早餐项目",
        "2025年3月5日，清泉县总工会启动“暖胃早餐”项目。全年投入58.6万元 & 物资。",
        "受助职工",
        "姓名\t单位",
        "张大江\t环卫站",
        "送早餐",
        "送温暖。",
        "Love for work <script>alert(1)</script>",
    ]
    assert blocks(document, "row")[:2] == ["姓名\t单位", "张大江\t环卫站"]
    assert document.page_at(0) == (None, False)


def test_each_first_heading_of_a_page_is_an_article(tmp_path: Path) -> None:
    text = "<h1>甲县送早餐</h1><p>甲县办了。</p><h2>做法</h2><p>好。</p><h1>乙县建书屋</h1><p>乙县建了。</p>"
    assert titles(read(tmp_path, "a.html", text)) == ["甲县送早餐", "乙县建书屋"]
    assert len(read(tmp_path, "a.html", text, "article").articles) == 1


def test_a_table_that_arranges_the_page_is_no_table(tmp_path: Path) -> None:
    text = (
        "<table><tr><td><h1>甲县送早餐</h1><p>甲县办了。</p><table><tr><td>张大江<td>环卫站</table>"
        "</td><td>旁边。</td></tr></table>完。"
    )
    document = read(tmp_path, "a.htm", text.encode("gb18030"))
    assert blocks(document) == ["甲县送早餐", "甲县办了。", "张大江\t环卫站", "旁边。", "完。"]


def test_a_cell_over_several_rows_is_read_once(tmp_path: Path) -> None:
    text = (
        "<p>受助职工名单如下。</p><table><tr><td rowspan='2'>环卫站</td><td>张大江</td><td>500</td>"
        "</tr><tr><td>李小河</td><td>300</td></tr><tr><td>公交站</td><td>王明</td></tr></table>"
    )
    source = read_source(put(tmp_path, "a.html", text)).source.text
    assert source.split("\n\n")[1:] == ["环卫站\t张大江\t500", "\t李小河\t300", "公交站\t王明\n"]
    assert len(blocks(read(tmp_path, "a.html", text), "row")) == 3


def test_cells_over_thousands_of_rows_and_columns(tmp_path: Path) -> None:
    text = "<table><tr>" + "<td rowspan=9999>" * 10_000 + "<tr><td>工会。" * 10_000 + "</table>"
    start = time.process_time()
    assert read_source(put(tmp_path, "a.html", text)).source.text.count("工会。") == 10_000
    assert time.process_time() - start < 20


def test_what_a_page_hides_is_not_read(tmp_path: Path) -> None:
    text = (
        "<p hidden>甲<br><b>乙</b></p><div style='Display : none'><p>丙<img src=x></p></div>"
        "<p style='visibility:hidden'>丁<p style='color:red'>工会送早餐。</p>"
    )
    assert blocks(read(tmp_path, "a.html", text)) == ["工会送早餐。"]


@pytest.mark.parametrize(
    "part", ["<", "<!--", "<table><tr><td>", "<b", "&#", "<div>", "甲\n", "</p>", "<![", "<a b='"]
)
def test_html_of_a_million_characters(tmp_path: Path, part: str) -> None:
    start = time.process_time()
    path = put(tmp_path, "a.html", "<p>工会。</p>" + part * (1_000_000 // len(part)))
    assert "工会。" in read_source(path).source.text
    assert time.process_time() - start < 20


# ------------------------------------------------------------------------------------- PDF


def test_pdf_has_titles_paragraphs_and_the_pages_it_shows(tmp_path: Path) -> None:
    document = read(tmp_path, "a.pdf", bulletin_pdf())
    assert titles(document) == ["江岸总工会启动早餐项目", "白塔市职工书屋建设"]
    paragraphs = blocks(document, "paragraph")
    assert len(paragraphs) == 3  # one of them goes on over the page
    assert paragraphs[1].startswith("白塔市总工会介绍") and paragraphs[1].endswith("职工欢迎。")
    assert page_of(document, "清泉县总工会启动") == (7, False)
    assert page_of(document, "白塔市总工会介绍") == (8, False)
    assert page_of(document, "深受职工欢迎") == (9, False)
    assert "江岸工运" not in document.text and "- 8 -" not in document.text
    read_again = read_source(tmp_path / "a.pdf").source
    furniture = [read_again.text[start:end] for start, end in document.furniture]
    assert any("江岸工运 2025年第3期" in piece for piece in furniture)
    assert read_again.warnings == ()


def test_pdf_without_printed_numbers_says_that_its_pages_are_inferred(tmp_path: Path) -> None:
    pages = [set_text("江岸区总工会开展活动，" * 8 + "好。", 700) for _ in range(2)]
    document = read(tmp_path, "a.pdf", pdf(pages))
    assert {(span.page, span.inferred) for span in document.pages} == {(1, True), (2, True)}
    assert "inferred" in read_source(tmp_path / "a.pdf").source.warnings[0]


def test_a_page_without_its_number_is_counted(tmp_path: Path) -> None:
    pages = [
        [*set_text("江岸区总工会开展活动。" * 4, 700), (str(n), 9, 290, 40)] for n in (3, 4, 5)
    ]
    pages[1].pop()
    document = read(tmp_path, "a.pdf", pdf(pages))
    assert [(s.page, s.inferred) for s in document.pages] == [(3, False), (4, True), (5, False)]


def test_pdf_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [
        ("江岸区总工会在春节前走访慰问", 12, 72, 700),
        ("困难职工二百户，送去米面油。", 12, 72, 682),
    ]
    right = [
        ("白塔市总工会开办职工夜校，有", 12, 320, 700),
        ("三百名职工报名学习剪纸。", 12, 320, 682),
    ]
    document = read(tmp_path, "a.pdf", pdf([[*left, *right]]))
    assert blocks(document) == [
        "江岸区总工会在春节前走访慰问困难职工二百户，送去米面油。",
        "白塔市总工会开办职工夜校，有三百名职工报名学习剪纸。",
    ]


LEFT = (
    "江岸区总工会在春节前走访慰问困",
    "难职工二百户，为他们送去米面油",
    "等生活用品，鼓励他们战胜困难。",
)
RIGHT = (
    "白塔市总工会开办职工夜校，有三",
    "百名职工报名学习剪纸、书法、电",
    "工，课程安排在晚上，深受欢迎。",
)
OVER = "以上是本期的全部内容，请各单位认真学习，贯彻落实到位，不要走过场，年底统一检查。" * 2


def beside(
    left: Sequence[str], right: Sequence[str], x: float = 320, lower: float = 0
) -> list[Line]:
    """Line by line from the left to the right, as some programs write columns."""
    return [
        line
        for n, (a, b) in enumerate(zip(left, right, strict=True))
        for line in ((a, 12, 72, 700 - 18 * n), (b, 12, x, 700 - 18 * n - lower))
    ]


@pytest.mark.parametrize(
    ("x", "lower"), [(320, 0), (270, 0), (320, 5)], ids=["wide", "narrow", "one side lower"]
)
def test_columns_that_come_line_by_line_are_read_one_after_the_other(
    tmp_path: Path, x: float, lower: float
) -> None:
    page = [("职工之家建设", 20, 150, 740), *beside(LEFT, RIGHT, x, lower), *set_text(OVER, 600)]
    document = read(tmp_path, "a.pdf", pdf([page]))
    assert blocks(document) == ["职工之家建设", "".join(LEFT), "".join(RIGHT), OVER]


@pytest.mark.parametrize("heading_last", [False, True])
def test_columns_below_columns_and_beside_text_over_the_whole_page(
    tmp_path: Path, heading_last: bool
) -> None:
    """Column after column in the file; each paragraph is whole, and the upper columns come first."""
    columns = sorted(beside(LEFT, RIGHT), key=lambda line: line[2])
    lower = [(text, size, x, y - 200) for text, size, x, y in columns]
    heading = set_text(OVER, 600)
    page = [
        *columns,
        *([] if heading_last else heading),
        *lower,
        *(heading if heading_last else []),
    ]
    found = blocks(read(tmp_path, "a.pdf", pdf([page])))
    assert found[:2] == ["".join(LEFT), "".join(RIGHT)]
    assert sorted(found[2:]) == sorted(["".join(LEFT), "".join(RIGHT), OVER])


def test_three_columns_that_come_line_by_line(tmp_path: Path) -> None:
    short = [[text[:10] for text in side] for side in (LEFT, RIGHT)]
    page = [
        line
        for n, (a, b) in enumerate(zip(*short, strict=True))
        for x, text in ((72, a), (220, b), (370, a))
        for line in [(text, 12, x, 700 - 18 * n)]
    ]
    text = read(tmp_path, "a.pdf", pdf([page])).text
    columns = ["".join(side) for side in (short[0], short[1], short[0])]
    assert text.replace("\n", "") == "".join(columns)


def test_a_table_of_wide_cells_stays_a_table(tmp_path: Path) -> None:
    cells = (
        ("措施", "内容"),
        ("加强组织领导统筹推进各项工作", "建立专门的工作领导小组和台账"),
        ("完善工会服务体系和服务阵地", "建设户外劳动者服务站点二十个"),
        ("开展技能竞赛提升职工的素质", "举办焊工电工等十二个工种比赛"),
    )
    page = beside(*zip(*cells, strict=True))
    document = read(tmp_path, "a.pdf", pdf([[*page, *set_text("以上措施请认真落实。", 560)]]))
    assert blocks(document, "row") == ["\t".join(row) for row in cells]


def test_columns_below_a_table_have_a_gutter_of_their_own(tmp_path: Path) -> None:
    table = [
        line
        for n in range(6)
        for line in ((f"单位{n}号", 12, 72, 800 - 16 * n), (f"{n}00元", 12, 160, 800 - 16 * n))
    ]
    document = read(tmp_path, "a.pdf", pdf([[*table, *beside(LEFT, RIGHT)]]))
    assert blocks(document, "row")[0] == "单位0号\t000元"
    assert blocks(document)[-2:] == ["".join(LEFT), "".join(RIGHT)]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("shown", [0, 90, 180, 270])
def test_a_page_on_its_side_is_read_like_any_other(tmp_path: Path, turned: int, shown: int) -> None:
    text = "清泉县总工会启动暖胃早餐项目" + "，为环卫工人送去热饭热菜" * 6 + "。"
    page = [("江岸总工会启动早餐项目", 20, 150, 540), *set_text(text, 500), ("- 7 -", 9, 280, 20)]
    document = read(tmp_path, "a.pdf", pdf([page, page[:-1]], turned=turned, shown=shown))
    assert blocks(document)[:2] == ["江岸总工会启动早餐项目", text]


def test_wide_gaps_of_a_line_part_the_cells_of_a_row(tmp_path: Path) -> None:
    rows = [
        line
        for y, cells in ((700, ("姓名", "单位")), (680, ("张大江", "江岸环卫站")))
        for line in ((cells[0], 12, 72, y), (cells[1], 12, 200, y))
    ]
    document = read(
        tmp_path, "a.pdf", pdf([[*rows, *set_text("以上职工受到表彰，特此通报。", 600)]])
    )
    assert "张大江\t江岸环卫站" in blocks(document, "row")


def test_a_stamp_across_the_page_is_no_text(tmp_path: Path) -> None:
    text = [f"第{n}次会议部署工作，" + "慰问职工若干人，" * 12 + "好。" for n in "一二三"]
    pages = [set_text(each, 760) for each in text]
    pages[0].insert(0, ("江岸总工会启动早餐项目", 20, 150, 790))
    document = read(tmp_path, "a.pdf", stamped_pdf(pages, "内部资料"))
    assert blocks(document) == ["江岸总工会启动早餐项目", *text]
    source = read_source(tmp_path / "a.pdf").source.text
    left_out = [source[start:end] for start, end in document.furniture]
    assert [each for each in left_out if each != "#"] == ["内部资料"] * 3


def test_the_head_of_a_table_that_comes_on_each_page_is_read_once(tmp_path: Path) -> None:
    head = ("姓名", "单位", "金额")
    names = [
        [(f"职工{n}号", f"江岸{n}站", f"{n}00元") for n in range(p, p + 5)] for p in (1, 6, 11)
    ]
    pages = [
        [
            (cell, 12, x, 740 - 20 * y)
            for y, row in enumerate([head, *rows])
            for x, cell in zip((72, 200, 330), row, strict=True)
        ]
        for rows in names
    ]
    again = [*pages[0], *((text, size, x, y - 300) for text, size, x, y in pages[1])]
    document = read(tmp_path, "a.pdf", pdf(pages))
    rows = ["\t".join(row) for page in names for row in page]
    assert blocks(document, "row") == ["\t".join(head), *rows]
    # On one page it is another table, or a row like any other.
    assert blocks(read(tmp_path, "a.pdf", pdf([again])), "row").count("\t".join(head)) == 2


def test_a_page_number_in_the_middle_is_below_no_column(tmp_path: Path) -> None:
    left = (
        "江岸区总工会在春节前走访慰问困",
        "难职工二百户，为他们送去米面油",
        "等生活用品，鼓励他们战胜困难，",
    )
    right = (
        "大家表示要努力工作，回报社会，",
        "白塔市总工会开办职工夜校，有三",
        "百名职工报名学习，深受欢迎。",
    )
    page = [(text, 12, 72, 700 - 18 * n) for n, text in enumerate(left)]
    page += [(text, 12, 320, 700 - 18 * n) for n, text in enumerate(right)]
    pages = [[("职工之家", 20, 150, 760), *page, (str(n), 9, 290, 40)] for n in (1, 2)]
    document = read(tmp_path, "a.pdf", pdf(pages))
    assert blocks(document, "paragraph") == ["".join((*left, *right))] * 2


def test_contents_with_dots_name_the_articles_of_a_pdf(tmp_path: Path) -> None:
    listed = list(zip("甲乙丙丁戊己", range(2, 8), strict=True))
    pages = [[("目  录", 18, 250, 780)]]
    for at, (name, number) in enumerate(listed):
        pages[0].append((f"{name}县开展早餐项目{'…' * 12}{number}", 12, 72, 740 - 24 * at))
        text = set_text(f"{name}县总工会认真组织，" * 8 + "好。", 740)
        pages.append(
            [(f"{name}县开展早餐项目", 18, 180, 780), *text, (f"- {number} -", 9, 290, 40)]
        )
    document = read(tmp_path, "a.pdf", pdf(pages), "magazine")
    assert titles(document) == [f"{name}县开展早餐项目" for name, _ in listed]
    assert "…" not in document.text
    assert [page for _, (page, _) in document.articles_with_pages()] == [2, 3, 4, 5, 6, 7]


# ------------------------------------------------------------------------------------- Word


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


# ------------------------------------------------------------------------------------- errors


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        for number in range(4):
            parts.writestr(f"word/{number}.xml", b" " * 60_000_001)
    return file.getvalue()


def entities() -> bytes:
    """A Word file whose text asks the XML parser to blow up."""
    declared = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "工会工会">'
        for n in range(10)
    )
    old = docx_bytes(word())
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(old)) as had, zipfile.ZipFile(file, "w") as parts:
        for info in had.infolist():
            data = had.read(info)
            if info.filename == "word/document.xml":
                at = data.index(b"<w:document")
                data = (data[:at] + f"<!DOCTYPE w [{declared}]>".encode() + data[at:]).replace(
                    "白塔市建成职工书屋93家".encode(), b"&a9;"
                )
            parts.writestr(info.filename, data)
    return file.getvalue()


def strict() -> bytes:
    """As Word saves what it calls 严格的 Open XML: other names for everything."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_bytes(word()))) as had,
        zipfile.ZipFile(file, "w") as parts,
    ):
        for info in had.infolist():
            data = had.read(info).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/",
                b"http://purl.oclc.org/ooxml/officeDocument/",
            )
            parts.writestr(info.filename, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"%PDF-1.7\nbroken", "damaged PDF"),
        ("a.pdf", bulletin_pdf()[:1500], "damaged"),
        ("a.pdf", b"hello", "not a PDF"),
        ("a.pdf", b"", "empty file"),
        ("a.pdf", pdf([set_text("工会开展活动。" * 9, 700)], password="x"), "encrypted"),
        ("a.pdf", pdf([[]]), "OCR"),
        ("a.docx", strict(), "strict Open XML"),
        ("a.docx", b"PK\x03\x04broken", "damaged docx"),
        ("a.docx", docx_bytes(word())[:9000], "damaged docx"),
        ("a.docx", docx_bytes(docx.Document()), "no text in it"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "encrypted, or an old .doc"),
        ("a.docx", bomb(), "unpacks to too much"),
        ("a.docx", bulletin_pdf(), "not a docx"),
        ("a.txt", bulletin_pdf(), "wrong extension"),
        ("a.html", docx_bytes(word()), "wrong extension"),
        ("a.html", "<html><script>工会</script></html>", "no text in it"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(
    tmp_path: Path, name: str, data: bytes | str, message: str
) -> None:
    path = put(tmp_path, name, data)
    with pytest.raises(ReadError, match=message) as error:
        read_document(Bulletin("k", name, "t"), path)
    assert str(error.value).startswith(name) and "请" in str(error.value)


def test_entities_are_not_unfolded(tmp_path: Path) -> None:
    start = time.process_time()
    path = put(tmp_path, "a.docx", entities())
    try:
        text = read_source(path).source.text
    except ReadError:
        text = ""
    assert len(text) < 10_000 and time.process_time() - start < 5


def test_a_page_of_ten_thousand_gaps(tmp_path: Path) -> None:
    page: list[Line] = [
        (f"{n}号", 2, 20 + 20 * m, 830 - 0.8 * n) for n in range(1000) for m in range(10)
    ]
    start = time.process_time()
    assert read_source(put(tmp_path, "a.pdf", pdf([page]))).source.text.count("号") == 10_000
    assert time.process_time() - start < 20


def test_ids_do_not_change_with_the_format(tmp_path: Path) -> None:
    """The same words in another format are the same sentence to a citation."""
    text = "清泉县总工会启动早餐项目。全县共设早餐点17个。"
    file = docx.Document()
    file.add_paragraph(text)
    found = [
        [unit.id for unit in units(read(tmp_path, name, data))]
        for name, data in (
            ("a.txt", text),
            ("a.html", f"<p>{text}</p>"),
            ("a.docx", docx_bytes(file)),
            ("a.pdf", pdf([set_text(text, 700)])),
        )
    ]
    assert found[0] == found[1] == found[2] == found[3]
    assert Splitter(320).passages(
        document_of(Bulletin("k", "a.txt", "t"), read_source(tmp_path / "a.txt"))
    )
