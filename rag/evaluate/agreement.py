"""What people's marks say: of two raters against each other (Cohen's kappa), and of the automatic figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isnan, nan
from statistics import fmean

from rag.errors import RequestError
from rag.evaluate.sheet import (
    HOLDS_WORDS,
    JUDGED_WORDS,
    Marks,
    Row,
    Run,
    answered,
    plain,
    problem,
)
from rag.sheets import writable


@dataclass(frozen=True, slots=True)
class Kappa:
    """Of two raters over the `n` rows that both marked; `value` is nan where it is undefined."""

    one: str
    other: str
    value: float
    same: int
    n: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often an automatic figure says what a rater says, over `n` rows that have both."""

    rater: str
    same: int
    n: int
    lenient: int
    """The figure says good and the rater does not."""
    strict: int
    """The rater says good and the figure does not."""

    @property
    def share(self) -> float:
        return self.same / self.n if self.n else nan


@dataclass(frozen=True, slots=True)
class MarksReport:
    answered: int
    """Rows of the run that a sheet has."""
    judged: Mapping[str, Mapping[str, int]]
    holds: Mapping[str, Mapping[str, int]]
    """By rater, how often each word was chosen."""
    judged_kappas: tuple[Kappa, ...]
    holds_kappas: tuple[Kappa, ...]
    """One of each pair of raters."""
    right: tuple[Agreement, ...]
    """`right` against 对, answerable questions only (the figure is not made for others)."""
    precision: tuple[Agreement, ...]
    """`citation precision` of 1 against 是, answerable questions only."""
    mean_precision: Mapping[str, float]
    """Mean `citation precision` where any rater said yes, and where no."""


def kappa(one: Sequence[str], other: Sequence[str]) -> float:
    """Cohen's kappa of two raters over the same rows: 1 is full agreement, 0 what chance gives.

    nan where all is one word: chance alone then agrees fully, and kappa is undefined.
    """
    from sklearn.metrics import cohen_kappa_score

    if len(one) != len(other):
        raise RequestError(f"两人评的行数不同（not the same rows）：{len(one)}、{len(other)}")
    if len({*one, *other}) < 2:
        return nan
    return float(cohen_kappa_score(one, other))


def compare(marks: Sequence[Marks], run: Run) -> MarksReport:
    rows = {str(row["id"]): row for row in run["rows"]}
    for each in marks:
        _check(each, rows)
    judged = {each.rater: {m.id: m.judged for m in each.given if m.judged} for each in marks}
    holds = {each.rater: {m.id: m.holds for m in each.given if m.holds} for each in marks}
    return MarksReport(
        answered=sum(map(answered, run["rows"])),
        judged={rater: _counted(words, JUDGED_WORDS) for rater, words in judged.items()},
        holds={rater: _counted(words, HOLDS_WORDS) for rater, words in holds.items()},
        judged_kappas=_kappas(judged),
        holds_kappas=_kappas(holds),
        right=_agreements(judged, "right", lambda name: _figure(rows[name], "right")),
        precision=_agreements(holds, "yes", lambda name: _figure(rows[name], "citation precision")),
        mean_precision=_mean_precision(holds, rows),
    )


def _check(marks: Marks, rows: Mapping[str, Row]) -> None:
    """Marks of another run's answers would count for this one unseen, so the answers must match."""
    for mark in marks.given:
        row = rows.get(mark.id)
        if row is None:
            raise problem(
                marks.file,
                mark.row,
                f"这次评测里没有这个编号（id not in the run）：{mark.id!r}。是不是别的一次的表？",
            )
        answer = row["record"].get("answer") or ""
        if not answered(row) or plain(mark.answer) != plain(writable(answer)):
            raise problem(
                marks.file,
                mark.row,
                f"{mark.id!r} 的回答与这次评测的不同（another answer than the run's）。"
                "请用写出这张表的那次评测来比。",
            )


def _figure(row: Row, name: str) -> float | None:
    """None for the unanswerable, for which these figures are not made."""
    if not row.get("answerable"):
        return None
    value = (row.get("figures") or {}).get(name)
    return None if value is None else float(value)


