"""Merged cells: every value once, none lost, and each column under its own heading."""

from __future__ import annotations

import time
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rag.read.source import read_source
from tests.read.files import docx_bytes, put

HTML = """<p>各单位人数如下。</p><table>
<thead><tr><th rowspan="2">单位<th colspan="2">人数<th rowspan="2">备注
<tr><th>男<th>女</thead>
<tr><td rowspan="2">江岸<td>31<td>42<td>甲站<tr><td>5<td>6<td>乙站
<tr><td colspan="3">合计<td>84<tr><td colspan="4">截至年底。</table>"""
WORD = (
    ("单位|v", "人数|2", "备注|v"),
    ("|^", "男", "女", "|^"),
    ("江岸|v", "31", "42", "甲站"),
    ("|^", "5", "6", "乙站"),
    ("合计|3", "84"),
    ("截至年底。|4",),
)
ROWS = [
    *("单位\t人数\t\t备注", "\t男\t女", "江岸\t31\t42\t甲站", "\t5\t6\t乙站"),
    *("合计\t\t\t84", "截至年底。"),
]


def table(*rows: tuple[str, ...], of_rows: str = "") -> str:
    """`v` begins a cell that reaches down, `^` goes on with it, a figure is how many columns wide;
    the lower part of a cell repeats other words, which Word does not show."""
    body = ""
    for row in rows:
        cells = ""
        for cell in row:
            text, _, mark = cell.partition("|")
            merged = {
                "": "",
                "v": '<w:vMerge w:val="restart"/>',
                "^": "<w:vMerge/>",
                ">": '<w:hMerge w:val="continue"/>',
            }.get(mark, f'<w:gridSpan w:val="{mark}"/>')
            text = text or ("没有显示的字" if mark == "^" else "")
            cells += (
                f"<w:tc><w:tcPr>{merged}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
            )
        body += f"<w:tr><w:trPr>{of_rows}</w:trPr>{cells}</w:tr>"
    return f"<w:tbl {nsdecls('w')}>{body}</w:tbl>"


def of_word(folder: Path, *tables: str) -> list[str]:
    word = docx.Document()
    for each in tables:
        word.element.body.insert(-1, parse_xml(each))
    return of(folder, "a.docx", docx_bytes(word))


def of(folder: Path, name: str, data: bytes | str) -> list[str]:
    return read_source(put(folder, name, data)).source.text.rstrip("\n").split("\n\n")


def test_the_same_table_reads_alike_in_both_formats(tmp_path: Path) -> None:
    assert of(tmp_path, "a.html", HTML)[1:] == ROWS
    assert of_word(tmp_path, table(*WORD)) == ROWS


def test_a_row_that_is_repeated_on_each_page_is_read_once(tmp_path: Path) -> None:
    head = table(("姓名", "单位"), of_rows="<w:cantSplit/><w:tblHeader/>").replace("</w:tbl>", "")
    rest = table(*((f"职工{n}", "江岸") for n in range(90))).partition(">")[2]
    found = of_word(tmp_path, head + rest)
    assert found[:2] == ["姓名\t单位", "职工0\t江岸"] and len(found) == 91


def test_the_lower_part_of_no_cell_is_a_cell(tmp_path: Path) -> None:
    """What says that it goes on, where no cell above does or one of another width, is shown."""
    rows = (("甲站|^", "1"), ("乙站", "2"), ("丙站|^", "3"), ("合计|v", "4"), ("说明|2",))
    assert of_word(tmp_path, table(*rows)) == ["甲站\t1", "乙站\t2", "丙站\t3", "合计\t4", "说明"]


def test_cells_merged_as_old_programs_do_and_columns_without_cells(tmp_path: Path) -> None:
    found = of_word(tmp_path, table(("上半年|", "及下半年|>", "备注"), ("12", "34", "无")))
    assert found == ["上半年 及下半年\t\t备注", "12\t34\t无"]
    skipped = table(("7", "8"), of_rows='<w:gridBefore w:val="1"/>')
    assert of_word(tmp_path, table(("甲", "乙", "丙")), skipped)[1] == "\t7\t8"


def test_a_row_that_was_taken_out_is_not_read(tmp_path: Path) -> None:
    taken = table(("李小河", "乙站"), of_rows='<w:del w:id="1" w:author="x"/>')
    assert of_word(tmp_path, table(("张大江", "甲站")), taken) == ["张大江\t甲站"]


def test_a_long_cell_is_no_cell_of_a_row(tmp_path: Path) -> None:
    """Forms have a narrow cell with a heading and a wide one with a page of text."""
    story = "他二十年如一日坚守在环卫一线。" * 20
    found = of_word(tmp_path, table(("姓名", "张大江"), ("主要事迹", story)))
    assert found == ["姓名\t张大江", "主要事迹", story]


@pytest.mark.parametrize(
    ("given", "rows"),
    [
        ("<tr><td>甲<td rowspan=2>乙<tr><td>丙<tr><td>丁<td>戊", ["甲\t乙", "丙", "丁\t戊"]),
        ("<tr><td>甲<td rowspan=0>乙<tr><td>丙<td>丁", ["甲\t乙", "丙\t\t丁"]),
        ("<thead><tr><td rowspan=9>甲<td>乙<tbody><tr><td>丙<td>丁", ["甲\t乙", "丙\t丁"]),
        ("<tr><td colspan=x>甲<td colspan=0>乙<td colspan=-1>丙", ["甲\t乙\t丙"]),
    ],
    ids=["ends at its row", "to the end", "within its group", "no number"],
)
def test_how_far_a_cell_reaches(tmp_path: Path, given: str, rows: list[str]) -> None:
    assert of(tmp_path, "a.html", f"<table>{given}</table>") == rows


@pytest.mark.parametrize("reach", ["colspan=1000", "colspan=9999 rowspan=9999", "rowspan=0"])
def test_a_file_that_asks_for_millions_of_cells(tmp_path: Path, reach: str) -> None:
    text = "<table>" + f"<tr><td {reach}>工会。<td {reach}>好。" * 5000 + "</table>"
    start = time.process_time()
    found = read_source(put(tmp_path, "a.html", text)).source.text
    assert found.count("工会。") == found.count("好。") == 5000 and len(found) < 400_000
    assert time.process_time() - start < 20


def test_a_word_file_that_asks_for_millions_of_columns(tmp_path: Path) -> None:
    rows = table(*[("甲|99999999", "乙|99999999")] * 2000)
    found = "\n".join(of_word(tmp_path, rows))
    assert found.count("乙") == 2000 and len(found) < 200_000
