"""Answers to take away, their marks and notes with them: plain text, Markdown, Word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

from rag.answer.cite import house_style
from rag.answer.note import broken_off
from rag.history import KeptTurn
from rag.records import Answer, Citation

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|])")
_MARK = re.compile(r"\[(\d{1,3})\]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What no Word document may hold."""


def as_text(answer: Answer) -> str:
    notes = [f"{_numbers(cited)} {reference}" for reference, cited in sources(answer).items()]
    return "\n".join([*_lines(answer), *([""] if notes else []), *notes])


def sources(answer: Answer) -> dict[str, list[Citation]]:
    """What is cited, each place once: of a list thirty rows may stand on one page."""
    found: dict[str, list[Citation]] = {}
    for cited in answer.citations:
        found.setdefault(house_style(cited), []).append(cited)
    return found


def _numbers(cited: Sequence[Citation]) -> str:
    """[1]–[33], or [1][4] where others stand between."""
    numbers = [each.n for each in cited]
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"[{numbers[0]}]–[{numbers[-1]}]"
    return "".join(f"[{n}]" for n in numbers)


def _lines(answer: Answer) -> list[str]:
    """The answer, and what a reader of the screen is told of it."""
    note = broken_off(answer)
    return [*answer.text.splitlines(), *([f"（{note}）"] if note else [])]


def as_markdown(answer: Answer) -> str:
    """Marks become footnotes; whatever in a quote looks like Markdown stays the text it is."""
    known = {cited.n for cited in answer.citations}
    parts, at, said = [], 0, "\n".join(_lines(answer))
    for match in _MARK.finditer(said):
        if int(match[1]) in known:
            parts += [_escaped(said[at : match.start()]), f"[^{match[1]}]"]
            at = match.end()
    text = "".join([*parts, _escaped(said[at:])]).replace("\n", "  \n")
    notes = [f"[^{cited.n}]: {_escaped(house_style(cited))}" for cited in answer.citations]
    return "\n".join([text, *([""] if notes else []), *notes])


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def as_word(turns: Sequence[KeptTurn]) -> bytes:
    """Questions as headings; below each answer its sources with the words that are quoted, below a
    refusal the passages that came near."""
    from docx import Document

    document = Document()
    for turn in turns:
        answer = turn.answer
        document.add_heading(_clean(answer.question), level=2)
        for line in _lines(answer):
            document.add_paragraph(_clean(line))
        for cited in answer.citations:
            note = document.add_paragraph()
            note.add_run(f"[{cited.n}] {_clean(house_style(cited))}")
            note.add_run(f"：“{_clean(cited.quote.strip())}”").italic = True
        for near, text in turn.nearest:
            document.add_paragraph(_clean(house_style(near)), style="List Bullet")
            document.add_paragraph(_clean(" ".join(text.split())))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
