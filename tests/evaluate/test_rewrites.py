"""The two shares and the list of mistakes, against a small file judged by hand."""

from __future__ import annotations

import json
from math import isnan
from pathlib import Path
from typing import Any

import pytest

from rag.errors import RequestError
from rag.evaluate.rewrites import measure, rewrites_told

QUOTE = "各级工会累计投入883万元，为4929名环卫工人提供早餐"


def row(name: str, sentence: str, right: bool, **more: Any) -> dict[str, Any]:
    return {"id": name, "quotes": [QUOTE], "sentence": sentence, "right": right} | more


ROWS = [
    row("a", "各级工会共投入八百八十三万元", True, change="numeral", split="tune"),
    row("b", "各级工会共投入8830万元", False, change="digit", split="tune"),
    row("c", "火星上共投入883万元", True, change="made up"),  # called right: a mistake
    row("d", "各级工会累计投入883万元", False, change="digit"),  # called wrong: a mistake
]


def written(folder: Path, rows: list[Any]) -> Path:
    file = folder / "rewrites.jsonl"
    lines = [each if isinstance(each, str) else json.dumps(each) for each in rows]
    file.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return file


def test_shares_and_mistakes(tmp_path: Path) -> None:
    report = measure(written(tmp_path, ROWS))
    assert (report.withheld.value, report.withheld.n) == (0.5, 2)
    assert (report.caught.value, report.caught.n) == (0.5, 2)
    assert {name: share.value for name, share in report.by_change.items()} == {
        "numeral": 1.0, "digit": 0.5, "made up": 0.0,
    }  # fmt: skip
    assert [(each.id, each.right, each.reason is None) for each in report.mistakes] == [
        ("c", True, False), ("d", False, True),
    ]  # fmt: skip
    told = rewrites_told(report)
    assert "0.500（n=2）" in told and "漏过" in told and "火星" in told


def test_one_split_and_another_check(tmp_path: Path) -> None:
    file = written(tmp_path, ROWS)
    assert measure(file, "tune").mistakes == ()
    assert measure(file, "test").caught.n == 1
    lenient = measure(file, check=lambda sentence, quotes: None)
    assert (lenient.withheld.value, lenient.caught.value) == (0.0, 0.0)
    assert isnan(measure(file, "none").caught.value)


def test_a_quote_may_say_where_it_stands(tmp_path: Path) -> None:
    quote = {"text": "4月14日召开会议", "title": "《青海工运》", "date": "2023-04-30"}
    rows = [
        {"id": 1, "quotes": [quote], "sentence": "会议2023年4月14日召开", "right": True},
        {"id": 2, "quotes": [quote], "sentence": "会议2022年4月14日召开", "right": False},
    ]
    assert measure(written(tmp_path, rows)).mistakes == ()


@pytest.mark.parametrize(
    "line", ["{", '{"id": 1}', json.dumps(row("x", "句", True) | {"right": 1})]
)
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(RequestError, match="第 2 行"):
        measure(written(tmp_path, [ROWS[0], line]))
