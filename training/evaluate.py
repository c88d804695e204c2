"""How often a question finds its own paragraph: `python -m training.evaluate MODEL --data DIR`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.search.embed import Embedder, load_embedder


@dataclass(frozen=True)
class Task:
    """Questions, paragraphs, and the number of each question's own paragraph."""

    name: str
    questions: list[str]
    paragraphs: list[str]
    own: list[int]


def read_tasks(folder: Path) -> list[Task]:
    chinese = _read_squad("XQuAD zh", folder / "xquad.zh.json")
    english = _read_squad("XQuAD en", folder / "xquad.en.json")
    # The two files hold the same questions in the same order.
    crossed = Task("XQuAD en to zh", english.questions, chinese.paragraphs, chinese.own)
    drcd = _read_squad("DRCD test, simplified", folder / "DRCD_test.json", _simplifier())
    return [chinese, crossed, drcd]


def _simplifier() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def _read_squad(name: str, path: Path, convert: Callable[[str], str] = str) -> Task:
    with path.open(encoding="utf-8") as file:
        articles = json.load(file)["data"]
    paragraphs = [p for article in articles for p in article["paragraphs"]]
    items = [(qa["question"], number) for number, p in enumerate(paragraphs) for qa in p["qas"]]
    return Task(
        name,
        [convert(question) for question, _ in items],
        [convert(paragraph["context"]) for paragraph in paragraphs],
        [number for _, number in items],
    )


def recall(embedder: Embedder, task: Task, cutoffs: Sequence[int] = (1, 5)) -> list[float]:
    """The share of questions whose own paragraph is among the first k, for each k."""
    questions = embedder.embed_queries(task.questions)
    paragraphs = embedder.embed_passages(task.paragraphs)
    scores = questions @ paragraphs.T
    own = scores[np.arange(len(task.own)), task.own]
    # What does not score less stands before: a tie is not luck, and a NaN never a find.
    ranks = (~(scores < own[:, None])).sum(axis=1)
    return [float((ranks <= k).mean()) for k in cutoffs]


def table(embedder: Embedder, folder: Path) -> str:
    """The figures as a Markdown table."""
    lines = ["| task | questions | paragraphs | recall at 1 | at 5 |", "|---|---|---|---|---|"]
    for task in read_tasks(folder):
        first, fifth = recall(embedder, task)
        counts = f"{len(task.questions):,} | {len(task.paragraphs):,}"
        lines.append(f"| {task.name} | {counts} | {first:.3f} | {fifth:.3f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("model", help="'bundled', a sentence-transformers id, or a folder")
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark files")
    options = parser.parse_args()
    print(table(load_embedder(options.model), options.data))


if __name__ == "__main__":
    main()
