"""Is every rewrite of eval/rewrites.jsonl whole, and does its quote stand in the corpus?"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from typer.testing import CliRunner

from rag.cli import app
from rag.evaluate.questions import QUESTIONS
from tests.test_questions import bare, source

FILE = QUESTIONS.with_name("rewrites.jsonl")
ROWS: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def test_ids_are_unique_and_half_are_right() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert abs(2 * sum(row["right"] for row in ROWS) - len(ROWS)) <= 2
    splits = Counter((row["split"], row["right"]) for row in ROWS)
    assert set(splits) == {(split, right) for split in ("tune", "test") for right in (True, False)}


def test_every_quote_stands_in_its_document() -> None:
    for row in ROWS:
        for quote in row["quotes"]:
            assert bare(quote["text"]) in source(row["document"]), row["id"]


def test_the_checks_are_measured_by_a_command() -> None:
    done = CliRunner().invoke(app, ["eval", "--rewrites", str(FILE)])
    assert done.exit_code == 0
    assert "right withheld" in done.stdout and "wrong caught" in done.stdout
    missing = CliRunner().invoke(app, ["eval", "--rewrites", "no-such.jsonl"])
    assert missing.exit_code == 1 and "no-such.jsonl" in missing.stderr
