from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.figures import Figures, Ranks, figures, first_hit, percentile, share_held
from benchmarks.questions import Evidence, Question, load_questions

QUOTE = "一二三四五六七八九十"  # ten characters, five 6-grams


@pytest.mark.parametrize(
    ("quote", "passage", "share"),
    [
        (QUOTE, f"前面{QUOTE}后面", 1.0),
        (QUOTE, "一二三，四五六、七 八\n九“十”。", 1.0),  # white space and marks aside
        ("**一二三四五六七八九十**", QUOTE, 1.0),
        (QUOTE, "一二三四五六七八", 0.8),
        (QUOTE, "一二三四五六七", 0.7),
        (QUOTE, "一二三四五六……五六七八九十", 1.0),  # both ends, and no seam is asked for
        (QUOTE, "一二三四五", 0.0),  # shorter than any of its 6-grams
        (QUOTE, "一二三四五甲六七八九十", 0.0),  # two fives
        (QUOTE, "", 0.0),
        ("投入2.5万元", "共投入2.5万元", 1.0),
        ("投入2.5万元", "共投入2.6万元", 0.0),  # exactly one 6-gram: all or nothing
        ("225对。", "结对225对", 1.0),  # less than 6: as a substring
        ("225对", "结对22 5 对", 1.0),
        ("225对", "结对226对", 0.0),
        ("ABCDEF", "abcdef", 0.0),  # evidence is verbatim: nothing is folded
        ("。。", "。。", 0.0),  # nothing to hold
        ("", "一", 0.0),
    ],
)
def test_share_of_a_quote_that_a_passage_holds(quote: str, passage: str, share: float) -> None:
    assert share_held(quote, passage) == pytest.approx(share)


def test_first_hit_is_of_the_document_and_holds_four_fifths() -> None:
    found = [("b.txt", QUOTE), ("a.txt", QUOTE[:7]), ("a.txt", QUOTE[:8]), ("a.txt", QUOTE)]
    assert first_hit("a.txt", QUOTE, found) == 3
    assert first_hit("b.txt", QUOTE, found) == 1
    assert first_hit("c.txt", QUOTE, found) is None
    assert first_hit("a.txt", QUOTE, []) is None


@pytest.mark.parametrize(
    ("ranks", "recall", "mrr"),
    [
        ([[1]], (1.0, 1.0, 1.0), 1.0),
        ([[None]], (0.0, 0.0, 0.0), 0.0),
        ([[2]], (0.0, 1.0, 1.0), 1 / 2),
        ([[5], [6]], (0.0, 0.5, 1.0), (1 / 5 + 1 / 6) / 2),
        ([[10], [11]], (0.0, 0.0, 0.5), (1 / 10 + 1 / 11) / 2),
        # A question of two quotes weighs as much as one of a single quote.
        ([[1], [1, None]], (0.75, 0.75, 0.75), 0.75),
        ([[1], [4, 8], [None]], (1 / 3, 1.5 / 3, 2 / 3), (1 + (1 / 4 + 1 / 8) / 2) / 3),
    ],
)
def test_figures_by_hand(ranks: list[Ranks], recall: tuple[float, ...], mrr: float) -> None:
    worked = figures(ranks)
    assert worked.questions == len(ranks)
    assert worked.recall == pytest.approx(recall)
    assert worked.mrr == pytest.approx(mrr)


def test_figures_of_no_questions() -> None:
    assert figures([]) == Figures(0, (0.0, 0.0, 0.0), 0.0)


def test_percentile_is_a_value_that_was_measured() -> None:
    hundred = [float(n) for n in range(100, 0, -1)]
    assert percentile(hundred, 0.95) == 95
    assert percentile(hundred[:20], 0.95) == 99  # the 19th of 81 to 100
    assert percentile([3.0], 0.95) == 3
    assert percentile([1.0, 2.0], 0.5) == 1


def test_questions_are_loaded(tmp_path: Path) -> None:
    row = {
        "id": "a-1",
        "question": "几名？\u2028",  # a line separator that is none in jsonl
        "lang": "zh",
        "type": "number",
        "split": "test",
        "answerable": True,
        "evidence": [{"document": "甲.txt", "quote": "三名", "article": None, "page": 7}],
    }
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n\n", encoding="utf-8")
    evidence = (Evidence("甲.txt", "三名"),)
    assert load_questions(file) == [
        Question("a-1", "几名？\u2028", "zh", "number", "test", True, evidence)
    ]
