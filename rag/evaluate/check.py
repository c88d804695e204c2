"""Which other passages hold the same key facts: each is looked at once, and what was found is kept.

A question whose facts also stand elsewhere either means that place too (then it is evidence), or
the other place speaks of something else (then a right answer must not come from it).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.evaluate.figures import ENOUGH, holds, share_held
from rag.evaluate.questions import Question
from rag.records import Passage
from rag.rows import read_questions
from rag.search.library import Library


@dataclass(frozen=True, slots=True)
class Elsewhere:
    question: Question
    document: str
    """File name."""
    passage: Passage

    @property
    def key(self) -> tuple[str, str, str]:
        """What a verdict is kept under: it holds as long as the passage's words do."""
        return (self.question.id, self.document, "".join(self.passage.text.split())[:40])


def elsewhere(library: Library, questions: Sequence[Question]) -> Iterator[Elsewhere]:
    """Passages that hold every key fact of a question without holding any of its evidence."""
    names = {bulletin.key: bulletin.name for bulletin in library.bulletins()}
    passages = library.passages(range(len(library.twins)))
    for question in questions:
        if not question.answerable or question.type == "phrase":
            continue  # a phrase's evidence is every place where it stands
        for passage in passages:
            if not all(holds(passage.text, fact) for fact in question.key_facts):
                continue
            if not _is_evidence(question, names[passage.document], passage):
                yield Elsewhere(question, names[passage.document], passage)


def _is_evidence(question: Question, document: str, passage: Passage) -> bool:
    return any(
        each.document == document and share_held(each.quote, passage.text) >= ENOUGH / 2
        for each in question.evidence
    )


def load_judged(file: Path) -> dict[tuple[str, str, str], str]:
    """What was judged: `other`, the passage speaks of something else, or `same`."""
    rows = read_questions(file) if file.is_file() else []
    return {(row["id"], row["document"], row["passage"]): row["verdict"] for row in rows}
