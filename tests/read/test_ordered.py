"""Items of HTML lists have the numbers that a browser shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.read.source import read_source
from tests.read.files import put


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("<ol><li>甲</li><li>乙</li></ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", ["3. 甲", "7. 乙", "8. 丙"]),
        ("<ol start=' -1'><li>甲<li>乙<li>丙</ol>", ["-1. 甲", "0. 乙", "1. 丙"]),
        ("<ol type=a start=26><li>甲<li>乙<li type=I>丙</ol>", ["z. 甲", "aa. 乙", "XXVIII. 丙"]),
        ("<ol reversed><li>甲<li>乙<li>丙</ol>", ["3. 甲", "2. 乙", "1. 丙"]),
        ("<ol reversed start=10><li>甲<li value=4>乙<li>丙</ol>", ["10. 甲", "4. 乙", "3. 丙"]),
        (
            "<ol reversed><li>甲<ol type=i><li>子<li>丑</ol><li>乙</ol>",
            ["2. 甲", "i. 子", "ii. 丑", "1. 乙"],
        ),
        ("<ol><li>甲<ul><li>子</ul><li>乙</ol><ol><li>丙</ol>", ["1. 甲", "子", "2. 乙", "1. 丙"]),
        ("<ol><li><ol><li>甲</ol><li></li><li>乙</ol>", ["1. 1. 甲", "3. 乙"]),
        ("<ol><li hidden>甲<li>乙</ol>", ["1. 乙"]),
        ("<ol><li><p>甲</p><p>续</p><li><h2>乙</h2></ol>", ["1. 甲", "续", "## 2. 乙"]),
        ("<ol style='list-style:none'><li>甲</ol><ol type=disc><li>乙</ol>", ["甲", "乙"]),
        (
            "<ul style='color:red;list-style-type: CJK-ideographic'><li>甲<li>乙</ul>",
            ["一、甲", "二、乙"],
        ),
        ("<ol start=12345678901 type=x><li value=x>甲</ol><li>乙", ["1. 甲", "乙"]),
    ],
)
def test_items_and_their_numbers(tmp_path: Path, given: str, shown: list[str]) -> None:
    source = read_source(put(tmp_path, "a.html", given)).source.text
    assert source.rstrip("\n").split("\n\n") == shown


def test_lists_inside_each_other_without_end(tmp_path: Path) -> None:
    text = "<ol reversed><li>" * 30_000 + "工会。"
    source = read_source(put(tmp_path, "a.html", text)).source.text
    assert source.endswith("工会。\n") and len(source) < 100
