"""The text in a server's answer: server-sent events, or one JSON object where it does not stream."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from rag.answer.generate.marks import OutOfRoom

LONGEST_LINE = 1_000_000
_LINE_END = re.compile(r"\r\n|\n|\r")
_DATA = re.compile(r"data: ?(.*)", re.DOTALL)


class Failure(Exception):
    """`again` where another try may do better; `after` the seconds that the server asked for."""

    def __init__(
        self, why: str, again: bool = False, busy: bool = False, after: float | None = None
    ) -> None:
        super().__init__(why)
        self.why, self.again, self.busy, self.after = why, again, busy, after


def contents(chunks: Iterator[bytes]) -> Iterator[str]:
    """Raises Failure where the answer is no answer or breaks off, OutOfRoom at its length limit."""
    other, streamed, finished = "", False, False
    for line in _lines(chunks):
        match = _DATA.match(line)
        if match is None:
            # Comments and names of events stand between the data; anything else is another format.
            if not streamed and not line.startswith((":", "event:", "id:", "retry:")):
                other = f"{other}{line}\n"[:LONGEST_LINE]
            continue
        streamed = True
        if match[1].strip() == "[DONE]":
            return
        text, ended = _told(_parsed(match[1]), "delta")
        yield text
        if ended == "length":
            raise OutOfRoom
        finished = finished or bool(ended)
    if not streamed and other.strip():
        text, ended = _told(_parsed(other), "message")
        yield text
        if ended == "length":
            raise OutOfRoom
        finished = True
    if not finished:
        raise Failure("中途断了（the answer broke off）", again=True)


def _lines(chunks: Iterator[bytes]) -> Iterator[str]:
    """A character may be split between chunks; bytes that are no UTF-8 do not end the answer."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
    rest = ""
    for chunk in chunks:
        *lines, rest = _LINE_END.split(rest + decoder.decode(chunk))
        yield from lines
        if len(rest) > LONGEST_LINE:
            raise Failure("回答太长（an answer without end）")
    yield rest + decoder.decode(b"", final=True)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Failure(f"回的不是 JSON（not JSON）：{text}") from None


def _told(answer: Any, name: str) -> tuple[str, str | None]:
    """The text, and why it ended, where it did. What a model thinks stands elsewhere."""
    if isinstance(answer, dict) and answer.get("error"):
        raise Failure(f"服务器报错（error）：{answer['error']}")
    try:
        choices = answer["choices"]
        # A list without choices tells what the answer cost.
        choice = choices[0] if choices else {}
        text = (choice.get(name) or {}).get("content") or ""
        reason = choice.get("finish_reason")
    except (TypeError, KeyError, AttributeError, IndexError):
        raise Failure("回答的格式不认识（unknown form of answer）") from None
    if not isinstance(text, str):
        raise Failure("回答不是文字（not text）")
    return text, reason
