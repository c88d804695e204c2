"""Whether a sentence is carried by its quotes. (The first state; the checks are being written.)"""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.quote import Quote, Sentence


def problem(sentence: Sentence, quotes: Sequence[Quote]) -> str | None:
    return None if sentence.quotes else "no quote"
