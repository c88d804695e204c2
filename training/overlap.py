"""Keeps the evaluation out of training: no text that shares 13 characters in a row with it.

`python -m training.overlap --data DIR` counts what is left out for that.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from rag.search.fold import letters

GRAM = 13
EVALUATION = Path(__file__).resolve().parent.parent / "eval"

Item = TypeVar("Item")


class Withheld:
    """Every run of 13 letters of some texts, whatever their script and marks."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._grams = {gram for text in texts for gram in _grams(text)}

    @classmethod
    def of_evaluation(cls, folder: Path = EVALUATION) -> Withheld:
        """Of every text in the folder's jsonl files: questions and earlier turns, answers, key
        facts, evidence, notes, rewrites, judged passages, and whatever comes to them."""
        return cls(
            text
            for file in sorted(folder.glob("*.jsonl"))
            for line in file.read_text(encoding="utf-8").splitlines()
            if line.strip()
            for text in _texts(json.loads(line))
        )

    def __contains__(self, text: str) -> bool:
        return any(gram in self._grams for gram in _grams(text))

    def without(self, items: Iterable[Item], texts: Callable[[Item], Iterable[str]]) -> list[Item]:
        """The items none of whose texts shares a run with what is withheld."""
        return [item for item in items if not any(text in self for text in texts(item))]


def _grams(text: str) -> Iterable[str]:
    bare = letters(text)
    return (bare[at : at + GRAM] for at in range(len(bare) - GRAM + 1))


def _texts(value: object) -> Iterator[str]:
    """All strings of a row, however deep they lie."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def main() -> None:
    from training import sources
    from training.prepare import read_material

    parser = argparse.ArgumentParser(prog="python -m training.overlap", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of training/README.md")
    folder = parser.parse_args().data
    if missing := sources.missing_files(folder):
        parser.error(f"{folder} 里没有（lacks） {', '.join(missing)}")
    everything = read_material(folder, Withheld([])).counts()
    kept = read_material(folder, Withheld.of_evaluation()).counts()
    for kind, count in everything.items():
        print(f"{kind}: {count - kept[kind]:,} of {count:,} left out")


if __name__ == "__main__":
    main()
