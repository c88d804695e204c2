"""The section of plots, and the table of signals below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from statistics import median

from markupsafe import Markup

from rag.evaluate import plots
from rag.evaluate.report.cells import (
    HALF,
    Figures,
    Row,
    Run,
    cell,
    figures_of,
    signal_figure,
    signals_of,
)
from rag.evaluate.report.checks import calibration
from rag.evaluate.report.markup import both, table, tag
from rag.evaluate.report.words import SIGNALS, TYPES, named

DEPTHS = (1, 3, 5, 10)


def charts(run: Run) -> Markup:
    rows = [row for row in run["rows"] if row.get("split") == HALF]
    drawn = [
        _recall_plot(figures_of(run)),
        _score_plot(rows),
        _calibration_plot(rows),
        _type_plot(run),
        _time_plot(rows),
    ]
    found = [each for each in drawn if each]
    return tag("div", *found, class_="plots") + _signals(figures_of(run)) if found else Markup("")


def _figure(zh: str, en: str, note: Markup, svg: str) -> Markup:
    caption = tag("figcaption", tag("b", both(zh, en)), tag("span", note, class_="soft"))
    return tag("figure", caption, Markup(svg))


def _recall_plot(figures: Figures) -> Markup:
    lines = []
    for signal in signals_of(figures)[: plots.MOST_LINES]:
        names = {k: signal_figure(signal, f"recall@{k}") for k in DEPTHS}
        points = [(float(k), figures[n]["value"]) for k, n in names.items() if n in figures]
        if points:
            lines.append(plots.Line(named(SIGNALS, signal), points))
    if not lines:
        return Markup("")
    svg = plots.curve("召回率 recall", lines, "看前几段 first k passages", "召回率 recall")
    note = both(
        "证据在前 k 段里的比例；纵轴不一定从 0 起。",
        "Share of the evidence in the first k passages; the axis may start above 0.",
    )
    return _figure("前 k 段找到多少", "Recall at k", note, svg)


def _type_plot(run: Run) -> Markup:
    names = ("right", "recall@5")
    groups = []
    for group in run.get("figures", {}).get(HALF, {}):
        kind, _, name = group.partition(" ")
        figures = figures_of(run, HALF, group)
        if kind == "type" and any(each in figures for each in names):
            bars = [plots.Bar(**_bar(figures[n])) if n in figures else None for n in names]
            groups.append(plots.Group(named(TYPES, name), bars))
    if not groups:
        return Markup("")
    series = ("答对 right", "前 5 段找到 recall@5")
    svg = plots.bars("各题型 by type", series, groups, "横线是 95% 区间 lines: 95% interval")
    return _figure(
        "各题型",
        "By type",
        both(
            "每类题不多，先看区间再看高低。",
            "Few questions of each type: look at the intervals first.",
        ),
        svg,
    )


def _bar(figure: Mapping[str, float]) -> dict[str, float]:
    return {name: figure[name] for name in ("value", "low", "high") if name in figure}


def _score_plot(rows: Sequence[Row]) -> Markup:
    def scores(answerable: bool) -> list[float]:
        mine = [row for row in rows if bool(row.get("answerable")) is answerable]
        found = [(row.get("trace") or {}).get("scores") or [] for row in mine]
        return [float(each[0]) for each in found if each]

    samples = [
        plots.Sample(f"{zh} {en} (n {len(values)})", values)
        for zh, en, values in (
            ("可答", "answerable", scores(True)), ("不可答", "unanswerable", scores(False))
        )
        if values
    ]  # fmt: skip
    if not samples:
        return Markup("")
    svg = plots.histogram("最好证据的得分 best evidence score", samples, "得分 score")
    return _figure(
        "最好证据的得分",
        "Best evidence score",
        both(
            "两边分得越开，拒答越可靠；没有证据的题不在图里。",
            "The further apart, the safer a refusal; without evidence there is no score.",
        ),
        svg,
    )


def _calibration_plot(rows: Sequence[Row]) -> Markup:
    if not (svg := calibration(rows)):
        return Markup("")
    note = both(
        "已作答的题按得分分成人数相等的五组；不该答而答了的算错。线往右上走，得分才可信。",
        "Answers in five equal groups by score; answering what has no answer counts as wrong. "
        "The score can be trusted where the line rises.",
    )
    return _figure("得分与对错", "Calibration", note, svg)


def _time_plot(rows: Sequence[Row]) -> Markup:
    times = [float(s) for row in rows if (s := row["record"].get("seconds")) is not None]
    if not times:
        return Markup("")
    late = sorted(times)[ceil(0.95 * len(times)) - 1]
    middle = median(times)
    marks = [(f"中位 median {middle:.2f} s", middle), (f"95%: {late:.2f} s", late)]
    # A first question that loads a model would press all others into one bar.
    clip = 2 * late if max(times) > 2 * late > 0 else None
    samples = [plots.Sample("用时 seconds", times)]
    svg = plots.histogram("用时 latency", samples, "秒 seconds", marks, clip)
    return _figure(
        "一题用时",
        "Latency",
        both(f"测试题 {len(times)} 道。", f"{len(times)} questions of the test half."),
        svg,
    )


def _signals(figures: Figures) -> Markup:
    names = [*(f"recall@{k}" for k in DEPTHS), "mrr@10", "ndcg@10"]
    rows = [
        [both(SIGNALS.get(signal, ""), signal)]
        + [_signal_cell(signal, name, figures) for name in names]
        for signal in signals_of(figures)
    ]
    if not rows:
        return Markup("")
    return tag("h3", both("各路检索", "Signals")) + table([both("检索", "signal"), *names], rows)


def _signal_cell(signal: str, name: str, figures: Figures) -> Markup:
    full = signal_figure(signal, name)
    return cell(name, {name: figures[full]} if full in figures else {})
