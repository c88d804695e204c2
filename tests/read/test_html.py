"""An HTML page becomes a document: what a person reads of it, and nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from rag.read.source import read_source
from tests.read.files import put, read, titles
from tests.read.made_up import blocks

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