def _counted(words: Mapping[str, str], known: Mapping[str, str]) -> dict[str, int]:
    counts = Counter(words.values())
    return {word: counts[word] for word in known}


def _kappas(by_rater: Mapping[str, Mapping[str, str]]) -> tuple[Kappa, ...]:
    found = []
    for one, other in combinations(by_rater, 2):
        pairs = [(w, by_rater[other][i]) for i, w in by_rater[one].items() if i in by_rater[other]]
        value = kappa([a for a, _ in pairs], [b for _, b in pairs])
        found.append(Kappa(one, other, value, sum(a == b for a, b in pairs), len(pairs)))
    return tuple(found)


def _agreements(
    by_rater: Mapping[str, Mapping[str, str]], good: str, figure: Callable[[str], float | None]
) -> tuple[Agreement, ...]:
    """A figure says good when it is 1: an answer is right, or every quote belongs there."""
    found = []
    for rater, words in by_rater.items():
        valued = [
            (value, word) for name, word in words.items() if (value := figure(name)) is not None
        ]
        pairs = [(value >= 1, word == good) for value, word in valued]
        found.append(
            Agreement(
                rater=rater,
                same=sum(automatic == person for automatic, person in pairs),
                n=len(pairs),
                lenient=sum(automatic and not person for automatic, person in pairs),
                strict=sum(person and not automatic for automatic, person in pairs),
            )
        )
    return tuple(found)


def _mean_precision(
    by_rater: Mapping[str, Mapping[str, str]], rows: Mapping[str, Row]
) -> dict[str, float]:
    values: dict[str, list[float]] = {word: [] for word in HOLDS_WORDS}
    for words in by_rater.values():
        for name, word in words.items():
            if (value := _figure(rows[name], "citation precision")) is not None:
                values[word].append(value)
    return {word: fmean(each) for word, each in values.items() if each}


def print_marks(report: MarksReport) -> str:
    """Plain lines for the terminal."""
    lines = [f"有回答的题 answered questions：{report.answered}"]
    for rater, counts in report.judged.items():
        lines.append(f"{rater}　判断 answer：{_told(counts, JUDGED_WORDS)}")
        lines.append(f"{rater}　引文成立 citation holds：{_told(report.holds[rater], HOLDS_WORDS)}")
    for title, kappas in (
        ("两人一致（判断）kappa, answer", report.judged_kappas),
        ("两人一致（引文）kappa, citation", report.holds_kappas),
    ):
        lines += [f"{title}：{_kappa_told(each)}" for each in kappas]
    for title, agreements in (
        ("自动的“答对”与人的“对” right against 对", report.right),
        ("引文切题为 1 与人的“是” citation precision of 1 against 是", report.precision),
    ):
        lines += [f"{title}：{_agreement_told(each)}" for each in agreements]
    for word, mean in report.mean_precision.items():
        lines.append(
            f"人说“{HOLDS_WORDS[word]}”时的平均引文切题 mean citation precision：{mean:.2f}"
        )
    return "\n".join(lines) + "\n"


def _told(counts: Mapping[str, int], words: Mapping[str, str]) -> str:
    total = sum(counts.values())
    parts = [f"{words[word]} {count}" for word, count in counts.items()]
    return f"{'，'.join(parts)}（共 {total} 行 rows）"


def _kappa_told(each: Kappa) -> str:
    if not each.n:
        value = "没有两人都评的行 no row that both marked"
    elif isnan(each.value):
        value = "无法计算，两人只用了一个词 undefined, one word only"
    else:
        value = f"{each.value:.2f}"
    return f"{value}（{each.one} / {each.other}，相同 same {each.same} / {each.n}）"


def _agreement_told(each: Agreement) -> str:
    if not each.n:
        return f"{each.rater}　没有可比的行 nothing to compare"
    return (
        f"{each.rater}　{each.share:.0%}（{each.same} / {each.n}；"
        f"自动偏宽 too lenient {each.lenient}，自动偏严 too strict {each.strict}）"
    )
