"""Nothing of the evaluation goes into training."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.search.fold import letters
from training.overlap import EVALUATION, GRAM, Withheld

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


@pytest.mark.parametrize("name", ["questions", "tuning", "rewrites", "judged"])
def test_every_file_of_the_evaluation_is_withheld(name: str) -> None:
    withheld = Withheld.of_evaluation()
    rows = [json.loads(x) for x in (EVALUATION / f"{name}.jsonl").read_text("utf-8").splitlines()]
    # The plain fields of a row: questions, answers and notes; sentences; passages.
    texts = [text for row in rows for text in row.values() if isinstance(text, str)]
    long = [text for text in texts if len(letters(text)) >= GRAM]
    assert long and all(text in withheld for text in long)


@pytest.mark.parametrize(
    "row",
    [
        {"question": QUOTE},
        {"question": "那里呢", "turns": ["在吗", QUOTE]},
        {"answer": "", "key_facts": [["93"], ["九十三", QUOTE]]},
        {"evidence": [{"document": "x.txt", "quote": QUOTE, "page": None}]},
        {"quotes": [{"text": QUOTE}], "sentence": "对"},
        {"a field to come": {"deep": [{"in": [QUOTE]}]}, "n": 3},
    ],
)
def test_a_text_is_withheld_wherever_in_a_row_it_lies(
    tmp_path: Path, row: dict[str, object]
) -> None:
    (tmp_path / "questions.jsonl").write_text('{"question": "问题"}\n', encoding="utf-8")
    line = json.dumps(row, ensure_ascii=False)
    (tmp_path / "another.jsonl").write_text(f"{line}\n\n", encoding="utf-8")
    assert QUOTE in Withheld.of_evaluation(tmp_path)
