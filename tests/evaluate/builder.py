"""Questions, records and rows, with what a test does not speak of filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rag.evaluate.questions import Evidence, Question

QUOTE = "一二三四五六七八九十"
"""Ten characters, five 6-grams."""


def question(**fields: Any) -> Question:
    told = {
        "id": "q-1",
        "question": "几家？",
        "lang": "zh",
        "type": "number",
        "split": "test",
        "answerable": True,
        "answer": "37家。",
        "key_facts": [["37"]],
        "evidence": (Evidence("甲.txt", QUOTE),),
    }
    return Question(**{**told, **fields})


def unanswerable(**fields: Any) -> Question:
    told = {"answerable": False, "type": "unanswerable", "answer": "", "key_facts": []}
    return question(**{**told, "evidence": (), **fields})


def cited(quote: str, document: str = "甲.txt", **fields: Any) -> dict[str, Any]:
    return {"document": document, "quote": quote, "article": None, "page": None, **fields}


def record(
    answer: str = "", citations: Sequence[Mapping[str, Any]] = (), refused: bool = False
) -> dict[str, Any]:
    return {"answer": answer, "citations": citations, "refused": refused, "seconds": 0.5}


def row(
    name: str, ranks: Sequence[int | None] = (1,), seconds: float = 0.5, **fields: Any
) -> dict[str, Any]:
    """A row of a run, of an answerable question that was answered rightly."""
    figures = {"refused": 0.0, "right": 1.0, "citation recall": 1.0, "citation precision": 1.0}
    told = {
        "id": name,
        "type": "number",
        "lang": "zh",
        "split": "test",
        "documents": ["甲.txt"],
        "answerable": True,
        "ranks": {"fused": ranks},
        "record": {"seconds": seconds},
    }
    return {**told, **fields, "figures": figures | fields.get("figures", {})}


def refusable(name: str, refused: bool, **fields: Any) -> dict[str, Any]:
    """A row of an unanswerable question."""
    told = row(name, type="unanswerable", documents=[], answerable=False, ranks={})
    return {**told, **fields, "ranks": {}, "figures": {"refused": float(refused)}}
