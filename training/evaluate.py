"""How often a question finds its own paragraph: `python -m training.evaluate MODEL --data DIR`."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.errors import ModelError
from rag.evaluate.questions import HALVES
from rag.search.embed import Embedder, load_embedder
from rag.settings import PROJECT, Settings

FILES = {
    "chinese": "xquad.zh.json",
    "english": "xquad.en.json",
    "drcd": "DRCD_test.json",
    "cmrc": "cmrc2018_trial.json",
    "news": "ntrex.zh_CN-en.tsv",
    "tibetan": "ntrex.bod.txt",
}


@dataclass(frozen=True)
class Task:
    """Questions, paragraphs, and the number of each question's own paragraph."""

    name: str
    questions: list[str]
    paragraphs: list[str]
    own: list[int]


def missing_files(folder: Path) -> list[str]:
    return [name for name in FILES.values() if not (folder / name).is_file()]


def read_tasks(folder: Path) -> list[Task]:
    chinese = _read_squad("XQuAD zh", folder / FILES["chinese"])
    english = _read_squad("XQuAD en", folder / FILES["english"])
    # The two files hold the same questions in the same order.
    crossed = Task("XQuAD en to zh", english.questions, chinese.paragraphs, chinese.own)
    tasks = [chinese, crossed]
    tasks.append(_read_squad("DRCD test, simplified", folder / FILES["drcd"], _simplifier()))
    tasks.append(_read_squad("CMRC trial", folder / FILES["cmrc"]))
    return [*tasks, *_read_ntrex(folder)]


def _read_ntrex(folder: Path) -> list[Task]:
    """News sentences by their translation; Tibetan for what a model cannot do."""
    lines = (folder / FILES["news"]).read_text(encoding="utf-8").splitlines()
    chinese, english = zip(*(line.split("\t")[:2] for line in lines), strict=True)
    tibetan = (folder / FILES["tibetan"]).read_text(encoding="utf-8").splitlines()[: len(lines)]
    own = list(range(len(lines)))
    return [
        Task("NTREX zh to en", list(chinese), list(english), own),
        Task("NTREX en to zh", list(english), list(chinese), own),
        Task("NTREX Tibetan to zh", tibetan, list(chinese), own),
    ]


def bulletin_task(
    half: str = "test",
    corpus: Path = PROJECT / "corpus",
    eval_folder: Path = PROJECT / "eval",
) -> Task:
    """Our own questions of one piece of evidence, by the passage of the bulletins that holds it.

    Models are chosen by the tune half; the test half is for the one that was chosen.
    """
    from rag.evaluate.figures import first_hit
    from rag.evaluate.questions import load_questions
    from rag.read.corpus import read_corpus
    from rag.read.split import Splitter
    from rag.search.builds import searched_text

    passages = [
        (document.bulletin.name, passage)
        for document in read_corpus(corpus).documents
        for passage in Splitter(Settings().passage_characters).passages(document)
    ]
    texts = [(name, passage.text) for name, passage in passages]
    items: list[tuple[str, int]] = []
    for question in load_questions(eval_folder / "questions.jsonl"):
        if question.split == half and len(question.evidence) == 1 and not question.turns:
            [evidence] = question.evidence
            if rank := first_hit(evidence.document, evidence.quote, texts):
                items.append((question.question, rank - 1))
    shown = [searched_text(passage) for _, passage in passages]
    return Task(f"our questions, {half} half", [q for q, _ in items], shown, [n for _, n in items])


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
    ranks = _ranks(embedder, task)
    return [float((ranks <= k).mean()) for k in cutoffs]


def _ranks(embedder: Embedder, task: Task) -> np.ndarray:
    questions = embedder.embed_queries(task.questions)
    paragraphs = embedder.embed_passages(task.paragraphs)
    return _ranked(questions @ paragraphs.T, task)


def _ranked(scores: np.ndarray, task: Task) -> np.ndarray:
    own = scores[np.arange(len(task.own)), task.own]
    # What does not score less stands before: a tie is not luck, and a NaN never a find.
    ranks: np.ndarray = (~(scores < own[:, None])).sum(axis=1)
    return ranks


def bm25_ranks(task: Task) -> np.ndarray:
    """Beside every model: plain BM25 over the words that jieba finds."""
    import jieba
    from bm25s import BM25

    jieba.setLogLevel(logging.ERROR)

    def words(text: str) -> list[str]:
        return [word for word in jieba.lcut_for_search(text.lower()) if word.strip()]

    index = BM25(backend="numpy", csc_backend="numpy")
    index.index([words(text) for text in task.paragraphs], show_progress=False)
    known = (index.get_tokens_ids(words(question)) for question in task.questions)
    nothing = np.zeros(len(task.paragraphs), dtype=np.float32)
    scores = [index.get_scores_from_ids(ids) if len(ids) else nothing for ids in known]
    return _ranked(np.array(scores), task)


def table(embedder: Embedder, tasks: Sequence[Task]) -> str:
    """The figures as a Markdown table."""
    lines = [
        "| task | questions | paragraphs | recall at 1 / at 5 | MRR at 10 | BM25 at 1 / at 5 |",
        "|---|---|---|---|---|---|",
    ]
    for task in tasks:
        ranks, plain = _ranks(embedder, task), bm25_ranks(task)
        counts = f"{len(task.questions):,} | {len(task.paragraphs):,}"
        reciprocal = np.where(ranks <= 10, 1 / ranks, 0).mean()
        figures = f"{_both(ranks)} | {reciprocal:.3f} | {_both(plain)}"
        lines.append(f"| {task.name} | {counts} | {figures} |")
    return "\n".join(lines)


def _both(ranks: np.ndarray) -> str:
    return f"{(ranks <= 1).mean():.3f} / {(ranks <= 5).mean():.3f}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("model", help="'bundled', a sentence-transformers id, or a folder")
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark files")
    parser.add_argument("--half", choices=HALVES, default="test", help="of our own questions")
    options = parser.parse_args(arguments)
    if missing := missing_files(options.data):
        parser.error(f"{options.data} 里没有（lacks） {', '.join(missing)}")
    try:
        embedder = load_embedder(options.model)
    except ModelError as error:
        parser.exit(2, f"{error}\n")
    print(table(embedder, [*read_tasks(options.data), bulletin_task(options.half)]))


if __name__ == "__main__":
    main()
