"""Is every question of eval/questions.jsonl whole, and does its evidence stand in the corpus?"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rag.evaluate.questions import QUESTIONS, load_questions

CORPUS = QUESTIONS.parents[1] / "corpus"
TUNING = QUESTIONS.with_name("tuning.jsonl")


def rows_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


ROWS = rows_of(QUESTIONS)
MORE = rows_of(TUNING)

FIELDS = {
    "id": str,
    "question": str,
    "lang": str,
    "type": str,
    "answerable": bool,
    "split": str,
    "answer": str,
    "key_facts": list,
    "evidence": list,
    "note": str,
}
EVIDENCE_FIELDS = {"document", "quote", "article", "page"}
LANGUAGES = {"zh", "en", "zh-Hant"}
TYPES = {
    *("number", "name", "date", "list", "fact", "paraphrase", "colloquial"),
    *("multi", "why-how", "table", "compare", "follow-up", "phrase", "unanswerable"),
}

each_question = pytest.mark.parametrize("row", ROWS + MORE, ids=[row["id"] for row in ROWS + MORE])


def bare(text: str) -> str:
    """White space and Markdown's bold aside: a quote may run over the lines of a page."""
    return "".join(text.replace("**", "").split())


@cache
def source(document: str) -> str:
    return bare((CORPUS / document).read_text(encoding="utf-8-sig"))


@each_question
def test_fields_are_complete(row: dict[str, Any]) -> None:
    turns = row.get("turns", [])
    assert all(isinstance(turn, str) and turn.strip() for turn in turns)
    assert bool(turns) == (row["type"] == "follow-up")
    assert {name: type(row[name]) for name in row if name != "turns"} == FIELDS
    assert row["id"].strip() and row["question"].strip()
    assert row["lang"] in LANGUAGES
    assert row["type"] in TYPES
    assert row["split"] in ("tune", "test")
    for evidence in row["evidence"]:
        assert set(evidence) == EVIDENCE_FIELDS
        assert evidence["article"] is None or evidence["article"].strip()
        assert evidence["page"] is None or type(evidence["page"]) is int
    for alternatives in row["key_facts"]:
        assert alternatives and all(fact.strip() for fact in alternatives)


@each_question
def test_every_quote_stands_in_its_document(row: dict[str, Any]) -> None:
    for evidence in row["evidence"]:
        assert bare(evidence["quote"])
        assert bare(evidence["quote"]) in source(evidence["document"])


@each_question
def test_every_first_key_fact_stands_in_a_quote_or_the_answer(row: dict[str, Any]) -> None:
    places = [bare(row["answer"]), *(bare(evidence["quote"]) for evidence in row["evidence"])]
    for fact, *_ in row["key_facts"]:
        assert any(bare(fact) in place for place in places), fact


@each_question
def test_what_cannot_be_answered_has_no_answer_and_no_evidence(row: dict[str, Any]) -> None:
    assert row["answerable"] == (row["type"] != "unanswerable")
    for field in ("answer", "key_facts", "evidence"):
        assert bool(row[field]) == row["answerable"], field
    assert row["answerable"] or row["note"].strip(), "which near miss is it?"


def test_ids_and_questions_are_unique() -> None:
    asked = ["|".join([*row.get("turns", []), row["question"]]) for row in ROWS + MORE]
    for values in ([row["id"] for row in ROWS + MORE], asked):
        assert not [value for value, n in Counter(values).items() if n > 1]


def test_the_set_is_as_large_and_as_mixed_as_it_says() -> None:
    assert len(ROWS) >= 260
    assert sum(not row["answerable"] for row in ROWS) >= 50
    assert sum(row["lang"] == "en" for row in ROWS) >= 25
    assert sum(row["lang"] == "zh-Hant" for row in ROWS) >= 12
    assert {row["type"] for row in ROWS} == TYPES


def test_the_halves_of_each_type_are_about_equal() -> None:
    counts = Counter((row["type"], row["split"]) for row in ROWS)
    for kind in {row["type"] for row in ROWS}:
        assert abs(counts[kind, "tune"] - counts[kind, "test"]) <= 2, kind


def test_what_is_only_for_tuning_is_marked_so() -> None:
    assert {row["split"] for row in MORE} == {"tune"}
    assert sum(not row["answerable"] for row in MORE) >= 70


def test_the_benchmarks_load_every_question() -> None:
    assert [question.id for question in load_questions()] == [row["id"] for row in ROWS]


def test_the_questions_are_utf_8_with_a_line_break_at_the_end() -> None:
    assert Path(QUESTIONS).read_bytes().decode("utf-8").endswith("}\n")
