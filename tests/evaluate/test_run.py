"""Questions from a file, a run over the small corpus, the file it is kept in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from rag.errors import RequestError
from rag.evaluate.questions import Evidence, load_questions
from rag.evaluate.run import evaluate, load, save, without_times
from rag.pipeline import Engine
from tests.evaluate.asked import SMALL_QUESTIONS, write_questions


def no_progress(done: int, total: int) -> None:
    """Nothing is shown."""


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return write_questions(tmp_path / "questions.jsonl")


# ------------------------------------------------------------------------------------- questions


def test_questions_are_loaded(questions: Path) -> None:
    first, *_, follow_up, nothing = load_questions(questions)
    assert first.id == "books" and first.key_facts == [["93"]]
    quote = SMALL_QUESTIONS[0]["evidence"][0]["quote"]
    assert first.evidence == (Evidence("baita-2023-06.txt", quote, "白塔市职工书屋建设情况", None),)
    assert first.documents == ["baita-2023-06.txt"]
    assert follow_up.turns == ("清泉县总工会的早餐项目投入多少？",)
    assert not nothing.answerable and nothing.evidence == () and nothing.turns == ()


@pytest.mark.parametrize(
    "change",
    [
        {"split": "train"},
        {"split": None},
        {"key_facts": []},
        {"key_facts": [[]]},
        {"evidence": []},
        {"evidence": None},
        {"evidence": ["words"]},
        {"evidence": [{"quote": "words"}]},
        {"evidence": [{"document": "a.txt", "quote": "words", "chapter": 3}]},
        {"colour": "blue"},
        {"id": "breakfast"},  # the second question's
    ],
)
def test_a_bad_question_is_named_with_its_file_and_row(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    rows = [*SMALL_QUESTIONS, SMALL_QUESTIONS[0] | {"id": "another"} | change]
    file = write_questions(tmp_path / "mine.jsonl", rows)
    with pytest.raises(RequestError, match=rf"mine\.jsonl 第 {len(rows)} 题"):
        load_questions(file)


@pytest.mark.parametrize("field", ["id", "question", "type", "lang", "split", "answerable"])
def test_a_question_without_a_field_is_named(tmp_path: Path, field: str) -> None:
    row = {name: value for name, value in SMALL_QUESTIONS[0].items() if name != field}
    with pytest.raises(RequestError, match=rf"mine\.jsonl 第 1 题.*{field}"):
        load_questions(write_questions(tmp_path / "mine.jsonl", [row]))


def test_a_file_that_holds_no_questions_says_so(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no such file"):
        load_questions(tmp_path / "missing.jsonl")
    (tmp_path / "bad.jsonl").write_text("{}\n{", encoding="utf-8")
    with pytest.raises(RequestError, match="bad.jsonl 第 2 行"):
        load_questions(tmp_path / "bad.jsonl")


# ------------------------------------------------------------------------------------- a run


def test_a_run_holds_what_was_asked_found_and_answered(
    small_engine: Engine, questions: Path, tmp_path: Path
) -> None:
    seen: list[tuple[int, int]] = []
    run = evaluate(small_engine, questions, lambda *each: seen.append(each), tmp_path)
    count = len(SMALL_QUESTIONS)
    assert seen == [(n, count) for n in range(count + 1)]
    assert [row["id"] for row in run["rows"]] == [each["id"] for each in SMALL_QUESTIONS]
    assert run["questions"]["count"] == count
    assert run["settings"]["passages_found"] == 10
    assert not {"host", "port", "corpus", "index", "state"} & set(run["settings"])
    first, *_, follow_up, nothing = run["rows"]
    assert {"lexical", "dense", "words", "fused"} <= set(first["ranks"])
    assert all(ranks == [1] for ranks in first["ranks"].values())
    assert first["figures"]["right"] == first["figures"]["citation recall"] == 1
    assert first["figures"]["article right"] == 1 and first["figures"]["page right"] is None
    assert first["failure"] is None
    assert "93家" in first["record"]["answer"]
    assert follow_up["trace"]["question"] != follow_up["question"]  # completed
    assert follow_up["ranks"]["fused"] == [1]
    assert nothing["ranks"] == {} and nothing["figures"] == {"refused": 1.0}
    figures = run["figures"]["test"]["all"]
    assert figures["right"]["n"] == 3 and figures["refused when it must"]["value"] == 1
    assert figures["seconds search"]["n"] == figures["seconds median"]["n"]
    assert not any("seconds" in name for name in without_times(figures))
    assert list(tmp_path.glob("*.part.jsonl")) == []


def test_plain_full_text_stands_beside_ours(
    small_engine: Engine, questions: Path, tmp_path: Path
) -> None:
    pytest.importorskip("jieba")
    run = evaluate(small_engine, questions, no_progress, tmp_path)
    assert run["rows"][0]["ranks"]["bm25s + jieba"] == [1]
    assert "bm25s + jieba recall@5" in run["figures"]["test"]["all"]


def test_the_same_build_and_settings_give_the_same_bytes(
    small_engine: Engine, questions: Path, tmp_path: Path
) -> None:
    def written(folder: str, workers: int) -> str:
        run = evaluate(small_engine, questions, no_progress, tmp_path / folder, workers)
        return json.dumps(without_times(run), ensure_ascii=False)

    once = written("one", 1)
    assert once == written("two", 1) == written("three", 3)
    assert "seconds" not in once and '"made"' not in once


class CutOff(BaseException):
    """As when a person presses Ctrl-C or the machine goes down."""


def cut_off_after(rows: int, engine: Engine, questions: Path, reports: Path) -> None:
    def progress(done: int, total: int) -> None:
        if done == rows:
            raise CutOff

    with pytest.raises(CutOff):
        evaluate(engine, questions, progress, reports)


def test_a_run_that_was_cut_off_goes_on(
    small_engine: Engine, questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = evaluate(small_engine, questions, no_progress, tmp_path / "whole")
    cut_off_after(2, small_engine, questions, tmp_path)
    asked = counted(monkeypatch)
    run = evaluate(small_engine, questions, no_progress, tmp_path)
    assert asked == [each["question"] for each in SMALL_QUESTIONS[2:]]
    assert json.dumps(without_times(run)) == json.dumps(without_times(whole))
    asked.clear()
    evaluate(small_engine, questions, no_progress, tmp_path)
    assert len(asked) == len(SMALL_QUESTIONS)  # that one had ended


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that are really asked from here on."""
    from rag.evaluate import run

    asked: list[str] = []
    ask = run.ask

    def noted(engine: Engine, question: str, turns: Sequence[str]) -> object:
        asked.append(question)
        return ask(engine, question, turns)

    monkeypatch.setattr(run, "ask", noted)
    return asked


