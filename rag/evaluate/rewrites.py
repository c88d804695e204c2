"""The check of answers, measured: right rewrites of evidence it withholds, wrong ones it lets through."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import nan
from pathlib import Path
from typing import Any

from rag.answer.quote import Quote, Sentence
from rag.answer.verify import problem
from rag.errors import RequestError

Check = Callable[[Sentence, Sequence[Quote]], str | None]


@dataclass(frozen=True, slots=True)
class Rewrite:
    id: str
    quotes: tuple[Quote, ...]
    sentence: str
    right: bool
    change: str
    """What was done to the evidence, in the writer's words."""
    split: str


@dataclass(frozen=True, slots=True)
class Mistake:
    id: str
    sentence: str
    right: bool
    change: str
    reason: str | None
    """Why a right one was withheld; None for a wrong one that passed."""


@dataclass(frozen=True, slots=True)
class Share:
    value: float
    """nan where there is nothing to count."""
    n: int


@dataclass(frozen=True, slots=True)
class RewriteReport:
    withheld: Share
    """Of the right ones, withheld by mistake."""
    caught: Share
    """Of the wrong ones."""
    by_change: dict[str, Share]
    """Of each kind of change, judged as it should be."""
    mistakes: tuple[Mistake, ...]


def load_rewrites(file: Path) -> list[Rewrite]:
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(_rewrite(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise RequestError(
                f"{file.name} 第 {number} 行读不懂（unreadable row）：{error!r}。"
                "每行应有 id、quotes、sentence、right。"
            ) from error
    return found


def _rewrite(row: dict[str, Any]) -> Rewrite:
    if not isinstance(row["right"], bool) or not row["quotes"] or not row["sentence"].strip():
        raise ValueError("right, quotes, sentence")
    return Rewrite(
        id=str(row["id"]),
        quotes=tuple(_quote(n, each) for n, each in enumerate(row["quotes"], 1)),
        sentence=row["sentence"],
        right=row["right"],
        change=str(row.get("change") or ""),
        split=str(row.get("split") or "test"),
    )


def _quote(n: int, given: str | dict[str, Any]) -> Quote:
    """A quote may be its words alone, or say with title, article, issue and date where it stands."""
    if isinstance(given, str):
        return Quote(n, given, "")
    article, issue, date = (given.get(name) for name in ("article", "issue", "date"))
    text, title = given.get("text") or given["quote"], given.get("title") or ""
    return Quote(n, text, title, article, issue, date)


def measure(file: Path, split: str | None = None, check: Check = problem) -> RewriteReport:
    """All rows, or those of one split."""
    rows = [row for row in load_rewrites(file) if split in (None, row.split)]
    judged = [(row, check(_sentence(row), row.quotes)) for row in rows]
    right = [reason is not None for row, reason in judged if row.right]
    wrong = [reason is not None for row, reason in judged if not row.right]
    changes = sorted({row.change for row in rows if row.change})
    return RewriteReport(
        withheld=_share(right),
        caught=_share(wrong),
        by_change={
            change: _share(
                [row.right == (reason is None) for row, reason in judged if row.change == change]
            )
            for change in changes
        },
        mistakes=tuple(
            Mistake(row.id, row.sentence, row.right, row.change, reason)
            for row, reason in judged
            if row.right != (reason is None)
        ),
    )


def _sentence(row: Rewrite) -> Sentence:
    return Sentence(row.sentence, tuple(quote.n for quote in row.quotes))


def _share(true: Sequence[bool]) -> Share:
    return Share(sum(true) / len(true) if true else nan, len(true))


def rewrites_told(report: RewriteReport) -> str:
    """Plain lines for the terminal."""
    lines = [
        f"对的被误扣 right withheld：{report.withheld.value:.3f}（n={report.withheld.n}）",
        f"错的被拦下 wrong caught：{report.caught.value:.3f}（n={report.caught.n}）",
    ]
    lines += [
        f"{each.id}　{'误扣' if each.right else '漏过'}　{each.sentence}"
        f"　{each.reason or each.change}"
        for each in report.mistakes
    ]
    return "\n".join(lines) + "\n"
