"""Cells of several lines in the table of a PDF that was written cell by cell."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.read.bulletin import read_document
from rag.records import Bulletin, Document
from tests.read.files import Line, pdf, put, set_text
from tests.read.made_up import blocks

LEFTS = (72, 180, 360)
HEAD = (["姓名"], ["单位"], ["事迹"])


def table(*rows: Sequence[Sequence[str]], centred: bool = False) -> list[Line]:
    """Cells of a row stand side by side from its top, or in the middle of its height."""
    lines: list[Line] = []
    top = 740.0
    for row in rows:
        height = max(map(len, row))
        for left, cell in zip(LEFTS, row, strict=True):
            free = 8 * (height - len(cell)) if centred else 0
            lines += [(text, 12, left, top - free - 16 * n) for n, text in enumerate(cell)]
        top -= 16 * height + 8
    return lines


def read(folder: Path, page: Sequence[Line]) -> Document:
    path = put(folder, "a.pdf", pdf([[*page, *set_text("以上职工受到表彰，特此通报。" * 4, 300)]]))
    return read_document(Bulletin("k", "a.pdf", "t"), path)


@pytest.mark.parametrize("centred", [False, True])
def test_a_cell_of_two_lines_stays_in_its_row(tmp_path: Path, centred: bool) -> None:
    rows = (
        HEAD,
        (["张大江"], ["江岸环境卫生", "管理有限公司"], ["优秀"]),
        (["李小河"], ["河湾公司"], ["良好"]),
        (["王明"], ["白塔市公共交通", "集团公司"], ["坚守一线，", "多次获奖"]),
    )
    document = read(tmp_path, table(*rows, centred=centred))
    assert blocks(document, "row") == [
        *("姓名\t单位\t事迹", "张大江\t江岸环境卫生管理有限公司\t优秀"),
        *("李小河\t河湾公司\t良好", "王明\t白塔市公共交通集团公司\t坚守一线，多次获奖"),
    ]


def test_words_of_latin_script_are_parted_where_a_cell_breaks(tmp_path: Path) -> None:
    rows = (HEAD, (["张大江"], ["Jiang An", "Company"], ["优秀"]))
    assert "张大江\tJiang An Company\t优秀" in blocks(read(tmp_path, table(*rows)), "row")


def test_a_second_line_below_the_last_cell_proves_nothing(tmp_path: Path) -> None:
    """It may be a row of its own, of which the other cells are those above."""
    rows = (HEAD, (["张大江"], ["江岸公司"], ["优秀", "良好"]), (["王明"], ["茶厂"], ["良好"]))
    found = blocks(read(tmp_path, table(*rows)), "row")
    assert found[1:3] == ["张大江\t江岸公司\t优秀", "良好"]


def test_short_pieces_of_news_beside_each_other_are_no_cells(tmp_path: Path) -> None:
    news = [
        (["江岸区总工会走访慰问", "困难职工二百户。"], ["白塔市总工会开办夜校", "有三百人报名。"]),
        (["河湾县总工会组织竞赛", "八十名职工参加。"], ["清泉县总工会送早餐", "环卫职工很高兴。"]),
    ]
    page = [
        (text, 12, left, 740 - 60 * number - 16 * n)
        for number, row in enumerate(news)
        for left, cell in zip((72, 320), row, strict=True)
        for n, text in enumerate(cell)
    ]
    document = read(tmp_path, page)
    assert not any("困难" in row and "白塔" in row for row in blocks(document))
    assert "江岸区总工会走访慰问困难职工二百户。" in blocks(document)


def test_a_page_of_thousands_of_cells_that_are_unlike_each_other(tmp_path: Path) -> None:
    page: list[Line] = []
    for n in range(1500):
        x, y = 20 + (n * 37) % 211, 830 - n / 2
        page += [("甲", 2, x, y), ("乙", 2, x, y - 2), ("丙", 2, x + 300 + (n * 53) % 97, y)]
    start = time.process_time()
    assert read(tmp_path, page).text.count("丙") == 1500
    assert time.process_time() - start < 20
