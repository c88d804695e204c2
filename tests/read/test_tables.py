"""A third column is tied to the first two only where that cannot be wrong."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from rag.read.lines import split_lines
from rag.read.tables import table_rows
from tests.read.made_up import blocks, read


def rows(source: str) -> list[str]:
    found = table_rows(source, split_lines(source))
    return ["|".join("".join(source[o] for o in cell) for cell in row) for row in found]


def test_names_and_posts_one_row_apart_are_tied() -> None:
    source = (
        "张大江\t江岸公司职工\t赵四海（回族）\n李小河\t河湾公司主任\t江岸茶厂厂长\n"
        "王长林\t林场场长\t钱二\n\t\t渔业公司经理\n"
    )
    assert rows(source) == [
        "张大江|江岸公司职工",
        "李小河|河湾公司主任",
        "王长林|林场场长",
        "赵四海（回族）|江岸茶厂厂长",
        "钱二|渔业公司经理",
    ]


def test_what_stands_above_the_first_name_ends_the_last_row() -> None:
    source = "张大江\t江岸公司职工\t有限公司经理\n李小河\t河湾文化\t赵四海\n\t\t江岸茶厂厂长\n"
    assert rows(source) == [
        "张大江|江岸公司职工",
        "李小河|河湾文化有限公司经理",
        "赵四海|江岸茶厂厂长",
    ]


def test_a_name_with_two_posts_is_left_untied() -> None:
    right = (
        "赵四海 江岸茶厂厂长 钱二 渔业公司经理 孙三 某渔业公司职工 周五 某木材公司职工 "
        "吴六 茶叶公司销售经理 江岸酒厂副厂长"
    )
    source = "".join(f"\t\t{cell}\n" for cell in right.split())
    found = rows(source)
    assert "赵四海|江岸茶厂厂长" in found
    assert found[-3:] == ["吴六", "茶叶公司销售经理", "江岸酒厂副厂长"]


def test_mostly_unclear_columns_are_not_tied_at_all() -> None:
    source = (
        "张大江\t江岸公司职工\t赵四海\n李小河\t河湾公司主任\t钱二\n"
        "王长林\t林场场长\t江岸茶厂厂长兼书记\n"
    )
    assert rows(source) == [
        "张大江|江岸公司职工",
        "李小河|河湾公司主任",
        "王长林|林场场长",
        "赵四海",
        "钱二",
        "江岸茶厂厂长兼书记",
    ]


def test_an_ordinary_table_keeps_its_rows() -> None:
    three = "单位\t等次\t得分\n江岸公司\t一等奖\t95\n河湾公司\t二等奖\t90\n"
    assert rows(three) == ["单位|等次|得分", "江岸公司|一等奖|95", "河湾公司|二等奖|90"]
    # A header that comes on every page, and short words among others, are no names beside posts.
    pages = ("姓名\t单位\t金额\n张大江\t江岸公司\t500元\n李小河\t河湾公司\t300元\n") * 3
    assert rows(pages) == [row.replace("\t", "|") for row in pages.splitlines()]
    notes = "姓名\t单位\t备注\n张大江\t江岸公司\t退休\n李小河\t河湾公司\t三月调往江岸公司\n王明\t江岸茶厂\t在职\n"
    assert rows(notes) == [row.replace("\t", "|") for row in notes.splitlines()]
    four = "张大江\t男\t汉族\t江岸公司经理助理\n李小河\t女\t回族\t河湾公司办公室主任\n"
    assert rows(four) == ["张大江|男|汉族|江岸公司经理助理", "李小河|女|回族|河湾公司办公室主任"]


def test_marks_and_empty_cells() -> None:
    assert rows("**张大江**\t\t江岸 公司\n\t\t\n李小河\t\n") == ["张大江|江岸 公司", "李小河"]


def test_rows_that_were_set_with_spaces(tmp_path: Path) -> None:
    text = (
        "受助情况如下。\n\n单位名称        人数      金额（元）\n江岸公司        31        5000\n"
        "河湾公司　　　　4　　　　300\n\n以上情况，特此通报。\n"
    )
    document = read(tmp_path, text)
    assert blocks(document, "row") == [
        "单位名称\t人数\t金额（元）",
        "江岸公司\t31\t5000",
        "河湾公司\t4\t300",
    ]
    assert len(blocks(document)) == 5


@pytest.mark.parametrize(
    "text",
    [
        "江岸区总工会办公室          2025年3月5日印发\n",
        "通    知    书\n目    录    页\n",
        "甲乙  丙丁\n戊己  庚辛\n",
        "江岸公司    31\n\n河湾公司    42\n",
        "江岸公司    31\n河湾公司    42    300\n",
        "会议要求    各级要落实。\n会议指出    各级要重视。\n",
    ],
    ids=["alone", "set apart", "two spaces", "not touching", "other columns", "sentences"],
)
def test_what_is_no_row_though_it_has_gaps(text: str) -> None:
    assert not any(line.is_row for line in split_lines(text))


@pytest.mark.parametrize("part", [" ", "\u3000", "甲 ", "甲   ", " \u3000"])
def test_a_line_of_a_million_gaps(part: str) -> None:
    start = time.process_time()
    assert len(split_lines(f"甲{part * (1_000_000 // len(part))}乙\n" * 2)) == 2
    assert time.process_time() - start < 10
