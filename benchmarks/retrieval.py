"""How often the evidence is found: plain BM25 with jieba, and each of our signals, beside each other.

python -m benchmarks.retrieval [--questions FILE] [--half all|tune|test] [--markdown] [--list-missed]
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import ENOUGH, FIRST, Figures, Ranks, figures, first_hit, share_held
from benchmarks.questions import QUESTIONS, Evidence, Question, load_questions

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from rag.pipeline import Engine
    from rag.records import Passage

SHOWN = max(FIRST)
# How far --list-missed looks. Not further: above 50 the search widens what it fuses, and the ranks
# would not be those of the first ten.
DEEP = 50

Search = Callable[[str, int], Sequence[int]]
"""From a question and a limit to rows of passages, best first."""
Found = Mapping[str, Mapping[str, Ranks]]
"""By system, then by question id."""


@dataclass(frozen=True)
class Passages:
    """All passages by their rows, with what a hit asks of them."""

    rows: Sequence[Passage]
    documents: Mapping[str, str]
    """Key to file name."""

    def of(self, rows: Iterable[int]) -> list[tuple[str, str]]:
        return [(self.documents[self.rows[row].document], self.rows[row].text) for row in rows]

    def ranks(self, question: Question, rows: Sequence[int]) -> Ranks:
        found = self.of(rows)
        return [first_hit(each.document, each.quote, found) for each in question.evidence]

    def most_held(self, evidence: Evidence) -> float:
        """The share that the best single passage holds: below 0.8, no search can hit this quote."""
        everything = self.of(range(len(self.rows)))
        return max(
            (
                share_held(evidence.quote, text)
                for name, text in everything
                if name == evidence.document
            ),
            default=0.0,
        )


def main() -> None:
    options = _options()
    questions = [each for each in load_questions(options.questions) if each.answerable]
    from benchmarks.progress import building, counted
    from rag.pipeline import open_engine
    from rag.settings import load_settings

    with building() as progress:
        engine = open_engine(load_settings(os.environ), progress)
    library = engine.library
    passages = Passages(
        library.passages(range(library.lexical.rows)),
        {bulletin.key: bulletin.name for bulletin in library.bulletins()},
    )
    asked = [each for each in questions if options.half in ("all", each.half)]
    searches = _searches(engine, passages.rows)
    found: Found = {
        name: {
            each.id: passages.ranks(each, search(each.text, SHOWN)) for each in counted(asked, name)
        }
        for name, search in searches.items()
    }
    groups = _groups(asked, options.half)
    print(
        f"{len(library.bulletins())} documents, {len(passages.rows)} passages; {library.build.name}\n"
    )
    print(_markdown(groups, found) if options.markdown else _table(groups, found))
    if options.list_missed:
        ours = {name: search for name, search in searches.items() if name != PLAIN}
        missed = [each for each in asked if any(not r or r > 5 for r in found[FUSED][each.id])]
        print(f"\n{len(missed)} questions with evidence that is not in the first 5\n")
        for each in counted(missed, "--list-missed"):
            print(_missed(each, ours, passages))


# --------------------------------------------------------------------------------- the systems

PLAIN, LEXICAL, DENSE, FUSED = "bm25s + jieba", "ours, lexical", "ours, dense", "ours, fused"


def _searches(engine: Engine, passages: Sequence[Passage]) -> dict[str, Search]:
    from rag.pipeline import search

    library, embedder = engine.library, engine.embedder
    row_of = {passage.id: row for row, passage in enumerate(passages)}

    def lexical(question: str, limit: int) -> Sequence[int]:
        return _best(library.lexical.scores(question), limit)

    def dense(question: str, limit: int) -> Sequence[int]:
        vector = embedder.embed_queries([question])
        if not vector.any():  # the model knows no word of the question
            return []
        _, rows = library.vectors.search(vector, limit)
        return [int(row) for row in rows[0] if row >= 0]

    def fused(question: str, limit: int) -> Sequence[int]:
        return [row_of[hit.passage.id] for hit in search(engine, question, limit)]

    return {PLAIN: _plain(passages), LEXICAL: lexical, DENSE: dense, FUSED: fused}


def _plain(passages: Sequence[Passage]) -> Search:
    """What a few lines with the usual libraries give: their defaults, on the text alone."""
    import bm25s
    import jieba

    jieba.setLogLevel("ERROR")
    engine = bm25s.BM25()
    engine.index([jieba.lcut(passage.text) for passage in passages], show_progress=False)

    def plain(question: str, limit: int) -> Sequence[int]:
        return _best(engine.get_scores(jieba.lcut(question)), limit)

    return plain


def _best(scores: npt.NDArray[np.float32], limit: int) -> list[int]:
    """Rows that share a term with the question, the best first, equal ones in their order."""
    order = (-scores).argsort(kind="stable")[:limit]
    return [int(row) for row in order if scores[row] > 0]


# --------------------------------------------------------------------------------- the tables


@dataclass(frozen=True)
class Group:
    name: str
    ids: Sequence[str]


def _groups(asked: Sequence[Question], half: str) -> list[Group]:
    """All, the test half, then each type and each language."""
    groups = [Group(half, [each.id for each in asked])]
    if half == "all":
        groups.append(Group("test half", [each.id for each in asked if each.half == "test"]))
    for kind in dict.fromkeys(each.kind for each in asked):
        groups.append(Group(kind, [each.id for each in asked if each.kind == kind]))
    for language in dict.fromkeys(each.language for each in asked):
        ids = [each.id for each in asked if each.language == language]
        groups.append(Group(f"lang {language}", ids))
    return groups


def _rows(groups: Sequence[Group], found: Found) -> Iterable[tuple[str, str, Figures]]:
    for group in groups:
        for system, ranks in found.items():
            yield group.name, system, figures([ranks[each] for each in group.ids])


def _table(groups: Sequence[Group], found: Found) -> str:
    heads = [*(f"recall@{k}" for k in FIRST), f"MRR@{SHOWN}"]
    lines = [f"{'':<14}{'n':>3}  {'':<15}" + "".join(f"{head:>11}" for head in heads)]
    for name, system, row in _rows(groups, found):
        if system == PLAIN:
            lines.append("")
        start = f"{name:<14}{row.questions:>3}" if system == PLAIN else " " * 17
        values = "".join(f"{value:>11.3f}" for value in (*row.recall, row.mrr))
        lines.append(f"{start}  {system:<15}{values}")
    return "\n".join(lines)


def _markdown(groups: Sequence[Group], found: Found) -> str:
    """The README's table: all questions and the half that figures are reported on."""
    heads = [*(f"recall@{k}" for k in FIRST), f"MRR@{SHOWN}"]
    lines = [
        f"| 题目 questions | 检索 search | {' | '.join(heads)} |",
        "|---|---|" + "--:|" * len(heads),
    ]
    overall = [group for group in groups if group.name in ("all", "tune", "test", "test half")]
    for name, system, row in _rows(overall, found):
        values = " | ".join(f"{value:.3f}" for value in (*row.recall, row.mrr))
        lines.append(f"| {name} ({row.questions}) | {system} | {values} |")
    return "\n".join(lines)


