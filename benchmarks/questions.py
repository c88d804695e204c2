"""The questions of eval/questions.jsonl, as records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

QUESTIONS = Path(__file__).parents[1] / "eval" / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Evidence:
    document: str
    """The file's name in corpus/."""
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    language: str
    kind: str
    half: str
    """tune or test."""
    answerable: bool
    evidence: tuple[Evidence, ...]


def load_questions(file: Path = QUESTIONS) -> list[Question]:
    lines = file.read_text(encoding="utf-8").split("\n")
    return [_question(line) for line in lines if line.strip()]


def _question(line: str) -> Question:
    row = json.loads(line)
    return Question(
        id=row["id"],
        text=row["question"],
        language=row["lang"],
        kind=row["type"],
        half=row["split"],
        answerable=row["answerable"],
        evidence=tuple(Evidence(each["document"], each["quote"]) for each in row["evidence"]),
    )