def test_a_journal_cut_inside_any_line_is_tolerated(
    small_engine: Engine, questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = evaluate(small_engine, questions, no_progress, tmp_path)
    cut_off_after(3, small_engine, questions, tmp_path)
    (journal,) = tmp_path.glob("*.part.jsonl")
    lines = [line + b"\n" for line in journal.read_bytes().split(b"\n") if line]
    asked = counted(monkeypatch)
    for cut, line in enumerate(lines):
        for kept in (0, 1, len(line) // 2, len(line) - 2, len(line) - 1):
            journal.write_bytes(b"".join(lines[:cut]) + line[:kept])
            finished = cut + (kept == len(line) - 1)  # only its line break is missing
            cut_off_after(finished + 1, small_engine, questions, tmp_path)
            asked.clear()
            run = evaluate(small_engine, questions, no_progress, tmp_path)
            assert asked == [each["question"] for each in SMALL_QUESTIONS[finished + 1 :]]
            assert json.dumps(without_times(run)) == json.dumps(without_times(whole))


def test_other_questions_or_settings_begin_a_new_run(
    small_engine: Engine, questions: Path, tmp_path: Path
) -> None:
    cut_off_after(2, small_engine, questions, tmp_path)
    other = write_questions(tmp_path / "other.jsonl", SMALL_QUESTIONS[1:])
    seen: list[int] = []
    evaluate(small_engine, other, lambda done, total: seen.append(done), tmp_path)
    assert seen[0] == 0
    assert len(list(tmp_path.glob("*.part.jsonl"))) == 1  # the first one can still go on


# ------------------------------------------------------------------------------------- its file


def test_a_run_is_read_back_as_it_was(
    small_engine: Engine, questions: Path, tmp_path: Path
) -> None:
    run = evaluate(small_engine, questions, no_progress, tmp_path)
    file = save(run, tmp_path / "new" / "reports")
    assert file.suffix == ".json" and file.stem == run["made"][:19].translate({45: None, 58: None})
    again = load(file)
    assert json.dumps(again) == json.dumps(run)
    assert again["rows"] == json.loads(json.dumps(run["rows"]))


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"3", b'"format"', b"null", b"{}", b'{"format": 0}', b'{"format": 1}',
     b'{"format": 1, "rows": []}', b"\xff\xfe", "题".encode("gb18030")],
)  # fmt: skip
def test_nonsense_is_no_run(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "run.json"
    file.write_bytes(content)
    with pytest.raises(RequestError, match="run.json"):
        load(file)


def test_a_missing_file_or_a_folder_is_no_run(tmp_path: Path) -> None:
    for place in (tmp_path / "missing.json", tmp_path):
        with pytest.raises(RequestError):
            load(place)
