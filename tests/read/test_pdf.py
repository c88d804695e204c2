"""A PDF becomes a document: its pages, columns and tables in the order of reading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.read.source import read_source
from tests.read.files import Line, bulletin_pdf, pdf, read, set_text, stamped_pdf, titles
from tests.read.made_up import blocks, page_of


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
