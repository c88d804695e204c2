"""The commands as a person or a script calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from rag.cli import app
from tests.conftest import write_corpus

runner = CliRunner()


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_corpus(tmp_path / "corpus")
    for name in ("corpus", "index", "state"):
        monkeypatch.setenv(f"RAG_{name.upper()}", str(tmp_path / name))
    return tmp_path


def test_help_is_instant() -> None:
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "rag", "--help"], capture_output=True, timeout=30
        )
        seconds.append(time.perf_counter() - started)
        assert done.returncode == 0
    assert min(seconds) < 2  # about 0.4 s alone; loading torch takes longer
    for command in ("index", "ask", "search", "cite", "batch", "read", "serve"):
        assert command in done.stdout.decode("utf-8")


def test_index_ask_search_cite(environment: Path) -> None:
    built = runner.invoke(app, ["index", "--json"])
    assert built.exit_code == 0
    assert json.loads(built.stdout)["made"] is True
    assert json.loads(runner.invoke(app, ["index", "--json"]).stdout)["made"] is False

    asked = runner.invoke(app, ["ask", "白塔市有多少职工书屋？", "--json"])
    record = json.loads(asked.stdout)
    assert "93家" in record["answer"]
    assert "《白塔工会》2023年第6期" in runner.invoke(app, ["ask", "白塔市有多少职工书屋？"]).stdout

    found = runner.invoke(app, ["search", "早餐", "--limit", "1", "--json"])
    assert {"lexical", "dense", "fused"} <= set(json.loads(found.stdout)[0]["signals"])
    assert "lexical" in runner.invoke(app, ["search", "早餐"]).stdout

    opened = runner.invoke(app, ["cite", record["citations"][0]["id"]])
    assert opened.exit_code == 0
    assert "93家" in opened.stdout and "《白塔工会》2023年第6期" in opened.stdout


def test_search_lists_every_place_of_a_phrase(environment: Path) -> None:
    listed = runner.invoke(app, ["search", "--phrase", "总工会"])
    assert listed.exit_code == 0
    assert "共 4 次" in listed.stdout and listed.stdout.count("【总工会】") == 4
    assert "    3  《清泉工运》2022年第3期" in listed.stdout
    table = environment / "places.xlsx"
    done = runner.invoke(app, ["search", "总工会", "--phrase", "--json", "--xlsx", str(table)])
    record = json.loads(done.stdout)
    assert [(each["issue"], each["times"]) for each in record["issues"]] == [
        ("2022年第3期", 3),
        ("2023年第6期", 1),
    ]
    assert load_workbook(table)["各期 by issue"].max_row == 4
    within = runner.invoke(app, ["search", "--phrase", "总工会", "--year", "2023", "--json"])
    assert json.loads(within.stdout)["times"] == 1
    assert "共 0 次" in runner.invoke(app, ["search", "--phrase", "工会夜校"]).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["总工会", "--xlsx", "a.xlsx"], "--phrase"),
        (["，", "--phrase"], "nothing to look for"),
        (["总工会", "--phrase", "--xlsx", "no/such/folder/a.xlsx"], "cannot write"),
        (["总工会", "--phrase", "--xlsx", "a.docx"], "must end in .xlsx"),
    ],
)
def test_a_phrase_search_that_cannot_be_done(
    environment: Path, arguments: list[str], message: str
) -> None:
    done = runner.invoke(app, ["search", *arguments])
    assert done.exit_code == 1 and message in done.output


def test_read_lists_articles(environment: Path) -> None:
    listed = runner.invoke(app, ["read", str(environment / "corpus/baita-2023-06.txt"), "--json"])
    assert json.loads(listed.stdout)[0]["title"] == "白塔市职工书屋建设情况"


def test_batch_exit_status_says_whether_every_row_was_answered(environment: Path) -> None:
    questions = environment / "q.jsonl"
    questions.write_text('{"id": 1, "question": "早餐"}\n', "utf-8")
    output = str(environment / "a.jsonl")
    assert runner.invoke(app, ["batch", str(questions), "--output", output]).exit_code == 0
    for issue, status in (("2022年第3期", 0), ("2022年第4期", 1)):
        done = runner.invoke(
            app, ["batch", str(questions), "--output", output, "--document", issue]
        )
        assert done.exit_code == status and (status == 0 or issue in done.output)
    questions.write_text('{"id": 1, "question": ""}\n', "utf-8")
    assert runner.invoke(app, ["batch", str(questions), "--output", output]).exit_code == 2


def test_no_build_says_what_to_run(environment: Path) -> None:
    done = runner.invoke(app, ["ask", "早餐", "--no-build"])
    assert done.exit_code == 2
    assert "python -m rag index" in done.output
    assert not (environment / "index").exists()


def test_a_bad_document_shows_in_the_exit_status(environment: Path) -> None:
    (environment / "corpus" / "bad.txt").write_bytes(b"\x00")
    done = runner.invoke(app, ["index"])
    assert done.exit_code == 2
    assert "bad.txt" in done.output
    assert runner.invoke(app, ["ask", "早餐"]).exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", ""],
        ["cite", "nonsense"],
        ["read", "missing.txt"],
        ["ask", "早餐", "--document", "nowhere.txt"],
        ["ask", "早餐", "--embedder", "no/such-model"],
    ],
)
def test_errors_are_messages_not_tracebacks(environment: Path, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rag", *arguments],
        capture_output=True,
        timeout=120,
        env=dict(os.environ, PYTHONUTF8="1"),
    )
    error = done.stderr.decode("utf-8")
    assert done.returncode == 1, error
    assert "Traceback" not in error and len(error.strip()) > 10


def test_settings_come_from_file_variables_and_options(tmp_path: Path) -> None:
    from rag.errors import RequestError
    from rag.settings import load_settings

    file = tmp_path / "rag.toml"
    file.write_text('port = 8000\nembedder = "from/file"\n', "utf-8")
    assert load_settings({}, file).port == 8000
    assert load_settings({"RAG_PORT": "9000"}, file).port == 9000
    assert load_settings({"RAG_PORT": "9000"}, file, port=9100).port == 9100
    assert load_settings({}, file, embedder=None).embedder == "from/file"
    for wrong in ("port = 'x'", "colour = 1", "port ="):
        file.write_text(wrong, "utf-8")
        with pytest.raises(RequestError):
            load_settings({}, file)
