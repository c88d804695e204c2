"""The questions of eval/questions.jsonl, as records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from rag.errors import RequestError
from rag.rows import read_questions
from rag.settings import PROJECT

QUESTIONS = PROJECT / "eval" / "questions.jsonl"
HALVES = ("tune", "test")


@dataclass(frozen=True, slots=True)
class Evidence:
    document: str
    """The file's name in corpus/."""
    quote: str
    article: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    question: str
    lang: str
    type: str
    split: str
    answerable: bool
    answer: str
    key_facts: Sequence[Sequence[str]]
    evidence: Sequence[Evidence]
    turns: Sequence[str] = field(default=())
    note: str = ""

    @property
    def documents(self) -> list[str]:
        return sorted({each.document for each in self.evidence})


def load_questions(file: Path = QUESTIONS) -> list[Question]:
    found: dict[str, Question] = {}
    for number, row in enumerate(read_questions(file), 1):
        try:
            question = _question(row)
            if question.id in found:
                raise ValueError(f"id {question.id} 出现过（is there twice）")
        except (KeyError, TypeError, ValueError) as error:
            raise RequestError(
                f"{file.name} 第 {number} 题用不了（bad question）：{error}。见 eval/README.md。"
            ) from error
        found[question.id] = question
    return list(found.values())


def _question(row: dict[str, Any]) -> Question:
    """What no figure could be worked out for is refused here, not dropped later."""
    evidence = tuple(Evidence(**each) for each in row["evidence"])
    question = Question(**{**row, "evidence": evidence, "turns": tuple(row.get("turns") or ())})
    if question.split not in HALVES:
        raise ValueError(f"split {question.split!r}")
    if question.answerable and not (evidence and question.key_facts and all(question.key_facts)):
        raise ValueError("可答的题要有证据和关键事实（no evidence or key fact）")
    return question


def digest(file: Path) -> str:
    # Git may have checked the file out with other line ends.
    return sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
