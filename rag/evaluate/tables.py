"""The figures in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from rag.evaluate.gate import SIGNALS

RETRIEVAL = ("recall@1", "recall@3", "recall@5", "recall@10", "mrr@10", "ndcg@10")
ANSWERS = (
    "right", "f1", "citation recall", "citation precision", "page right", "article right",
    "refused when it must", "false refusal", "length", "seconds median", "seconds 95 %",
    "seconds search", "seconds weigh", "seconds write",
)  # fmt: skip
GROUPED = ("recall@1", "recall@5", "right", "citation recall", "citation precision")


def retrieval_table(figures: Mapping[str, Any]) -> Table:
    """One line a signal: plain bm25s with jieba stands beside ours."""
    table = Table(title="检索 retrieval", title_justify="left")
    table.add_column("")
    for name in RETRIEVAL:
        table.add_column(name, justify="right")
    for signal in SIGNALS:
        cells = [figures.get(f"{signal} {name}".strip()) for name in RETRIEVAL]
        if any(cells):
            table.add_row(signal or "fused", *(_number(cell) for cell in cells))
    return table


def answer_table(figures: Mapping[str, Any]) -> Table:
    table = Table(title="回答 answers", title_justify="left")
    for name in ("", "值 value", "95 %", "n"):
        table.add_column(name, justify="left" if not name else "right")
    for name in ANSWERS:
        if figure := figures.get(name):
            spread = f"{figure['low']:.3f}–{figure['high']:.3f}" if "low" in figure else ""
            table.add_row(name, _number(figure), spread, str(figure["n"]))
    return table


def group_table(groups: Mapping[str, Mapping[str, Any]]) -> Table:
    table = Table(title="分组 by type, language, document", title_justify="left")
    table.add_column("")
    table.add_column("n", justify="right")
    for name in (*GROUPED, "refused when it must"):
        table.add_column(name, justify="right")
    for group, figures in groups.items():
        count = figures.get("right", figures.get("refused when it must", {})).get("n", 0)
        cells = [figures.get(name) for name in (*GROUPED, "refused when it must")]
        table.add_row(group, str(count), *(_number(cell) for cell in cells))
    return table


def _number(figure: Mapping[str, float] | None) -> str:
    return "" if figure is None else f"{figure['value']:.3f}"
