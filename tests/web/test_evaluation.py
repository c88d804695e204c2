"""The evaluation tab's handlers: a run with its report, a comparison, a sheet that is answered."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import gradio as gr
import pytest
from openpyxl import Workbook, load_workbook

from rag.pipeline import Engine
from rag.web.evaluation import Evaluation
from rag.web.words import in_language

EVIDENCE = {
    "document": "qingquan-2022-03.md", "quote": "项目全年投入 58.6 万元，惠及环卫工人 412 名。",
    "article": None, "page": None,
}  # fmt: skip
QUESTION = {
    "id": "q1", "question": "“暖胃早餐”项目全年投入多少万元？", "lang": "zh", "type": "number",
    "answerable": True, "answer": "58.6 万元", "key_facts": [["58.6万元"]], "evidence": [EVIDENCE],
    "split": "test", "note": "",
}  # fmt: skip
REQUEST = gr.Request(cookies={})


@pytest.fixture
def engine_of_its_own(web_engine: Engine, tmp_path: Path) -> Engine:
    return replace(web_engine, settings=replace(web_engine.settings, state=tmp_path / "state"))


@pytest.fixture
def tab(engine_of_its_own: Engine, tmp_path: Path) -> Evaluation:
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(QUESTION, ensure_ascii=False) + "\n", encoding="utf-8")
    return Evaluation(lambda: engine_of_its_own, file)


def test_a_run_is_reported_listed_and_compared(tab: Evaluation, engine_of_its_own: Engine) -> None:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    from rag.web import evaluation

    *_, (told, listed, _) = tab.run(None, "ours", REQUEST)
    [name] = tab.names()
    assert f'src="/evaluations/{name}.html"' in told and "1.000" in listed
    earlier = tab.reports / "20200101T000000.json"
    earlier.write_bytes((tab.reports / f"{name}.json").read_bytes())
    (tab.reports / f"{name}.json").unlink()
    *_, (told, _, _) = tab.run("20200101T000000", "ours", REQUEST)
    app = FastAPI()
    app.include_router(evaluation.router(lambda: engine_of_its_own))
    client = TestClient(app)
    report = client.get(f"/evaluations/{tab.names()[0]}.html")
    assert report.status_code == 200 and "Since the last run" in report.text
    assert '<html lang="zh-CN">' in report.text
    english = client.get(f"/evaluations/{tab.names()[0]}.html?lang=en")
    assert '<html lang="en">' in english.text
    for bad in ("20200101T000001", "..%2Fstate", "x"):
        assert client.get(f"/evaluations/{bad}.html").status_code == 404


def test_a_sheet_is_answered(tab: Evaluation, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["id", "question"])
    book.active.append(["1", QUESTION["question"]])
    book.save(tmp_path / "sheet.xlsx")
    *going, (told, answered) = tab.answer(str(tmp_path / "sheet.xlsx"), REQUEST)
    assert any("1 / 1" in each[0] for each in going) and "答完了" in told
    names, row = load_workbook(answered["value"]).worksheets[0].iter_rows(values_only=True)
    assert "58.6万元" in dict(zip(names, row, strict=True))["answer"]


def test_rows_that_failed_are_counted(tab: Evaluation, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"编号,问题\n1,{QUESTION['question']}\n2,abc\n", encoding="utf-8")
    *_, (told, answered) = tab.answer(str(sheet), REQUEST)
    said = in_language(told, "zh")
    assert "有 2 题没有答成" in said and "一列 question" in said and answered["visible"]
    assert "2 questions could not be answered" in in_language(told, "en")


def test_a_page_that_is_opened_again_has_the_runs(
    tab: Evaluation, engine_of_its_own: Engine
) -> None:
    list(tab.run(None, "ours", REQUEST))
    [name] = tab.names()
    told, listed, names = tab.opened()
    assert name in listed and names["choices"] == [name] and "正在评测" not in str(told)
    with tab._running:
        assert "正在评测" in tab.opened()[0]


def test_what_cannot_be_done_says_why(tab: Evaluation, tmp_path: Path) -> None:
    assert "请先选一个文件" in list(tab.answer(None, REQUEST))[-1][0]
    bad = tmp_path / "<b>.xlsx"
    bad.write_bytes(b"no sheet")
    told = list(tab.answer(str(bad), REQUEST))[-1][0]
    assert "不是能读的 xlsx" in told and "<b>" not in told
    closed = replace(tab, allowed=lambda request: False)
    assert "编辑的密码" in list(closed.run(None, "ours", REQUEST))[-1][0]
    assert "编辑的密码" in list(closed.answer(str(bad), REQUEST))[-1][0]
