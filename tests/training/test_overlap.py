"""Nothing of the evaluation goes into training."""

from __future__ import annotations

import json
from pathlib import Path

from training.overlap import QUESTIONS, Withheld

QUOTE = "白塔市建成职工书屋93家，其中国家级示范点4家"


def test_thirteen_characters_in_a_row_are_too_many_whatever_their_script_and_marks() -> None:
    withheld = Withheld([QUOTE])
    assert "據悉，白塔市建成職工書屋９３家、其中國家級" in withheld
    assert "白塔市建成职工书屋九十三家" not in withheld
    assert "" not in withheld and "书屋" not in withheld


def test_an_item_goes_when_one_of_its_texts_overlaps() -> None:
    withheld = Withheld([QUOTE])
    items = [("问", QUOTE), ("白塔市有多少书屋", "另一句话")]
    assert withheld.without(items, lambda item: item) == [items[1]]


def test_questions_answers_and_evidence_of_the_evaluation_are_withheld() -> None:
    withheld = Withheld.of_questions()
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    quotes = [each["quote"] for row in rows for each in row["evidence"]]
    assert all(quote in withheld for quote in quotes if len(quote) > 40)


def test_another_file_of_questions(tmp_path: Path) -> None:
    row = {"question": "问题", "answer": "", "evidence": [{"quote": QUOTE}]}
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert QUOTE in Withheld.of_questions(file)
