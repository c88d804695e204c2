"""A draft becomes a question of the house: in a file of its own in the state folder, in the form of
eval/questions.jsonl, so that the command line and the page evaluate over it.

Taking over is one step, the file being written whole and moved: a draft waits for as long as no
question has its id. Nothing is fitted on these questions, so all of them are of the test half.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from rag.answer.cite import shortened
from rag.conversation.chat import completed
from rag.drafts import Draft, Drafts
from rag.errors import CitationError, RequestError
from rag.evaluate.figures import holds
from rag.evaluate.questions import Evidence, Question
from rag.lookup.citation import cite
from rag.lookup.pasted import parse_reference, pasted_id, places
from rag.phrases.concordance import concordance
from rag.pipeline import Engine, search, silent
from rag.records import Citation, Scope
from rag.rows import read_questions
from rag.search.builds import alone, put
from rag.search.fold import CHINESE, in_traditional
from rag.search.library import Library

FILE = "house-questions.jsonl"
SPLIT = "test"
UNANSWERABLE, FOLLOW_UP = "unanswerable", "follow-up"
"""Types that a question has by itself; of the others the evaluator chooses."""
NEAREST = 3
MOST_CHOICES = 30
MOST_EVIDENCE = 10
MOST_FACTS = 20
LONGEST_FACT = 100
LONGEST_ANSWER = 1000
LONGEST_NOTE = 500
_MARK = re.compile(r"\[\d{1,3}\]")


@dataclass(frozen=True, slots=True)
class Expected:
    """What an evaluator says of a draft. `facts` and `pasted` one a line; of a fact other spellings
    stand behind a | each."""

    answerable: bool
    type: str = "fact"
    answer: str = ""
    facts: str = ""
    chosen: Sequence[str] = field(default=())
    """Citation ids, of those that `choices` gives."""
    pasted: str = ""
    note: str = ""


class House:
    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        self._drafts = Drafts(folder)

    def waiting(self) -> list[Draft]:
        """Newest first."""
        taken = {str(row.get("id")) for row in self._rows()}
        return [draft for draft in self._drafts.all() if draft.id not in taken]

    def find(self, name: str) -> Draft:
        for draft in self.waiting():
            if draft.id == name:
                return draft
        raise RequestError("这一条已经处理过了（somebody took or dropped it）。")

    def drop(self, name: str) -> None:
        self._drafts.drop(self.find(name).id)

    def take(self, library: Library, name: str, expected: Expected) -> Question:
        """Under a lock, so that what another editor takes at the same time is not lost."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with alone(self.file.parent, silent):
            question = question_of(library, self.find(name), expected)
            before = self._text()
            for row in self._rows():
                if _asked(row) == (question.question, *question.turns):
                    raise RequestError(
                        f"同样的问题已经在题目里了（already among the questions）：{row.get('id')}。"
                    )
            put(self.file, before + json.dumps(_row(question), ensure_ascii=False) + "\n")
        return question

    def count(self) -> int:
        return len(self._rows())

    def _rows(self) -> list[dict[str, Any]]:
        return read_questions(self.file) if self.file.is_file() else []

    def _text(self) -> str:
        """As it is, whoever wrote in it by hand, with its last line ended."""
        text = self.file.read_text(encoding="utf-8-sig") if self.file.is_file() else ""
        return text + "\n" if text and not text.endswith("\n") else text


def _asked(row: dict[str, Any]) -> tuple[Any, ...]:
    return row.get("question"), *(row.get("turns") or ())


def _row(question: Question) -> dict[str, Any]:
    row = asdict(question)
    if not question.turns:
        del row["turns"]
    return row


# ------------------------------------------------------------------------------------- evidence


def choices(engine: Engine, draft: Draft) -> list[Citation]:
    """What may be the evidence: what the answer cites, as far as it still stands, and the sentences
    of the passages that are nearest to the question."""
    library = engine.library
    found = dict.fromkeys(draft.cited)
    whole = completed(draft.question, draft.turns, library)
    for hit in search(engine, whole, NEAREST):
        passage = hit.passage
        units = library.units_within(passage.document, passage.start, passage.end)
        found |= dict.fromkeys(unit.id for unit in units)
    return list(_standing(library, list(found)[:MOST_CHOICES]))


