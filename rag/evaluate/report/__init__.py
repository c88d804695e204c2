"""One run of the evaluation as one HTML file that opens from disk, prints, and fits a phone.

Nothing is fetched and no script runs. The same run gives the same bytes. Words of documents, questions
and answers go through `markup.tag`, which escapes whatever is not already markup.
"""

from __future__ import annotations

from pathlib import Path

from rag.evaluate.report import page
from rag.evaluate.report.cells import Run


def write_report(run: Run, file: Path, previous: Run | None = None) -> None:
    """With `previous`, an earlier run, the report says what changed since."""
    file.parent.mkdir(parents=True, exist_ok=True)
    # JSON may hold half a surrogate pair, which UTF-8 cannot; it is written as a reference.
    file.write_bytes(page.page(run, previous).encode("utf-8", "xmlcharrefreplace"))
