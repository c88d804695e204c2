"""The baseline: figures that must not fall, and the README's table, which is made from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rag.errors import RequestError
from rag.evaluate.signals import PLAIN

TOLERANCES = {
    "recall@1": 0.03,
    "recall@5": 0.02,
    "recall@10": 0.02,
    "right": 0.03,
    "citation recall": 0.03,
    "citation precision": 0.03,
    "refused when it must": 0.08,
    "false refusal": 0.02,
}
"""How far a figure of the test half may fall (for a false refusal: rise) before the gate closes."""
LOWER_IS_BETTER = ("false refusal",)
SIGNALS = {
    PLAIN: "bm25s + jieba",
    "lexical": "全文 lexical",
    "dense": "向量 dense",
    "words": "逐词 word by word",
    "": "**融合 fused**",
}
ANSWERS = {
    "right": "答对 *right*",
    "citation recall": "引文召回 *citation recall*",
    "citation precision": "引文准确 *citation precision*",
    "refused when it must": "该拒则拒 *refused when it must*",
    "false refusal": "误拒 *false refusal*",
}
KEPT = ("recall@1", "recall@3", "recall@5", "recall@10", "mrr@10", "ndcg@10")
BEGIN, END = "<!-- eval: begin -->", "<!-- eval: end -->"


def make_baseline(run: Mapping[str, Any], file: Path) -> None:
    figures = _figures(run)
    names = [f"{signal} {name}".strip() for signal in SIGNALS for name in KEPT]
    kept = {name: figures[name]["value"] for name in [*names, *TOLERANCES] if name in figures}
    baseline = {
        "questions": run["questions"],
        "figures": kept,
        "tolerances": {name: TOLERANCES[name] for name in kept if name in TOLERANCES},
    }
    file.write_text(json.dumps(baseline, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load_baseline(file: Path) -> dict[str, Any]:
    try:
        baseline = json.loads(file.read_text(encoding="utf-8"))
        for name in baseline["tolerances"]:
            float(baseline["figures"][name])
        return dict(baseline)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RequestError(
            f"读不出基线（no baseline）：{file}：{error}。请运行 python -m rag eval --set-baseline。"
        ) from error


def fallen(run: Mapping[str, Any], baseline: Mapping[str, Any]) -> list[str]:
    """The figures that fell by more than their tolerance, for a person to read."""
    figures = _figures(run)
    found = []
    for name, tolerance in baseline["tolerances"].items():
        was, now = baseline["figures"][name], figures.get(name, {}).get("value")
        if now is None:
            found.append(f"{name}: {was:.3f} → —")
        # 0.80 - 0.77 is more than 0.03 to a computer.
        elif (now - was if name in LOWER_IS_BETTER else was - now) > tolerance + 1e-9:
            found.append(f"{name}: {was:.3f} → {now:.3f} (±{tolerance})")
    return found


def _figures(run: Mapping[str, Any]) -> dict[str, Any]:
    if "test" not in run["figures"]:
        raise RequestError(
            "这次评测里没有 test 的题，没有可以比的数字（no question of the test half）。"
        )
    return dict(run["figures"]["test"]["all"])


def readme_table(baseline: Mapping[str, Any]) -> str:
    figures = baseline["figures"]
    lines = [
        "| 检索 *search* | recall@1 | recall@5 | recall@10 | MRR@10 |",
        "|---|--:|--:|--:|--:|",
    ]
    for signal, shown in SIGNALS.items():
        values = [
            figures.get(f"{signal} {name}".strip())
            for name in ("recall@1", "recall@5", "recall@10", "mrr@10")
        ]
        if None not in values:
            lines.append(f"| {shown} | " + " | ".join(f"{value:.3f}" for value in values) + " |")
    lines += ["", "| 回答 *answers* | |", "|---|--:|"]
    lines += [
        f"| {shown} | {figures[name]:.3f} |" for name, shown in ANSWERS.items() if name in figures
    ]
    return "\n".join(lines)


def write_readme(baseline: Mapping[str, Any], file: Path) -> None:
    head, begin, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not (begin and end):
        raise RequestError(
            f"{file} 里没有 {BEGIN} 和 {END}，表无处可写（no place for the table）。"
        )
    file.write_text(f"{head}{BEGIN}\n{readme_table(baseline)}\n{END}{tail}", encoding="utf-8")
