"""What is shown reads well, and every character maps back to the source."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.read.clean import Clean, shown_characters
from tests.read.made_up import read


def show(line: str) -> str:
    return "".join(line[i] for i in shown_characters(line, 0, len(line)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("敢 闯 、敢 干 的 劲 头", "敢闯、敢干的劲头"),
        ("“ 江 岸 先 锋 ”", "“江岸先锋”"),
        ("建成 43 个 站点", "建成43个 站点"),
        ("共 1.2 万人，增长 5.3 %", "共1.2万人，增长5.3%"),
        ("完成率 98 % 以上", "完成率98%以上"),
        ("开展活动 ，共 建 共 享 。", "开展活动，共建共享。"),
        ("主任　张大江　李小河", "主任　张大江　李小河"),
        ("主任    张大江", "主任 张大江"),
        ("第　３　期", "第３期"),
        ("use Open Data here", "use Open Data here"),
        ("（ 2023 年 5 月 ）", "（2023年5月）"),
    ],
)
def test_spaces_of_the_typesetter(line: str, expected: str) -> None:
    assert show(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("## 二、做法", "二、做法"),
        ("**第一，**抓好学习", "第一，抓好学习"),
        ("__重点__工作", "重点工作"),
        ("姓名：____ 单位：______", "姓名：____ 单位：______"),
        ("2**3 等于八", "2**3等于八"),
        ("文件 a__b__c", "文件 a__b__c"),
        ("#江岸工会#", "#江岸工会#"),
        ("注** 星号", "注** 星号"),
    ],
)
def test_only_markdown_marks_are_taken_out(line: str, expected: str) -> None:
    assert show(line) == expected


def test_lines_join_without_a_space_unless_words_are_latin(tmp_path: Path) -> None:
    text = "江岸区总工会建成的云平台名为\nWorkers\nHome，服务职工 12\n34 人次。\n"
    assert "云平台名为Workers Home，服务职工1234人次" in read(tmp_path, text).text


def test_origins_are_never_used_twice() -> None:
    source = "甲\t乙\n丙\n"
    clean = Clean(source)
    clean.add([[0], [2]], joint="\t")
    clean.add([[4]])
    assert clean.text == "甲\t乙\n丙\n"
    assert clean.origins == [0, 1, 2, 3, 4, 5]


def test_a_joint_stands_for_white_space_even_behind_a_mark() -> None:
    source = "**甲**\t乙\n"
    clean = Clean(source)
    clean.add([[2], [6]], joint="\t")
    assert clean.text == "甲\t乙\n"
    assert [source[origin] for origin in clean.origins] == ["甲", "\t", "乙", "\n"]
