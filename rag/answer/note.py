"""What a reader should know of an answer that is not in it: no sentence of the answer, and in need of no
source. Who reads English is told in its last line that it is in the bulletins' own words."""

from __future__ import annotations

from dataclasses import replace

from rag.records import Answer
from rag.search.fold import CHINESE

NOTE = "\nQuoted in Chinese, as it stands in the bulletins."

BROKEN_OFF = "语言模型没有答完，以上是原文摘录"


def broken_off(answer: Answer) -> str:
    """Of an answer that a model began: what is left are the quotes."""
    return BROKEN_OFF if answer.trace.get("failed") else ""


def room_for_note(question: str) -> int:
    """Characters that the note takes from an answer."""
    return 0 if CHINESE.search(question) else len(NOTE)


def with_note(answer: Answer, longest: int) -> Answer:
    """Where it fits, an English question's answer says that it quotes Chinese."""
    if not answer.citations or answer.refused or not CHINESE.search(answer.text):
        return answer
    room = room_for_note(answer.question)
    fits = 0 < room <= longest - len(answer.text)
    return replace(answer, text=answer.text + NOTE) if fits else answer


def without_note(text: str) -> str:
    return text.removesuffix(NOTE)
