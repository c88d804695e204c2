"""How long each step of an answer took, and one line of its figures for the log."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import replace

from rag.records import Answer

log = logging.getLogger(__name__)

STEPS = ("search", "weigh", "write")
"""In their order: passages are found, sentences are weighed, what answers is written and checked."""


class Steps:
    """A clock for one question."""

    def __init__(self) -> None:
        self._began = self._at = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def done(self, step: str) -> None:
        """One of STEPS has ended; it began when the one before it did."""
        now = time.perf_counter()
        self.seconds[step] = round(now - self._at, 4)
        self._at = now

    def so_far(self) -> float:
        return round(time.perf_counter() - self._began, 4)


def finished(answer: Answer, steps: Steps) -> Answer:
    """With what was found and how long it took in its trace, told to the log without a word of the
    question or of the answer."""
    hits = [{"passage": hit.passage.id, "score": round(hit.score, 6)} for hit in answer.retrieved]
    trace = {**answer.trace, "hits": hits, "seconds": dict(steps.seconds)}
    answer = replace(answer, finished=True, trace=trace)
    if log.isEnabledFor(logging.INFO):
        log.info("answered %s", json.dumps(_figures(answer)))
    return answer


def _figures(answer: Answer) -> Mapping[str, object]:
    checks = answer.trace.get("checks")
    checked = checks if isinstance(checks, Mapping) else {}
    return {
        "mode": answer.mode,
        "reason": answer.reason,
        "citations": len(answer.citations),
        "kept": checked.get("kept", 0),
        "withheld": len(checked.get("withheld", ())),
        "scores": answer.trace.get("scores"),
        "hits": answer.trace["hits"],
        "total": answer.seconds,
        "seconds": answer.trace["seconds"],
    }
