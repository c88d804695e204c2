"""Turns of a conversation: a question is checked, and one that leans on the last is completed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.errors import RequestError

LONGEST_QUESTION = 500
LEANS_ON_THE_LAST = re.compile(
    r"^(?:那|那么|它|他|她|这[个些次]|其中|还有|另外|然后)|呢[？?]?$|^(?:and|what about|how about)\b",
    re.I,
)


def checked_question(text: str) -> str:
    """One line without control characters, or an error that says what is wrong."""
    question = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not question:
        raise RequestError("问题是空的（empty question）。请输入一个问题。")
    if len(question) > LONGEST_QUESTION:
        raise RequestError(
            f"问题有 {len(question)} 个字，最多 {LONGEST_QUESTION} 个（question too long）。请缩短后再问。"
        )
    return question


def completed(question: str, turns: Sequence[str]) -> str:
    """The question with the one before it, where it cannot be understood alone."""
    if turns and LEANS_ON_THE_LAST.search(question):
        return f"{checked_question(turns[-1])} {question}"
    return question
