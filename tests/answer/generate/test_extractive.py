"""A sentence that would fill the answer is cut to what answers."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.generate.extractive import LONGEST_CUT, SHORT_ENOUGH, cut

EVENTS = [
    f"{year}年，各级工会以第{year}号文件为明确要求广泛深入开展活动并且取得了新的实效"
    for year in range(2011, 2024)
]


def test_of_a_very_long_sentence_the_clauses_that_say_most_are_kept() -> None:
    text = "；".join(EVENTS) + "。"
    asked = {"2011年，": 0.5, "2021年，": 3.0, "文件": 0.0}

    def worth(clauses: Sequence[str]) -> list[float]:
        return [sum(value for word, value in asked.items() if word in each) for each in clauses]

    start, end = cut(text, worth)
    assert len(text) > LONGEST_CUT >= end - start
    assert "2021年，" in text[start:end] and "2011年，" not in text[start:end]


def test_what_is_short_enough_is_quoted_whole() -> None:
    text = "；".join(EVENTS)[: SHORT_ENOUGH - 1] + "。"
    assert cut(text, lambda clauses: [1.0 if "2011年" in each else 0.0 for each in clauses]) == (
        0,
        len(text),
    )
