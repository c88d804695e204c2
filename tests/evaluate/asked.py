"""Questions over the small corpus of tests/conftest.py."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def _row(name: str, question: str, fact: str, document: str, quote: str) -> dict[str, Any]:
    article = {"baita-2023-06.txt": "白塔市职工书屋建设情况"}.get(document)
    return {
        "id": name,
        "question": question,
        "lang": "zh",
        "type": "number",
        "split": "test",
        "answerable": True,
        "answer": quote,
        "key_facts": [[fact]],
        "evidence": [{"document": document, "quote": quote, "article": article, "page": None}],
        "note": "",
    }


SMALL_QUESTIONS: list[dict[str, Any]] = [
    _row("books", "白塔市建成职工书屋多少家？", "93", "baita-2023-06.txt",
         "截至2023年6月，白塔市建成职工书屋93家"),
    _row("breakfast", "清泉县的早餐项目一年花了多少钱？", "58.6万", "qingquan-2022-03.txt",
         "项目全年投入58.6万元，惠及环卫工人412名"),
    _row("tuned", "清泉县总工会主席是谁？", "罗文远", "qingquan-2022-03.txt",
         "县总工会主席罗文远说，早餐点要办在工人干活的路上") | {"split": "tune", "type": "name"},
    _row("points", "那早餐点有几个？", "17", "qingquan-2022-03.txt", "全县共设早餐点17个")
    | {"type": "follow-up", "turns": ["清泉县总工会的早餐项目投入多少？"]},
    {
        "id": "nothing",
        "question": "Who painted the ceiling of the Sistine Chapel?",
        "lang": "en",
        "type": "unanswerable",
        "split": "test",
        "answerable": False,
        "answer": "",
        "key_facts": [],
        "evidence": [],
        "note": "没有写",
    },
]  # fmt: skip


def write_questions(file: Path, rows: Sequence[Mapping[str, Any]] = SMALL_QUESTIONS) -> Path:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    file.write_text(text, encoding="utf-8")
    return file
