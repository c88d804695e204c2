"""What a change does to the passages, told without matching what stayed."""

from __future__ import annotations

import time

from rag.documents.changes import Change, _changes
from rag.records import Passage


def passage(text: str) -> Passage:
    return Passage("p", "k", 1, None, 0, len(text), None, False, text, "")


def test_a_text_that_repeats_is_compared_at_once() -> None:
    """20 MB of one sentence: matching all of it would take minutes."""
    same = [passage("工会开展送温暖活动。")] * 20_000
    new = passage("新的一段。")
    started = time.process_time()
    assert _changes("a.txt", same, list(same)) == []
    assert _changes("a.txt", same, [*same[:9000], new, *same[9000:]]) == [
        Change("a.txt", None, new)
    ]
    assert time.process_time() - started < 10


def test_what_is_written_anew_stands_for_what_was_there() -> None:
    a, b, c, d = (passage(text) for text in ("甲。", "乙。", "丙。", "丁。"))
    assert _changes("a.txt", [a, b, c], [a, d, c]) == [Change("a.txt", b, d)]
    assert _changes("a.txt", [a, a], [a]) == [Change("a.txt", a, None)]
    assert _changes("a.txt", [], [a]) == [Change("a.txt", None, a)]
