"""Passages elsewhere with the same facts, in the small corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.errors import RequestError
from rag.evaluate.check import elsewhere, load_judged
from rag.evaluate.questions import Evidence
from rag.pipeline import Engine
from tests.evaluate.builder import question, unanswerable

BREAKFAST = Evidence("qingquan-2022-03.txt", "项目全年投入58.6万元，惠及环卫工人412名")
BOOKS = Evidence("baita-2023-06.txt", "白塔市建成职工书屋93家，其中国家级示范点4家")


def test_a_passage_elsewhere_with_every_fact_is_found(small_engine: Engine) -> None:
    asked = question(key_facts=[["412"], ["环卫工人", "清洁工"]], evidence=(BOOKS,))
    (found,) = elsewhere(small_engine.library, [asked])
    assert (found.question, found.document) == (asked, "qingquan-2022-03.txt")
    assert "412" in found.passage.text
    name, document, words = found.key
    assert (name, document) == ("q-1", "qingquan-2022-03.txt")
    assert len(words) == 40 and words in "".join(found.passage.text.split())


@pytest.mark.parametrize(
    "asked",
    [
        question(key_facts=[["412"]], evidence=(BREAKFAST,)),  # that passage is the evidence
        question(key_facts=[["412"], ["93"]], evidence=(BOOKS,)),  # no passage has both
        question(key_facts=[["41"]], evidence=(BOOKS,)),  # 41 does not stand in 412
        question(key_facts=[["412"]], evidence=(BOOKS,), type="phrase"),
        unanswerable(),
    ],
)
def test_nothing_else_is(small_engine: Engine, asked: object) -> None:
    assert list(elsewhere(small_engine.library, [asked])) == []  # type: ignore[list-item]


def test_evidence_is_of_its_document(small_engine: Engine) -> None:
    moved = Evidence(BOOKS.document, BREAKFAST.quote)
    found = list(
        elsewhere(small_engine.library, [question(key_facts=[["412"]], evidence=(moved,))])
    )
    assert [each.document for each in found] == ["qingquan-2022-03.txt"]


def test_what_was_judged_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "judged.jsonl"
    assert load_judged(file) == {}
    row = {"id": "q-1", "document": "a.txt", "passage": "头四十字", "verdict": "other", "note": ""}
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n\n", encoding="utf-8")
    assert load_judged(file) == {("q-1", "a.txt", "头四十字"): "other"}
    file.write_text("\n{", encoding="utf-8")
    with pytest.raises(RequestError, match="judged.jsonl 第 2 行"):
        load_judged(file)
