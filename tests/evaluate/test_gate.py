"""The baseline: what may fall how far, and the table that is made from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rag.errors import RequestError
from rag.evaluate.command import BASELINE, README
from rag.evaluate.gate import (
    BEGIN,
    END,
    TOLERANCES,
    fallen,
    load_baseline,
    make_baseline,
    readme_table,
    write_readme,
)


def run_with(**values: float) -> dict[str, Any]:
    figures = {name.replace("_", " "): {"value": value, "n": 9} for name, value in values.items()}
    about = {"file": "q.jsonl", "sha256": "0", "count": 9}
    return {"questions": about, "figures": {"test": {"all": figures}}}


BEFORE = {
    "figures": {"right": 0.8, "false refusal": 0.1, "recall@1": 0.7},
    "tolerances": {"right": 0.03, "false refusal": 0.02, "recall@1": 0.03},
}


@pytest.mark.parametrize(
    ("now", "closed"),
    [
        ({"right": 0.8, "false refusal": 0.1, "recall@1": 0.7}, []),
        ({"right": 0.9, "false refusal": 0.0, "recall@1": 1.0}, []),
        # Exactly as far as it may: 0.80 - 0.77 is a little more than 0.03 in binary.
        ({"right": 0.77, "false refusal": 0.12, "recall@1": 0.67}, []),
        ({"right": 0.769, "false refusal": 0.1, "recall@1": 0.7}, ["right"]),
        ({"right": 0.8, "false refusal": 0.121, "recall@1": 0.7}, ["false refusal"]),
        ({"right": 0.0, "false refusal": 1.0, "recall@1": 0.0}, list(BEFORE["figures"])),
        ({"right": 0.8, "false refusal": 0.1}, ["recall@1"]),  # no longer measured
    ],
)
def test_a_figure_may_fall_as_far_as_its_tolerance(
    now: dict[str, float], closed: list[str]
) -> None:
    assert [line.partition(":")[0] for line in fallen(run_with(**now), BEFORE)] == closed


def test_what_fell_is_told_with_its_values() -> None:
    assert fallen(run_with(**{"right": 0.7, "false refusal": 0.1}), BEFORE) == [
        "right: 0.800 → 0.700 (±0.03)",
        "recall@1: 0.700 → —",
    ]


def test_a_run_without_a_test_half_says_so() -> None:
    run = run_with(right=1.0) | {"figures": {"tune": {"all": {}}}}
    for told in (lambda: fallen(run, BEFORE), lambda: make_baseline(run, Path("unwritten.json"))):
        with pytest.raises(RequestError, match="test half"):
            told()
    assert not Path("unwritten.json").exists()


def test_a_baseline_holds_what_its_own_run_passes(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    run = run_with(right=0.8, f1=0.5, length=90.0, **{"recall@5": 0.9, "lexical recall@5": 0.7})
    make_baseline(run, file)
    baseline = load_baseline(file)
    assert baseline["figures"] == {"lexical recall@5": 0.7, "recall@5": 0.9, "right": 0.8}
    assert baseline["tolerances"] == {"recall@5": 0.02, "right": 0.03}
    assert baseline["questions"] == run["questions"]
    assert fallen(run, baseline) == []
    # A stage that came later is no reason to close.
    assert fallen(run_with(right=0.8, **{"recall@5": 0.9, "recall@1": 0.1}), baseline) == []


def test_every_tolerance_is_of_a_share() -> None:
    assert all(0 < tolerance < 0.1 for tolerance in TOLERANCES.values())


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", "3", "{}", '{"tolerances": {"right": 0.03}, "figures": {}}']
)
def test_a_baseline_that_cannot_be_read_says_what_to_run(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "baseline.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(RequestError, match="--set-baseline"):
        load_baseline(file)


def test_the_table_holds_what_the_baseline_holds() -> None:
    names = ("recall@1", "recall@5", "recall@10", "mrr@10")
    figures = {name: 0.1 * n for n, name in enumerate(names, 1)}
    figures |= {f"lexical {name}": 0.5 for name in names} | {"dense recall@1": 0.9, "right": 0.75}
    table = readme_table({"figures": figures})
    assert "| 全文 lexical | 0.500 | 0.500 | 0.500 | 0.500 |" in table
    assert "| **融合 fused** | 0.100 | 0.200 | 0.300 | 0.400 |" in table
    assert "dense" not in table  # not whole
    assert "| 答对 *right* | 0.750 |" in table and "拒" not in table


def test_the_table_is_written_between_its_marks_only(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(f"上文\n{BEGIN}\nold\n{END}\n下文\n", encoding="utf-8")
    for right in (0.7, 0.8):  # and again over its own
        write_readme({"figures": {"right": right}}, file)
    table = readme_table({"figures": {"right": 0.8}})
    assert file.read_text(encoding="utf-8") == f"上文\n{BEGIN}\n{table}\n{END}\n下文\n"


@pytest.mark.parametrize("text", ["no marks", f"{BEGIN} and the rest", f"{END}{BEGIN}"])
def test_a_readme_without_the_marks_stays_as_it_is(tmp_path: Path, text: str) -> None:
    file = tmp_path / "README.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RequestError, match="eval: begin"):
        write_readme({"figures": {}}, file)
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.skipif(not BASELINE.is_file(), reason="eval/baseline.json has not been made yet")
def test_the_readme_shows_the_baseline() -> None:
    written = README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert written.strip() == readme_table(load_baseline(BASELINE))


@pytest.mark.skipif(not BASELINE.is_file(), reason="eval/baseline.json has not been made yet")
def test_the_baseline_is_of_the_questions_that_are_here() -> None:
    from rag.evaluate.questions import QUESTIONS, digest

    questions = json.loads(BASELINE.read_text(encoding="utf-8"))["questions"]
    assert questions["sha256"] == digest(QUESTIONS)
