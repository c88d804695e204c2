"""docs/examples.md shows what the system answers today."""

from __future__ import annotations

from benchmarks.examples import FILE, QUESTIONS, page
from rag.pipeline import Engine


def test_the_page_of_examples_is_up_to_date(engine: Engine) -> None:
    assert len(QUESTIONS) == 20
    made = page(engine)
    assert made == FILE.read_text(encoding="utf-8"), "python -m benchmarks.examples"