def _missed(question: Question, searches: Mapping[str, Search], passages: Passages) -> str:
    """For people who improve the search: what was asked, what was wanted, what came first."""
    rows = {name: search(question.text, DEEP) for name, search in searches.items()}
    ranks = {name: passages.ranks(question, found) for name, found in rows.items()}
    lines = [f"{question.id} {question.kind} {question.language} {question.half}: {question.text}"]
    for i, evidence in enumerate(question.evidence):
        placed = "; ".join(f"{name} {each[i] or f'> {DEEP}'}" for name, each in ranks.items())
        lines += [f"  wanted: {evidence.quote}", f"          {evidence.document}; ranks: {placed}"]
        if (most := passages.most_held(evidence)) < ENOUGH:
            lines.append(f"          no passage holds it: at most {most:.2f}")
    for name, text in passages.of(rows[FUSED][:1]):
        lines.append(f"  first:  {name}: {' '.join(text.split())[:120]}")
    return "\n".join(lines) + "\n"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.retrieval",
        description="检索到证据的比例 · how often the evidence is found, beside plain BM25",
    )
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--half", choices=("all", "tune", "test"), default="all")
    parser.add_argument("--markdown", action="store_true", help="print the README's table")
    parser.add_argument(
        "--list-missed", action="store_true", help="list what is not in the first 5, with its ranks"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
