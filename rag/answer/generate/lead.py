"""The direct answer in front of the quote, where the kind of question allows one."""

from __future__ import annotations

from rag.answer.quote import Quote


def lead(question: str, quote: Quote) -> str | None:
    """None where the quote holds no answer that could be said in a few words without a doubt."""
    return None
