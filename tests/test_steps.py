"""What an answer's trace holds of its making, and what the log is told."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from rag.pipeline import Engine, ask, tried
from rag.records import Scope
from rag.state import ShownCitations
from rag.steps import STEPS
from rag.web.examples import examples
from rag.web.further import further
from rag.web.render import Turn

QUESTION = "清泉县的早餐项目一年花了多少钱？"


def test_each_step_leaves_its_figures(small_engine: Engine) -> None:
    answer = ask(small_engine, QUESTION)
    seconds, hits = answer.trace["seconds"], answer.trace["hits"]
    assert isinstance(seconds, dict) and list(seconds) == list(STEPS)
    assert all(each >= 0 for each in seconds.values())
    assert sum(seconds.values()) == pytest.approx(answer.seconds, abs=0.01)
    assert hits == [
        {"passage": hit.passage.id, "score": round(hit.score, 6)} for hit in answer.retrieved
    ]
    assert answer.trace["scores"] and answer.trace["checks"]
    assert json.loads(json.dumps(answer.trace)) == answer.trace  # as the history keeps it


def test_a_question_is_one_line_of_the_log_without_its_words(
    small_engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="rag"):
        answer = ask(small_engine, QUESTION)
    [line] = [each for each in caplog.records if each.name == "rag.steps"]
    told = json.loads(line.getMessage().removeprefix("answered "))
    assert told["citations"] == len(answer.citations) and told["seconds"] == answer.trace["seconds"]
    assert told["kept"] == answer.trace["checks"]["kept"]  # type: ignore[index]
    assert not any(word in line.getMessage() for word in ("早餐", "58.6", "清泉县"))


def test_a_refusal_is_told_too(small_engine: Engine) -> None:
    answer = ask(small_engine, "火星上的天气怎么样？")
    assert answer.refused and {"search", "write"} <= set(answer.trace["seconds"])  # type: ignore[call-overload]


def test_what_nobody_asked_is_not_in_the_log_nor_shown(
    small_engine: Engine, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    engine = replace(small_engine, shown=ShownCitations(tmp_path))
    with caplog.at_level(logging.INFO, logger="rag"):
        answer = tried(engine, QUESTION)
        assert answer.citations and examples(engine)
        further(engine, [], Turn(QUESTION, answer), Scope())
    assert not [each for each in caplog.records if each.name == "rag.steps"]
    assert engine.shown.all() == []
