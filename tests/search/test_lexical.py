from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest

from rag.errors import NoBuildError
from rag.search.lexical import K1, B, LexicalIndex

TEXTS = [
    ("青海工运 2024年第12期", "海西州总工会慰问职工三十六名。"),
    ("青海工运 2024年第12期", "果洛州总工会举办培训班，参加人数1.2万。"),
    ("青海工运 2023年第4期", "省总工會開展讀書活動。"),
]


def best(index: LexicalIndex, query: str) -> int:
    return int(np.argmax(index.scores(query)))


def test_scores_are_bm25_worked_by_hand() -> None:
    index = LexicalIndex.build([("", "gold gold silver"), ("", "silver"), ("", "iron")])
    idf = log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    saturated = 2 / (2 + K1 * (1 - B + B * 3 / (5 / 3)))
    assert index.scores("gold").dtype == np.float32
    np.testing.assert_allclose(index.scores("Gold, gold"), [idf * saturated, 0, 0], rtol=1e-6)


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("海西慰问了多少人", 0),
        ("慰問職工36名", 0),
        ("果洛１．２万", 1),
        ("省总读书", 2),
        ("二〇二三年", 2),
        ("讀", 2),
    ],
)
def test_finds(query: str, row: int) -> None:
    assert best(LexicalIndex.build(TEXTS), query) == row


@pytest.mark.parametrize("query", ["", " ", "？", "😀", "zebra", "麒麟"])
def test_nothing_shared_is_zero(query: str) -> None:
    assert LexicalIndex.build(TEXTS).scores(query).tolist() == [0, 0, 0]


def test_context_counts_as_often_as_asked() -> None:
    texts = [("gold", "iron"), ("iron", "gold")]
    light, even = LexicalIndex.build(texts, 0), LexicalIndex.build(texts, 1)
    heavy = LexicalIndex.build(texts, 3)
    assert light.scores("gold")[0] == 0
    assert even.scores("gold")[0] == even.scores("gold")[1]
    assert heavy.scores("gold")[0] > heavy.scores("gold")[1]


@pytest.mark.parametrize("texts", [[], [("", "")], [("", "。"), ("", "😀")]])
def test_without_any_term(texts: list[tuple[str, str]], tmp_path: Path) -> None:
    LexicalIndex.build(texts).save(tmp_path)
    assert LexicalIndex.open(tmp_path).scores("工会").tolist() == [0] * len(texts)


def test_save_and_reopen(tmp_path: Path) -> None:
    index = LexicalIndex.build([*TEXTS, ("", "")])
    folder = tmp_path / "全文 索引"
    index.save(folder)
    opened = LexicalIndex.open(folder)
    for query in ("海西州总工会2024年", "培训", "", "麒麟"):
        np.testing.assert_array_equal(opened.scores(query), index.scores(query))


def test_passages_that_hold_a_whole_run() -> None:
    index = LexicalIndex.build(TEXTS)
    assert [index.holding_together(run) for run in ("总工会", "州总工", "工会慰", "工会训", "会")] == [
        3, 2, 1, 0, 0
    ]  # fmt: skip
    assert LexicalIndex.build([]).holding_together("总工会") == 0


def test_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        LexicalIndex.build(TEXTS).save(tmp_path / name)
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_open_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoBuildError, match="rag index"):
        LexicalIndex.open(tmp_path)
    (tmp_path / "lexical.json").write_text('{"rows": 3, "terms": true}', encoding="utf-8")
    with pytest.raises(NoBuildError, match="rag index"):
        LexicalIndex.open(tmp_path)


def test_a_question_of_a_megabyte() -> None:
    assert best(LexicalIndex.build(TEXTS), "读书活动" * 100_000) == 2
