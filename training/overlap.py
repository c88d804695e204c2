"""Keeps the evaluation out of training: no text that shares 13 characters in a row with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from rag.search.fold import letters

GRAM = 13
QUESTIONS = Path(__file__).resolve().parent.parent / "eval" / "questions.jsonl"

Item = TypeVar("Item")


class Withheld:
    """Every run of 13 letters of the questions, answers and evidence, whatever their script and
    marks."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._grams = {gram for text in texts for gram in _grams(text)}

    @classmethod
    def of_questions(cls, file: Path = QUESTIONS) -> Withheld:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
        return cls(
            text
            for row in rows
            for text in (row["question"], row["answer"], *(e["quote"] for e in row["evidence"]))
        )

    def __contains__(self, text: str) -> bool:
        return any(gram in self._grams for gram in _grams(text))

    def without(self, items: Iterable[Item], texts: Callable[[Item], Iterable[str]]) -> list[Item]:
        """The items none of whose texts shares a run with the evaluation."""
        return [item for item in items if not any(text in self for text in texts(item))]


def _grams(text: str) -> Iterable[str]:
    bare = letters(text)
    return (bare[at : at + GRAM] for at in range(len(bare) - GRAM + 1))
