"""Figures over many questions, with bootstrap intervals; and two runs against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np
import numpy.typing as npt

from rag.evaluate.figures import percentile, retrieval_figures
from rag.evaluate.questions import HALVES
from rag.steps import STEPS

RESAMPLES = 1000
FLIPS = 9999
SEED = 20240601
COMPARED = (
    "right", "recall@1", "recall@5", "citation recall", "citation precision", "refused when it must",
)  # fmt: skip
"""Of the figures, those that say most."""
Rows = Sequence[Mapping[str, Any]]
Figure = dict[str, float]
SHIPPED = "fused"
"""The signal whose figures carry no name in front: what a user gets."""


def summarise(rows: Rows) -> dict[str, dict[str, dict[str, Figure]]]:
    """By half, by group (all, a type, a language, a document), by figure."""
    return {
        half: {name: _figures(group) for name, group in _groups(mine).items()}
        for half in HALVES
        if (mine := [row for row in rows if row["split"] == half])
    }


def _groups(rows: Rows) -> dict[str, list[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = {"all": list(rows)}
    for row in rows:
        names = [f"type {row['type']}", f"lang {row['lang']}"]
        for name in [*names, *(f"document {document}" for document in row["documents"])]:
            groups.setdefault(name, []).append(row)
    return {"all": groups.pop("all"), **dict(sorted(groups.items()))}


def _figures(rows: Rows) -> dict[str, Figure]:
    answerable = [row for row in rows if row["answerable"]]
    found: dict[str, Figure] = {}
    signals = dict.fromkeys(signal for row in answerable for signal in row["ranks"])
    for signal in sorted(signals, key=lambda name: name != SHIPPED):
        each = [retrieval_figures(row["ranks"][signal]) for row in answerable]
        prefix = "" if signal == SHIPPED else f"{signal} "
        for name in each[0] if each else ():
            found[prefix + name] = interval(figures[name] for figures in each)
    names = dict.fromkeys(name for row in answerable for name in row["figures"])
    for name in names:
        values = [row["figures"][name] for row in answerable if row["figures"][name] is not None]
        if values:
            found["false refusal" if name == "refused" else name] = interval(values)
    if refusals := [row["figures"]["refused"] for row in rows if not row["answerable"]]:
        found["refused when it must"] = interval(refusals)
    seconds = [row["record"]["seconds"] for row in rows]
    found["seconds median"] = {"value": percentile(seconds, 0.5), "n": len(seconds)}
    found["seconds 95 %"] = {"value": percentile(seconds, 0.95), "n": len(seconds)}
    for step in STEPS:
        took = [row["trace"]["seconds"].get(step, 0.0) for row in rows if _is_timed(row)]
        if took:
            found[f"seconds {step}"] = {"value": percentile(took, 0.5), "n": len(took)}
    return found


def _is_timed(row: Mapping[str, Any]) -> bool:
    """Not in runs that were made before steps were timed."""
    return "seconds" in (row.get("trace") or {})


def interval(values: Iterable[float]) -> Figure:
    """Mean and its 95 % bootstrap interval, of at least one value."""
    array = np.fromiter(values, dtype=np.float64)
    mean = fmean(array)
    drawn = np.random.default_rng(SEED).integers(len(array), size=(RESAMPLES, len(array)))
    low, high = np.percentile(array[drawn].mean(axis=1), [2.5, 97.5])
    rounded = {"value": mean, "low": float(low), "high": float(high)}
    return {**{name: round(value, 4) for name, value in rounded.items()}, "n": len(array)}


# ------------------------------------------------------------------------------------- two runs


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of two runs over the questions that both have."""

    name: str
    by: float
    """New less old."""
    within: float
    """Half the width of the 95 % interval of the difference."""
    p: float
    """Of the paired permutation test: how often chance alone gives so large a difference."""
    won: tuple[str, ...]
    lost: tuple[str, ...]

    def __str__(self) -> str:
        word = "better" if self.by > 0 else "worse" if self.by < 0 else "equal"
        return (
            f"{self.name}: {word} by {abs(self.by):.3f} ± {self.within:.3f} (p {self.p:.2f}), "
            f"{len(self.won)} questions won, {len(self.lost)} lost"
        )


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any], half: str = "test"
) -> list[Difference]:
    """Over the questions of one half that both runs have."""
    before = {row["id"]: row for row in old["rows"] if row["split"] == half}
    after = {row["id"]: row for row in new["rows"] if row["split"] == half}
    shared = [name for name in before if name in after]
    return [
        _difference(
            name,
            [(key, *values) for key in shared if (values := _both(before[key], after[key], name))],
        )
        for name in COMPARED
    ]


def _both(
    before: Mapping[str, Any], after: Mapping[str, Any], name: str
) -> tuple[float, float] | None:
    one, other = _value(before, name), _value(after, name)
    return None if one is None or other is None else (one, other)


def _value(row: Mapping[str, Any], name: str) -> float | None:
    if name == "refused when it must":
        return None if row["answerable"] else float(row["figures"]["refused"])
    if not row["answerable"]:
        return None
    if name.startswith("recall@"):
        return retrieval_figures(row["ranks"][SHIPPED])[name]
    value = row["figures"].get(name)
    return None if value is None else float(value)


def _difference(name: str, pairs: Sequence[tuple[str, float, float]]) -> Difference:
    changes = np.array([new - old for _, old, new in pairs])
    won = tuple(key for key, old, new in pairs if new > old)
    lost = tuple(key for key, old, new in pairs if new < old)
    if not won and not lost:
        return Difference(name, 0.0, 0.0, 1.0, (), ())
    spread = interval(changes)
    within = (spread["high"] - spread["low"]) / 2
    return Difference(name, fmean(changes), within, _chance(changes), won, lost)


def _chance(changes: npt.NDArray[np.float64]) -> float:
    """Were the runs alike, each change could as well have gone the other way."""
    from scipy.stats import permutation_test

    moved = changes[changes != 0]  # what stayed the same can go no other way
    if len(moved) < 2:
        return 1.0
    tested = permutation_test(
        (moved,), np.sum, permutation_type="samples", n_resamples=FLIPS, rng=SEED
    )
    return float(tested.pvalue)
