"""Batches: the same names in three kinds of file, order kept, rows that fail, runs cut off."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from rag.batch import UNEXPECTED, answer_record, run, scope_of
from rag.errors import RequestError
from rag.pipeline import Engine, ask
from rag.records import Answer, Scope
from rag.rows import read_questions

KEYS = [
    "id",
    "question",
    "answer",
    "refused",
    "reason",
    "mode",
    "seconds",
    "citations",
    "retrieved",
]
CITATION_KEYS = [
    "n", "id", "document", "title", "issue", "date", "article", "page", "page_inferred",
    "quote", "start", "end", "author",
]  # fmt: skip


def answering(engine: Engine):  # type: ignore[no-untyped-def]
    def answered(question: str, turns: Sequence[str], scope: Scope) -> Answer:
        return ask(engine, question, turns, scope)

    return answered


def no_progress(done: int, total: int) -> None:
    """Nothing is shown."""


def write_jsonl(file: Path, rows: Sequence[object]) -> Path:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return file


def read_jsonl(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_the_record_has_the_contracted_keys(small_engine: Engine) -> None:
    record = answer_record(ask(small_engine, "白塔市有多少职工书屋？"), "q1")
    assert list(record) == KEYS
    assert list(record["citations"][0]) == CITATION_KEYS
    assert set(record["retrieved"][0]) == {
        "passage",
        "document",
        "article",
        "page",
        "text",
        "score",
    }
    assert record["citations"][0]["document"] == "baita-2023-06.txt"
    assert len(record["retrieved"]) <= 10
    scores = [hit["score"] for hit in record["retrieved"]]
    assert scores == sorted(scores, reverse=True)


def test_jsonl_keeps_order_and_passes_other_keys_through(
    small_engine: Engine, tmp_path: Path
) -> None:
    questions = write_jsonl(
        tmp_path / "q.jsonl",
        [
            {"id": 7, "question": "白塔市有多少职工书屋？", "team": "宣教部"},
            {"id": "b", "question": "那早餐点呢？", "turns": ["清泉县总工会的早餐项目投入多少？"]},
            {"id": "c", "question": "早餐", "scope": {"years": [2022]}},
            {"id": "d", "question": ""},
            {"id": "e"},
            {"id": "f", "question": "早餐", "scope": {"years": [1999]}},
        ],
    )
    failed = run(questions, tmp_path / "a.jsonl", answering(small_engine), no_progress, workers=3)
    rows = read_jsonl(tmp_path / "a.jsonl")
    assert [row["id"] for row in rows] == [7, "b", "c", "d", "e", "f"]
    assert rows[0]["team"] == "宣教部" and "93家" in str(rows[0]["answer"])
    assert ["error" in row for row in rows] == [False, False, False, True, True, True]
    assert failed == 3
    assert not list(tmp_path.glob("*.part"))


def test_csv_and_xlsx_hold_the_same_names(small_engine: Engine, tmp_path: Path) -> None:
    with (tmp_path / "q.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "question"], ["1", "白塔市有多少职工书屋？"]])
    run(tmp_path / "q.csv", tmp_path / "a.csv", answering(small_engine), no_progress)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert "93家" in row["answer"]
    assert row["citations"].startswith("[1] 《白塔工会》2023年第6期")

    book = Workbook()
    book.active.append(["id", "question"])
    book.active.append([1, "白塔市有多少职工书屋？"])
    book.save(tmp_path / "q.xlsx")
    run(tmp_path / "q.xlsx", tmp_path / "a.xlsx", answering(small_engine), no_progress)
    names, values = load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True)
    written = dict(zip(names, values, strict=True))
    assert written["id"] == 1 and "93家" in written["answer"]
    assert list(row) == list(names)


def echoing(question: str, turns: Sequence[str], scope: Scope) -> Answer:
    return Answer(question, text=question)


def test_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    """In questions, answers, ids and the names of columns; in a workbook nothing is put in front."""
    row = {"id": "=1+1", "question": "＝HYPERLINK(1)", "=HYPERLINK(2)": "@x"}
    questions = write_jsonl(tmp_path / "q.jsonl", [row])
    run(questions, tmp_path / "a.xlsx", echoing, no_progress)
    cells = list(load_workbook(tmp_path / "a.xlsx").active.iter_rows())
    assert {cell.data_type for line in cells for cell in line} <= {"s", "b", "n", "inlineStr"}
    written = [[cell.value for cell in line] for line in cells]
    assert written[1][:3] == ["=1+1", "＝HYPERLINK(1)", "＝HYPERLINK(1)"]
    assert (written[0][-1], written[1][-1]) == ("=HYPERLINK(2)", "@x")
    run(questions, tmp_path / "a.csv", echoing, no_progress)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        names, values = csv.reader(file)
    assert values[:3] == ["'=1+1", "'＝HYPERLINK(1)", "'＝HYPERLINK(1)"]
    assert (names[-1], values[-1]) == ("'=HYPERLINK(2)", "'@x")


def test_a_table_as_spreadsheets_save_it(tmp_path: Path) -> None:
    """In GB18030, names with spaces and capitals, a comma that was not put between quotes."""
    text = "ID, Question \r\n1,早餐点有几个？\r\n2,早餐,书屋有几家？\r\n"
    (tmp_path / "q.csv").write_bytes(text.encode("gb18030"))
    assert run(tmp_path / "q.csv", tmp_path / "a.jsonl", echoing, no_progress) == 1
    first, second = read_jsonl(tmp_path / "a.jsonl")
    assert (first["id"], first["answer"]) == ("1", "早餐点有几个？")
    (tmp_path / "q.csv").write_text("id,question,\n1,早餐,\n2,书屋,,,\n", "utf-8")
    assert run(tmp_path / "q.csv", tmp_path / "b.jsonl", echoing, no_progress) == 0
    assert second["id"] == "2" and "more cells than columns" in str(second["error"])


def test_a_workbook_with_dates_and_formulas(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["id", "question", "when"])
    book.active.append([1, "早餐", datetime(2024, 5, 1)])
    book.active.append([2, "=A1", None])  # no program has worked it out yet
    book.save(tmp_path / "q.xlsx")
    assert run(tmp_path / "q.xlsx", tmp_path / "a.jsonl", echoing, no_progress) == 1
    first, second = read_jsonl(tmp_path / "a.jsonl")
    assert first["when"] == "2024-05-01 00:00:00" and "no question" in str(second["error"])


@pytest.mark.parametrize("ending", ["jsonl", "csv", "xlsx"])
def test_half_a_character_spoils_no_run(tmp_path: Path, ending: str) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": "\\ud800", "question": "早餐", "x": [{"quote": 1}]}', "utf-8")
    run(questions, tmp_path / f"a.{ending}", echoing, no_progress)
    assert "早餐" in str(read_questions(tmp_path / f"a.{ending}")[0]["answer"])


def test_a_row_that_fails_unexpectedly_does_not_stop_the_others(tmp_path: Path) -> None:
    def failing(question: str, turns: Sequence[str], scope: Scope) -> Answer:
        if question == "坏":
            raise ZeroDivisionError
        return Answer(question, text=question)

    rows = [{"id": 1, "question": "坏"}, {"id": 2, "question": "早餐"}]
    questions = write_jsonl(tmp_path / "q.jsonl", rows)
    assert run(questions, tmp_path / "a.jsonl", failing, no_progress) == 1
    first, second = read_jsonl(tmp_path / "a.jsonl")
    assert first["error"] == UNEXPECTED and second["answer"] == "早餐"


def test_answers_do_not_take_the_place_of_their_questions(tmp_path: Path) -> None:
    questions = write_jsonl(tmp_path / "q.jsonl", [{"id": 1, "question": "早餐"}])
    (tmp_path / "folder").mkdir()
    with pytest.raises(RequestError, match="the same file twice"):
        run(questions, tmp_path / "folder" / ".." / "q.jsonl", echoing, no_progress)
    assert read_jsonl(questions) == [{"id": 1, "question": "早餐"}]


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    questions = write_jsonl(tmp_path / "q.jsonl", [{"id": 1, "question": "早餐"}])
    (tmp_path / "a.jsonl").mkdir()
    with pytest.raises(RequestError, match="cannot write"):
        run(questions, tmp_path / "a.jsonl", echoing, no_progress)
    with pytest.raises(RequestError, match="cannot write"):
        run(questions, questions / "a.jsonl", echoing, no_progress)


@pytest.mark.parametrize(
    "damage", [b'\n{"row": 0}', b"\n5", b'\n{"row": 0, "record": 1}', b"\n\xff"]
)
def test_a_damaged_line_of_what_was_done_is_done_again(tmp_path: Path, damage: bytes) -> None:
    questions = write_jsonl(tmp_path / "q.jsonl", [{"id": 1, "question": "早餐"}])

    def stopped(question: str, turns: Sequence[str], scope: Scope) -> Answer:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(questions, tmp_path / "a.jsonl", stopped, no_progress)
    with (tmp_path / "a.jsonl.part").open("ab") as file:
        file.write(damage)
    assert run(questions, tmp_path / "a.jsonl", echoing, no_progress) == 0
    assert [row["answer"] for row in read_jsonl(tmp_path / "a.jsonl")] == ["早餐"]


def test_a_run_that_was_cut_off_goes_on(small_engine: Engine, tmp_path: Path) -> None:
    questions = write_jsonl(
        tmp_path / "q.jsonl", [{"id": n, "question": f"早餐点有几个 {n}"} for n in range(6)]
    )
    asked: list[str] = []

    def breaking_off(question: str, turns: Sequence[str], scope: Scope) -> Answer:
        asked.append(question)
        if len(asked) == 4:
            raise KeyboardInterrupt
        return ask(small_engine, question, turns, scope)

    with pytest.raises(KeyboardInterrupt):
        run(questions, tmp_path / "a.jsonl", breaking_off, no_progress)
    assert not (tmp_path / "a.jsonl").exists()
    asked.clear()
    run(questions, tmp_path / "a.jsonl", breaking_off, no_progress)
    assert len(asked) <= 3
    assert [row["id"] for row in read_jsonl(tmp_path / "a.jsonl")] == list(range(6))


def test_other_questions_begin_a_new_run(small_engine: Engine, tmp_path: Path) -> None:
    output = tmp_path / "a.jsonl"
    (tmp_path / "a.jsonl.part").write_text('{"questions": "of another run"}\n{"row": 0}\n', "utf-8")
    questions = write_jsonl(tmp_path / "q.jsonl", [{"id": 1, "question": "早餐"}])
    run(questions, output, answering(small_engine), no_progress)
    assert len(read_jsonl(output)) == 1


def test_a_scope_for_all_is_that_of_rows_without_one(small_engine: Engine, tmp_path: Path) -> None:
    own = {"documents": ["白塔工会"]}
    rows = [{"id": 1, "question": "早餐"}, {"id": 2, "question": "早餐", "scope": own}]
    questions = write_jsonl(tmp_path / "q.jsonl", rows)
    output = tmp_path / "a.jsonl"
    scope = Scope(documents=("2022年第3期",))
    run(questions, output, answering(small_engine), no_progress, scope=scope)
    first, second = ({hit["document"] for hit in row["retrieved"]} for row in read_jsonl(output))  # type: ignore[attr-defined]
    assert first == {"qingquan-2022-03.txt"} and second == {"baita-2023-06.txt"}


def test_wrong_files_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no such file"):
        read_questions(tmp_path / "missing.jsonl")
    with pytest.raises(RequestError, match="pdf|jsonl"):
        read_questions(tmp_path / "q.pdf")
    (tmp_path / "bad.jsonl").write_text('{"id": 1}\nnot json\n', "utf-8")
    with pytest.raises(RequestError, match="第 2 行"):
        read_questions(tmp_path / "bad.jsonl")
    (tmp_path / "bad.csv").write_text(f'question\n"{"长" * 200_000}"\n', "utf-8")
    with pytest.raises(RequestError, match="unreadable line"):
        read_questions(tmp_path / "bad.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(RequestError, match="cannot be read"):
        read_questions(tmp_path / "folder.csv")
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    with pytest.raises(RequestError, match="bad.xlsx"):
        read_questions(tmp_path / "bad.xlsx")


@pytest.mark.parametrize("value", ["x", {"pages": [1]}, {"years": ["last"]}])
def test_a_scope_that_cannot_be_used_says_why(value: object) -> None:
    with pytest.raises(RequestError):
        scope_of(value)
