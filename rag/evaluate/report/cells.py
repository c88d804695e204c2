"""A figure of a run as it is shown: in its unit, with its interval, under its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from rag.evaluate.report.markup import both, tag
from rag.evaluate.report.words import FIGURES, SIGNALS
from rag.evaluate.summary import SHIPPED

Run = Mapping[str, Any]
Row = Mapping[str, Any]
Figures = Mapping[str, Mapping[str, float]]

HALF = "test"
"""Weights and thresholds are fitted on the other half, so only this one says how good it is."""
NOT_SHARES = ("mrr@10", "ndcg@10", "f1")


def figures_of(run: Run, half: str = HALF, group: str = "all") -> Figures:
    return run.get("figures", {}).get(half, {}).get(group) or {}


def shown(name: str, value: float) -> str:
    if name.startswith("seconds"):
        return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"
    if name == "length":
        return f"{value:.0f}"
    if name.rpartition(" ")[2] in NOT_SHARES or name not in FIGURES:
        return f"{value:.3f}"
    return f"{value * 100:.1f}%"


def range_of(name: str, figure: Mapping[str, float]) -> str:
    if "low" not in figure or "high" not in figure:
        return ""
    return f"{shown(name, figure['low'])} – {shown(name, figure['high'])}"


def cell(name: str, figures: Figures) -> Markup:
    if name not in figures:
        return tag("span", "—", class_="none")
    figure = figures[name]
    return Markup("{} {}").format(
        shown(name, figure["value"]), tag("small", range_of(name, figure), class_="range")
    )


def label(name: str) -> Markup:
    return both(FIGURES[name][0], name) if name in FIGURES else tag("span", name)


def signals_of(figures: Figures) -> list[str]:
    """The signals that have figures, in the order in which they are shown."""
    named = [name.rpartition(" ")[0] for name in figures if "recall@" in name]
    present = {name or SHIPPED for name in named}
    return [s for s in dict.fromkeys([*SIGNALS, *(name for name in named if name)]) if s in present]


def signal_figure(signal: str, name: str) -> str:
    return name if signal == SHIPPED else f"{signal} {name}"
