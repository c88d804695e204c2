"""The comparison's arithmetic and files, with a peer that is none."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.peers.__main__ import (
    PEERS,
    REQUIREMENTS,
    PeerFailure,
    Row,
    markdown,
    row_of,
    run_peer,
    table,
    verdict,
)
from benchmarks.peers.ours import fused, lexical
from benchmarks.peers.protocol import (
    Answered,
    Passage,
    Result,
    Search,
    read_lines,
    spaced,
    write_lines,
)
from rag.evaluate.questions import Evidence, Question
from rag.search import library

PASSAGES = {"a:0": ("甲.txt", "慰问环卫职工三十六名"), "b:0": ("乙.txt", "举办培训班两期")}


def question(name: str, text: str, document: str, quote: str) -> Question:
    evidence = (Evidence(document, quote),)
    return Question(name, text, "zh", "number", "test", True, "", (), evidence)


ASKED = (
    question("1", "几名？", "甲.txt", "三十六名"),
    question("2", "几期？", "乙.txt", "两期"),
)
FAKE = """
from benchmarks.peers.protocol import run
run({
    "first": lambda passages: lambda question: [each.id for each in passages],
    "breaks": lambda passages: 1 / 0,
})
"""


def material(folder: Path) -> None:
    write_lines(
        folder / "passages.jsonl",
        (
            {"id": name, "document": document, "context": "题\u2028目", "text": text}
            for name, (document, text) in PASSAGES.items()
        ),
    )
    write_lines(folder / "questions.jsonl", ({"id": q.id, "question": q.question} for q in ASKED))


def fake(variant: str) -> list[str]:
    return [sys.executable, "-c", FAKE, variant]


def result(*found: tuple[str, ...]) -> Result:
    answers = (Answered(str(n), each, 10.0 * n) for n, each in enumerate(found, 1))
    return Result(1.5, 80.0, tuple(answers))


def test_files_round_trip_with_what_looks_like_a_line_end(tmp_path: Path) -> None:
    material(tmp_path)
    passages = [Passage(**row) for row in read_lines(tmp_path / "passages.jsonl")]
    assert passages[0].searched == "题\u2028目\n慰问环卫职工三十六名"
    assert [each.id for each in passages] == list(PASSAGES)


def test_a_peer_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    material(tmp_path)
    found = run_peer(fake("first"), tmp_path)
    assert [(each.id, each.passages) for each in found.answers] == [
        ("1", ("a:0", "b:0")),
        ("2", ("a:0", "b:0")),
    ]
    assert found.seconds >= 0
    assert found.megabytes is None or found.megabytes > 1
    assert all(each.milliseconds >= 0 for each in found.answers)


def test_a_peer_that_breaks_says_why(tmp_path: Path) -> None:
    material(tmp_path)
    run_peer(fake("first"), tmp_path)
    with pytest.raises(PeerFailure, match="ZeroDivisionError"):  # and the old file is not read
        run_peer(fake("breaks"), tmp_path)
    with pytest.raises(PeerFailure, match="FileNotFoundError"):
        run_peer([str(tmp_path / "no-python")], tmp_path)
    with pytest.raises(PeerFailure, match="FileNotFoundError"):  # it ends well and writes nothing
        run_peer([sys.executable, "-c", ""], tmp_path)


def test_a_row_by_hand() -> None:
    row = row_of("x", result(("b:0", "a:0"), ("b:0",)), ASKED, PASSAGES)
    assert row.recall == (0.5, 1.0, 1.0)
    assert (row.milliseconds, row.seconds, row.megabytes) == (15.0, 1.5, 80.0)


def test_a_row_needs_every_question_and_known_passages() -> None:
    with pytest.raises(PeerFailure, match="1 questions unanswered, 2 first"):
        row_of("x", result(("a:0",)), ASKED, PASSAGES)
    with pytest.raises(PeerFailure, match="no such passage"):
        row_of("x", result(("c:0",), ()), ASKED, PASSAGES)


def row(name: str, recall: tuple[float, ...], milliseconds: float) -> Row:
    return Row(name, recall, milliseconds, 1.0, None)


OURS = row("ours, fused", (0.6, 0.9, 1.0), 6.0)


def test_the_verdict_compares_with_the_best_and_the_fastest_that_comes_near() -> None:
    near, far = row("near", (0.5, 0.86, 1.0), 5.0), row("far", (0.7, 0.84, 0.9), 1.0)
    lines = verdict([OURS, row("ours, lexical", (1.0, 1.0, 1.0), 0.1), near, far]).splitlines()
    assert lines[0] == "recall@1：落后（behind）：0.600，其余最好（best other）0.700 far"
    assert lines[1] == "recall@5：领先（first）：0.900，其余最好（best other）0.860 near"
    assert lines[2].startswith("recall@10：并列（level）")
    assert lines[3] == "速度（speed）：near 的 1.2 倍，目标 1.5 倍以内：达到（met）"
    slow = verdict([replace(OURS, milliseconds=8.0), near])
    assert slow.endswith("没有达到（not met）")
    assert "none comes near" in verdict([OURS, far])
    assert "nothing to compare" in verdict([OURS])
    assert "nothing to compare" in verdict([near])


def test_both_tables_hold_every_row() -> None:
    rows = [OURS, row("other", (0.1, 0.2, 0.3), 12.345)]
    lines = table(rows).splitlines()
    assert [len(line) for line in lines] == [len(lines[0])] * 3
    assert lines[2].split() == ["other", "0.100", "0.200", "0.300", "12.35", "1.0", "-"]
    assert markdown(rows).splitlines()[3] == "| other | 0.100 | 0.200 | 0.300 | 12.35 | 1.0 | - |"


def test_every_peer_has_its_file_and_pinned_requirements() -> None:
    for file in {each.file for each in PEERS}:
        assert (REQUIREMENTS.parent / f"{file}.py").is_file()
        assert file == "ours" or (REQUIREMENTS / f"{file}.txt").is_file()
    for requirements in REQUIREMENTS.glob("*.txt"):
        lines = requirements.read_text(encoding="utf-8").splitlines()
        assert all("==" in line or line.startswith("#") for line in lines)


def test_words_are_set_apart() -> None:
    pytest.importorskip("jieba")
    assert spaced("慰问\n职工 36名").split() == ["慰问", "职工", "36", "名"]


def test_a_result_is_plain_json(tmp_path: Path) -> None:
    material(tmp_path)
    run_peer(fake("first"), tmp_path)
    written = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert set(written) == {"seconds", "megabytes", "answers"}
    assert set(written["answers"][0]) == {"id", "passages", "milliseconds"}


@pytest.mark.parametrize("variant", [lexical, fused])
def test_our_own_searches_find_what_is_asked(
    variant: Callable[[Sequence[Passage]], Search], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "QUESTIONS_KEPT", library.QUESTIONS_KEPT)  # `fused` changes it
    passages = [Passage(name, file, "题目", text) for name, (file, text) in PASSAGES.items()]
    search = variant(passages)
    assert search("培训班办了几期")[0] == "b:0" and search("慰问了多少环卫职工")[0] == "a:0"
