"""Made-up candidates, all alike but for what a test says of them."""

from __future__ import annotations

from rag.answer.evidence import Candidate, Evidence
from rag.records import Unit


def candidate(
    text: str, named: float = 0.5, passage: float = 0.5, unmet: str | None = None
) -> Candidate:
    unit = Unit(f"d-{text}", "d", 1, 0, len(text), 1, False, text)
    return Candidate(unit, named, said=0.5, own=0.5, around=0.6, passage=passage, unmet=unmet)


def texts(evidence: Evidence) -> list[str]:
    return [each.unit.text for each in evidence.chosen]
