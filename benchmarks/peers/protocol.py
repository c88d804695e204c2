"""What passes between the comparison and one peer: two files in, one file out.

passages.jsonl: {"id", "document", "context", "text"}; questions.jsonl: {"id", "question"}.
Out: {"seconds", "megabytes", "answers": [{"id", "passages", "milliseconds"}]}.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

LIMIT = 10
PASSES = 3
"""Times that every question is asked; the shortest counts, because a machine has other work too."""


@dataclass(frozen=True, slots=True)
class Passage:
    id: str
    document: str
    """The file's name in corpus/."""
    context: str
    text: str

    @property
    def searched(self) -> str:
        """What every peer is given, ours as well."""
        return f"{self.context}\n{self.text}"


Search = Callable[[str], Sequence[str]]
"""From a question to at most LIMIT ids of passages, best first."""
Variants = Mapping[str, Callable[[Sequence[Passage]], Search]]
"""By name, what makes an index of the passages and returns its search."""


@dataclass(frozen=True, slots=True)
class Answered:
    id: str
    passages: tuple[str, ...]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Result:
    seconds: float
    """From the passages in memory to an index that can be asked: imports and models included."""
    megabytes: float | None
    """The most memory the process ever held; None where the system does not tell."""
    answers: tuple[Answered, ...]


def run(variants: Variants) -> None:
    """What every peer's file does when it is started."""
    parser = argparse.ArgumentParser()
    parser.add_argument("variant", choices=list(variants))
    parser.add_argument("passages", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    passages = [Passage(**row) for row in read_lines(options.passages)]
    questions = [(row["id"], row["question"]) for row in read_lines(options.questions)]
    started = time.perf_counter()
    search = variants[options.variant](passages)
    seconds = time.perf_counter() - started
    search(questions[0][1])  # dictionaries are loaded when first used
    passes = [[_answered(search, *question) for question in questions] for _ in range(PASSES)]
    answers = tuple(
        min(same, key=lambda each: each.milliseconds) for same in zip(*passes, strict=True)
    )
    result = Result(seconds, peak_megabytes(), answers)
    options.output.write_text(json.dumps(asdict(result), ensure_ascii=False), encoding="utf-8")


def _answered(search: Search, question_id: str, text: str) -> Answered:
    started = time.perf_counter()
    found = search(text)
    milliseconds = 1000 * (time.perf_counter() - started)
    return Answered(question_id, tuple(found[:LIMIT]), milliseconds)


def read_result(file: Path) -> Result:
    values = json.loads(file.read_text(encoding="utf-8"))
    answers = tuple(
        Answered(each["id"], tuple(each["passages"]), each["milliseconds"])
        for each in values["answers"]
    )
    return Result(values["seconds"], values["megabytes"], answers)


def read_lines(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def write_lines(file: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    file.write_text("".join(lines), encoding="utf-8")


def peak_megabytes() -> float | None:
    """Of memory that this process ever held; None where the system does not tell."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def spaced(text: str) -> str:
    """The words of jieba with spaces between them, for libraries that split at spaces only."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    import jieba

    jieba.setLogLevel("ERROR")
    return [word for word in jieba.lcut(text) if word.strip()]
