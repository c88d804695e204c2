"""What the checks of answers did: how many sentences passed, which were withheld and why; and how
far the score of the best evidence can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from markupsafe import Markup

from rag.evaluate import plots
from rag.evaluate.report.cells import HALF, Row, Run
from rag.evaluate.report.markup import both, table, tag

STEPS = 5
"""Groups of equally many answers, from the weakest evidence to the strongest."""
MOST_SHOWN = 50


def checks(run: Run) -> Markup:
    """The verified share and every sentence that was withheld."""
    checked = [(row, row["trace"]["checks"]) for row in _half(run) if _has_checks(row)]
    kept = sum(each["kept"] for _, each in checked)
    withheld = [(row, one) for row, each in checked for one in each["withheld"]]
    if not kept + len(withheld):
        return Markup("")
    share = kept / (kept + len(withheld))
    told = both(
        f"写出的 {kept + len(withheld)} 句里，{kept} 句核对无误（{share:.3f}），{len(withheld)} 句扣下不显示。",
        f"Of {kept + len(withheld)} sentences written, {kept} were verified ({share:.3f}), {len(withheld)} withheld.",
    )
    rows = [
        [tag("code", row["id"]), one["sentence"], tag("code", one["why"])]
        for row, one in withheld[:MOST_SHOWN]
    ]
    head = [both("题", "question"), both("扣下的句子", "sentence"), both("原因", "why")]
    return tag("p", told) + (table(head, rows) if rows else Markup(""))


def calibration(rows: Sequence[Row]) -> str:
    """Share of right answers by the score of their best evidence, as a drawing. Empty where there
    are too few answers."""
    scored = sorted(
        (float(scores[0]), _is_right(row))
        for row in rows
        if not row["record"].get("refused") and (scores := (row.get("trace") or {}).get("scores"))
    )
    if len(scored) < 2 * STEPS:
        return ""
    edges = [round(n * len(scored) / STEPS) for n in range(STEPS + 1)]
    groups = [scored[start:end] for start, end in zip(edges, edges[1:], strict=False)]
    points = [
        (round(fmean(score for score, _ in group), 2), fmean(right for _, right in group))
        for group in groups
    ]
    line = plots.Line("答对 right", points)
    return plots.curve(
        "校准 calibration", [line], "最好证据的得分 best evidence score", "答对 right"
    )


def _half(run: Run) -> list[Row]:
    return [row for row in run["rows"] if row.get("split") == HALF]


def _has_checks(row: Row) -> bool:
    return bool((row.get("trace") or {}).get("checks"))


def _is_right(row: Row) -> bool:
    """An answer to what has none is wrong."""
    return bool(row.get("answerable")) and (row.get("figures") or {}).get("right") == 1.0
