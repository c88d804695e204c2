"""Whatever the file, no character is lost and every offset holds. Documents are made at random from
the parts that bulletins are made of; a failure names the seed that makes its document again."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from rag.read.split import Splitter, units
from rag.records import Document
from tests.read.files import check_cuts
from tests.read.made_up import JOURNAL, read

CHARACTERS = "山水田林湖草风云雨雪工会职工开展活动服务单位学习培训组织召开會議勞動"
STARTS = [
    "",
    "",
    " ",
    "  ",
    "　　",
    "\t",
    "# ",
    "## ",
    "- ",
    "■",
    "□",
    "——",
    "（",
    "“",
    "**",
    "1. ",
    "《",
    "| ",
]
ENDS = [
    "",
    "",
    "  ",
    "\t12",
    "\t3\t某某",
    "（办公室）",
    "（来源：某社）",
    "**",
    "____",
    " |",
    "”",
    "😀",
    "1.2万",
    "１２",
]
LINES = [
    "",
    "50",
    "7",
    f"13{JOURNAL}　2023 年第 4期",
    f"14{JOURNAL} 第4期",
    "---",
    "编者按：",
    "江 岸 一 家 人",
]
MARKS = ["。", "！", "？", "，", "；", "", "……", "。”", " 3 ", "（一）"]


def sentence(chance: random.Random) -> str:
    words = "".join(chance.choice(CHARACTERS) for _ in range(chance.randint(1, 30)))
    return words + chance.choice(MARKS)


def line(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.25:
        return chance.choice(LINES)
    if kind < 0.35:
        return "\t".join(
            chance.choice(["", "张大江", "江岸公司经理", "（女）", "**甲**"]) for _ in range(3)
        )
    text = "".join(sentence(chance) for _ in range(chance.randint(0, 4)))
    return chance.choice(STARTS) + text + chance.choice(ENDS)


def made_up(chance: random.Random) -> str:
    between = chance.choice(["", "", "\n"])
    lines = [line(chance) + between for _ in range(chance.randint(1, 80))]
    return "文" + chance.choice(["\n", "\r\n", "\r"]).join("\n".join(lines).split("\n"))


def check(document: Document, text: str) -> None:
    source = text.replace("\r\n", "\n").replace("\r", "\n") + "\n"
    assert len(document.text) == len(document.origins) == len(set(document.origins))
    for character, origin in zip(document.text, document.origins, strict=True):
        assert character == source[origin] or (character.isspace() and source[origin].isspace())
    furniture = "".join(source[start:end] for start, end in document.furniture)
    assert Counter("".join((document.text + furniture).split())) == Counter("".join(source.split()))
    for spans in (
        [(block.start, block.end) for block in document.blocks],
        [(article.start, article.end) for article in document.articles],
        [(span.start, span.end) for span in document.pages],
    ):
        edges = [edge for span in spans for edge in span]
        assert edges == sorted(edges)
    assert all(a.start <= a.body <= a.end for a in document.articles)


@pytest.mark.parametrize("kind", ["review", "magazine"])
@pytest.mark.parametrize("seed", range(40))
def test_no_character_is_lost_and_every_offset_holds(tmp_path: Path, seed: int, kind: str) -> None:
    text = made_up(random.Random(seed))
    document = read(tmp_path, text, kind=kind)
    check(document, text)
    check_cuts(document)


@pytest.mark.parametrize(
    "line", ["江岸区总工会开展活动。", "江岸", "结 合 ", "…", "“", "字 \t", "**字", "1", "（来源："]
)
def test_a_line_of_two_megabytes(tmp_path: Path, line: str) -> None:
    text = line * (2_000_000 // len(line.encode()))
    start = time.process_time()
    document = read(tmp_path, text, kind="magazine")
    # About 3 s alone. What must not happen is the square of the length, which would take minutes.
    assert time.process_time() - start < 30
    assert set(document.text.split()) and len(document.origins) == len(set(document.origins))


@pytest.mark.parametrize(
    "part", ["# 题目\n\n江岸区开展活动。\n\n", "12\n江岸\n", "甲\t江岸公司\t95\n", "江岸\t95\n"]
)
def test_very_many_lines(tmp_path: Path, part: str) -> None:
    start = time.process_time()
    document = read(tmp_path, part * 5000, kind="magazine")
    Splitter(320).passages(document)
    units(document)
    assert time.process_time() - start < 30