def _standing(library: Library, names: Sequence[str]) -> Iterator[Citation]:
    for name in names:
        with suppress(CitationError):
            yield cite(library, name).citation


def evidence(library: Library, expected: Expected) -> list[Evidence]:
    """Each as it stands in its document, whichever way it was given."""
    given = [*expected.chosen, *filter(None, map(str.strip, expected.pasted.splitlines()))]
    if len(given) > MOST_EVIDENCE:
        raise RequestError(
            f"证据最多 {MOST_EVIDENCE} 条（too much evidence），现有 {len(given)} 条。"
        )
    found = [_evidence(library, each) for each in given]
    return list(dict.fromkeys(found))


def _evidence(library: Library, text: str) -> Evidence:
    """A citation's id or address, a quote with its reference, or words that stand in one place."""
    name = pasted_id(text)
    reference = parse_reference(text)
    if name is None and reference and reference.quote:
        named = {place.citation for place in places(library, text) if place.citation}
        name = named.pop() if len(named) == 1 else None
        text = reference.quote
    if name is not None:
        return _of(cite(library, name).citation)
    return _of(_only_place(library, text))


def _only_place(library: Library, text: str) -> Citation:
    found = concordance(library, text, Scope()).mentions
    if not found:
        raise RequestError(
            f"材料里没有这句话（no bulletin has these words）：“{shortened(text, 40)}”。"
            "证据要是原文，每行一条。"
        )
    if len({each.citation.document for each in found}) > 1:
        raise RequestError(
            f"不止一份材料有这句话（several bulletins have these words）：“{shortened(text, 40)}”。"
            "请改贴引文编号，或“原文和出处”。"
        )
    first = found[0]
    start, end = first.spans[0]
    return replace(first.citation, quote=first.text[start:end])


def _of(cited: Citation) -> Evidence:
    page = None if cited.page_inferred else cited.page
    return Evidence(cited.document, cited.quote, cited.article, page)


# ------------------------------------------------------------------------------------- the question


def question_of(library: Library, draft: Draft, expected: Expected) -> Question:
    """What cannot be evaluated is refused, with what is missing."""
    note = _bounded("备注", expected.note, LONGEST_NOTE)
    question = Question(
        id=draft.id,
        question=draft.question,
        lang=language_of(draft.question),
        type=FOLLOW_UP if draft.turns else expected.type,
        split=SPLIT,
        answerable=expected.answerable,
        answer="",
        key_facts=(),
        evidence=(),
        turns=tuple(draft.turns),
        note=note,
    )
    if not expected.answerable:
        return replace(question, type=UNANSWERABLE)
    answer = _bounded("参考答案", expected.answer, LONGEST_ANSWER)
    facts, quotes = key_facts(expected.facts), evidence(library, expected)
    for missing, what in (
        (answer, "参考答案（answer）"),
        (facts, "关键事实（key facts）"),
        (quotes, "证据（evidence）"),
    ):
        if not missing:
            raise RequestError(f"可答的题还要有{what}。")
    held = "\n".join([answer, *(each.quote for each in quotes)])
    for fact in facts:
        if not holds(held, fact):
            raise RequestError(
                f"答案和证据里都没有这个关键事实（neither answer nor evidence has it）：{fact[0]}。"
            )
    return replace(question, answer=answer, key_facts=facts, evidence=quotes)


def key_facts(text: str) -> list[list[str]]:
    lines = [re.split("[|｜]", line) for line in text.splitlines()]
    facts = [[each.strip() for each in line if each.strip()] for line in lines]
    facts = [fact for fact in facts if fact]
    if len(facts) > MOST_FACTS or any(len(each) > LONGEST_FACT for fact in facts for each in fact):
        raise RequestError(
            f"关键事实最多 {MOST_FACTS} 个，每个 {LONGEST_FACT} 字（too many key facts, or too long）。"
        )
    return facts


def language_of(question: str) -> str:
    if not CHINESE.search(question):
        return "en"
    return "zh-Hant" if in_traditional(question) else "zh"


def without_marks(answered: str) -> str:
    """An answer as a reference answer begins: without its [n]."""
    return _MARK.sub("", answered)


def _bounded(name: str, text: str, longest: int) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(text) > longest:
        raise RequestError(f"{name}有 {len(text)} 个字，最多 {longest} 个（too long）。")
    return text
