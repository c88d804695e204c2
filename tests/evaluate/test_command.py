"""`python -m rag eval` as a person or CI calls it, over the small corpus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from rag.cli import app
from rag.evaluate import command
from rag.evaluate.gate import BEGIN, END
from rag.pipeline import Engine
from tests.evaluate.asked import SMALL_QUESTIONS, write_questions

REAL = command.REPORTS


@pytest.fixture
def folder(small_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own: nothing is written into eval/ or README.md of the real one."""
    for name in ("corpus", "index", "state"):
        monkeypatch.setenv(f"RAG_{name.upper()}", str(getattr(small_engine.settings, name)))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(command, "REPORTS", tmp_path / "reports")
    monkeypatch.setattr(command, "BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr(command, "README", tmp_path / "README.md")
    monkeypatch.setattr(command, "JUDGED", tmp_path / "judged.jsonl")
    (tmp_path / "README.md").write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")
    write_questions(tmp_path / "questions.jsonl")
    return tmp_path


def call(folder: Path, *options: str | Path, questions: str = "questions.jsonl") -> Result:
    arguments = ["eval", "--questions", folder / questions, *options]
    return CliRunner().invoke(app, [str(each) for each in arguments])


def the_run(folder: Path) -> Path:
    (file,) = (folder / "reports").glob("*.json")
    return file


def baseline(folder: Path, **figures: float) -> None:
    tolerances = dict.fromkeys(figures, 0.02)
    (folder / "baseline.json").write_text(
        json.dumps({"figures": figures, "tolerances": tolerances}), encoding="utf-8"
    )


def test_a_table_is_printed_and_a_run_and_its_report_are_kept(folder: Path) -> None:
    before = set(REAL.glob("*"))
    done = call(folder)
    assert done.exit_code == 0, done.output
    assert "fused" in done.stdout and "refused when it must" in done.stdout
    run = the_run(folder)
    assert run.with_suffix(".html").is_file()
    assert str(run) in done.stderr.replace("\n", "")
    kept = json.loads(run.read_text(encoding="utf-8"))
    assert [row["id"] for row in kept["rows"]] == [each["id"] for each in SMALL_QUESTIONS]
    assert set(REAL.glob("*")) == before


def test_the_gate(folder: Path) -> None:
    missing = call(folder, "--gate")
    assert missing.exit_code == 1 and "--set-baseline" in missing.stderr
    run = the_run(folder)

    baseline(folder, **{"right": 1.0, "recall@5": 1.0})
    passed = call(folder, "--run", run, "--gate")
    assert passed.exit_code == 0 and "not below" in passed.stderr

    baseline(folder, **{"right": 1.0, "bm42 recall@5": 0.5})
    closed = call(folder, "--run", run, "--gate")
    assert closed.exit_code == 1
    assert "bm42 recall@5: 0.500 → —" in closed.stderr and "right" not in closed.stderr


def test_a_worse_run_closes_the_gate(folder: Path) -> None:
    baseline(folder, right=1.0)
    wrong = [row | {"key_facts": [["nowhere"]]} for row in SMALL_QUESTIONS if row["answerable"]]
    write_questions(folder / "worse.jsonl", wrong)
    closed = call(folder, "--gate", questions="worse.jsonl")
    assert closed.exit_code == 1
    assert "right: 1.000 → 0.000" in closed.stderr


def test_a_baseline_that_was_set_is_passed_and_shown_in_the_readme(folder: Path) -> None:
    done = call(folder, "--set-baseline", "--gate")
    assert done.exit_code == 0, done.output
    assert "| 答对 *right* | 1.000 |" in (folder / "README.md").read_text(encoding="utf-8")


def test_an_earlier_run_is_shown_without_asking_again(folder: Path) -> None:
    first = call(folder, "--ablation")
    again = CliRunner().invoke(app, ["eval", "--run", str(the_run(folder)), "--ablation"])
    assert again.exit_code == 0
    assert again.stdout == first.stdout
    for shown in ("lexical", "dense", "words", "tune", "type follow-up", "lang en"):
        assert shown in again.stdout
    assert list((folder / "reports").glob("*.part.jsonl")) == []


def test_two_runs_are_compared(folder: Path) -> None:
    call(folder)
    new = the_run(folder)
    old = folder / "old.json"
    earlier: dict[str, Any] = json.loads(new.read_text(encoding="utf-8"))
    earlier["rows"][0]["figures"]["right"] = 0.0
    old.write_text(json.dumps(earlier), encoding="utf-8")
    done = call(folder, "--run", new, "--compare", old)
    assert done.exit_code == 0
    assert "right: better by 0.333" in done.stdout and "  won: books\n" in done.stdout
    assert "recall@5: equal by 0.000 ± 0.000 (p 1.00), 0 questions won, 0 lost" in done.stdout


def test_passages_to_be_judged_are_listed_with_the_row_to_keep(folder: Path) -> None:
    moved = SMALL_QUESTIONS[0] | {"evidence": SMALL_QUESTIONS[1]["evidence"]}
    write_questions(folder / "moved.jsonl", [moved])
    listed = call(folder, "--check", questions="moved.jsonl")
    assert listed.exit_code == 0, listed.output
    assert "1 处（places），1 处待看" in listed.stdout
    (row,) = (line for line in listed.stdout.splitlines() if line.startswith('{"id": "books"'))
    (folder / "judged.jsonl").write_text(row.replace('""', '"other"') + "\n", encoding="utf-8")
    assert "0 处待看" in call(folder, "--check", questions="moved.jsonl").stdout


def test_questions_without_a_test_half_cannot_pass_the_gate(folder: Path) -> None:
    write_questions(folder / "tune.jsonl", [SMALL_QUESTIONS[2]])
    baseline(folder, right=1.0)
    done = call(folder, "--gate", questions="tune.jsonl")
    assert done.exit_code == 1 and "test half" in done.stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--questions", "missing.jsonl"],
        ["--run", "missing.json"],
        ["--marks"],
        ["--marks", "missing.xlsx"],
        ["--marks", "missing.xlsx", "other.xlsx"],
        ["--external", "XQUAD"],
    ],
)
def test_errors_are_messages(folder: Path, options: list[str]) -> None:
    done = CliRunner().invoke(app, ["eval", *options])
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit) and len(done.stderr.strip()) > 10
