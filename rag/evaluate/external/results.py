"""The figures of a set, and how a terminal shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FIRST = (1, 5, 10)
SIGNALS = ("lexical", "dense", "words", "fused")


@dataclass(frozen=True, slots=True)
class Scores:
    recall: tuple[float, ...]
    """Share of questions found in the first 1, 5 and 10."""
    mrr: float
    """1 / rank of the first passage that counts, 0 outside the first ten."""


@dataclass(frozen=True, slots=True)
class Line:
    """One set of questions on the same passages."""

    name: str
    questions: int
    milliseconds: float
    """Median of one search, from the question's text to ten passages."""
    signals: Mapping[str, Scores]


@dataclass(frozen=True, slots=True)
class ExternalResult:
    name: str
    documents: int
    passages: int
    seconds: float
    """To read the files and make the index."""
    limit: int | None
    lines: tuple[Line, ...]


def table(result: ExternalResult) -> str:
    """For a terminal: Chinese only where no column follows it on the line."""
    lines = [
        f"{result.name}：{result.documents} 篇（documents），{result.passages} 段（passages），"
        f"读取和建索引 {result.seconds:.1f} 秒（seconds to read and index）"
    ]
    if result.limit is not None:
        lines.append(
            f"只收了前 {result.limit} 篇：答案可能在没有收的里面，召回率是下限"
            "（only the first documents: recall is a lower bound）"
        )
    heads = [*(f"recall@{k}" for k in FIRST), f"MRR@{max(FIRST)}"]
    for line in result.lines:
        lines += [
            "",
            f"{line.name}：{line.questions} 题（questions），"
            f"每题中位 {line.milliseconds:.1f} 毫秒（median ms）",
            f"{'':<10}" + "".join(f"{head:>11}" for head in heads),
        ]
        for signal, scores in line.signals.items():
            values = "".join(f"{value:>11.3f}" for value in (*scores.recall, scores.mrr))
            lines.append(f"{signal:<10}{values}")
    return "\n".join(lines)
