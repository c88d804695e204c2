"""The text a model writes becomes sentences with the quotes they name, each as soon as it is complete.

A sentence ends at its full stop and the marks behind it, or at the end of its line. Nothing that a
model does here can do harm: what comes out is still held against its quotes before it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

from rag.answer.facts import numbers
from rag.answer.quote import Quote, Sentence
from rag.search.fold import fold, in_pairs, letters

LONGEST = 4000
"""Characters that are read of what a model says, and of what it thinks before it says it."""
LONGEST_THOUGHT = 60_000
LONGEST_SENTENCE = 600
ALIKE = 0.4
"""What a sentence without marks must share with a quote to be taken for its own."""

_NUMBERS = r"\^?\d{1,2}(?:\s*[,，、;；\-–—~～]\s*\^?\d{1,2})*"
_MARK = re.compile(
    rf"[ \t\u3000]*[\[【［]\s*(?:引文|出处|来源|[Qq]uote)?\s*({_NUMBERS})\s*[\]】］]"
)
_RANGE = re.compile(r"(\d+)(?:\s*[\-–—~～]\s*\^?(\d+))?")
_TAIL = re.compile(rf"[。！？!?]*[”’」』）)\"]*(?:{_MARK.pattern})*[ \t\u3000]*")
_PART_OF_MARK = re.compile(r"[ \t\u3000]*[\[【［][^\]】］\n]{0,24}")
_THOUGHT = re.compile(r"<(/?)(?:think|thinking|thought|reasoning)>")
_LONGEST_TAG = len("</reasoning>")

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》"}
_QUOTES = '”’」』"'
_NO_END = re.compile(
    r"(?:^|[\s(（“])(?:[A-Z]|no|nos|mr|mrs|ms|dr|prof|st|vs|vol|pp?|fig|approx|e\.g|i\.e|[A-Z]\.[A-Z])$",
    re.IGNORECASE,
)
_LIST_NUMBER = re.compile(r"\s*\d{1,2}")
_ORNAMENT = re.compile(r"^\s*(?:#{1,6}\s+|[-*•·]\s+|\d{1,2}[.、)）](?!\d)\s*)+|\*\*")


class OutOfRoom(Exception):
    """Raised by the pieces where the model was stopped at its length: the rest is no sentence."""


def sentences(
    pieces: Generator[str, None, None], quotes: Sequence[Quote]
) -> Generator[Sentence, None, None]:
    """Closing it closes the pieces. A sentence that names no quote gets the one it shares most with,
    or is dropped; one that was said already is dropped, since small models repeat themselves."""
    told = set()
    with closing(pieces):
        for written in _complete(_spoken(pieces)):
            sentence = _sentence(written, quotes)
            if sentence and sentence.text not in told:
                told.add(sentence.text)
                yield sentence


def first_line(pieces: Generator[str, None, None]) -> str:
    """The first line of what is said, without marks; empty where it does not end in time."""
    said = ""
    with closing(pieces):
        try:
            for text in _spoken(pieces):
                said = f"{said}{text}".lstrip()
                if "\n" in said or len(said) > LONGEST_SENTENCE:
                    break
        except OutOfRoom:
            return ""
    return said.split("\n", 1)[0].strip() if len(said) <= LONGEST_SENTENCE else ""


def _spoken(pieces: Iterator[str]) -> Iterator[str]:
    """Without what a reasoning model thinks aloud first. Tags may be split between pieces."""
    rest, thinking, said, thought = "", False, 0, 0
    for piece in pieces:
        text = rest + piece
        whole = _whole_tags(text)
        start, rest = 0, text[whole:]
        for match in (*_THOUGHT.finditer(text, 0, whole), None):
            between = text[start : match.start() if match else whole]
            if thinking:
                thought += len(between)
            elif between:
                yield between[: max(LONGEST - said, 0)]
                said += len(between)
            if match:
                start, thinking = match.end(), not match[1]
                yield "\n"
        if said >= LONGEST or thought >= LONGEST_THOUGHT:
            raise OutOfRoom
    if not thinking:
        yield rest


def _whole_tags(text: str) -> int:
    """Where a tag may have begun that is not complete yet."""
    begun = text.rfind("<", max(len(text) - _LONGEST_TAG, 0))
    return len(text) if begun < 0 or ">" in text[begun:] else begun


def _complete(texts: Iterator[str]) -> Iterator[str]:
    rest = ""
    try:
        for text in texts:
            rest += text
            while end := _end(rest):
                yield rest[:end]
                rest = rest[end:]
            if len(rest) > LONGEST_SENTENCE:
                return
    except OutOfRoom:
        return
    while end := _end(rest, over=True):
        yield rest[:end]
        rest = rest[end:]
    yield rest


def _end(text: str, over: bool = False) -> int:
    """Where the first sentence ends, its marks included; 0 where more text has to come first.

    What stands in brackets or quotation marks is not parted, unless they are never closed.
    """
    opened: list[str] = []
    for n, character in enumerate(text):
        if character == "\n":
            return n + 1
        if opened and character == opened[-1]:
            opened.pop()
            ends = not opened and character in _QUOTES and text[n - 1] in "。！？!?."
        elif character in _PAIRS or character == '"':
            opened.append(_PAIRS.get(character, character))
            continue
        else:
            ends = not opened and _is_end(text, n, over)
        if not ends:
            continue
        tail = _TAIL.match(text, n + 1)
        end = tail.end() if tail else n + 1
        if not over and (end == len(text) or _PART_OF_MARK.fullmatch(text, end)):
            return 0
        # “加油！”活动 goes on, “……办好。”县里 does not.
        named = character in _QUOTES and text[n - 1] in "！？!?"
        if not named or end == len(text) or text[end] == "\n" or _MARK.search(text, n + 1, end):
            return end
    return _end_in_open(text) if opened and (over or len(text) > LONGEST_SENTENCE) else 0


def _end_in_open(text: str) -> int:
    found = re.search(rf"[。！？](?:{_MARK.pattern})*", text)
    return found.end() if found else 0


def _is_end(text: str, n: int, over: bool) -> bool:
    if text[n] in "。！？!?":
        return True
    if text[n] != ".":
        return False
    behind = text[n + 1 :]
    if not behind.strip():
        return over or not behind  # more has to come: the caller waits for it
    if not re.match(r"\s|[\[【［”’」』）)\"]", behind):
        return False
    before = text[:n]
    following = _MARK.sub("", behind).lstrip('”’」』）)" ')[:1]
    return not (
        _LIST_NUMBER.fullmatch(before) or _NO_END.search(before[-12:]) or following.islower()
    )


def _sentence(written: str, quotes: Sequence[Quote]) -> Sentence | None:
    text = " ".join(_ORNAMENT.sub("", _MARK.sub("", written)).split())
    if not letters(text):
        return None
    known = {quote.n for quote in quotes}
    named = [n for mark in _MARK.finditer(written) for n in _named(mark[1]) if n in known]
    if not named and (own := _nearest(text, quotes)) is not None:
        named = [own]
    return Sentence(text, tuple(dict.fromkeys(named))) if named else None


def _named(mark: str) -> Iterator[int]:
    for match in _RANGE.finditer(mark):
        yield from range(int(match[1]), int(match[2] or match[1]) + 1)


def _nearest(text: str, quotes: Sequence[Quote]) -> int | None:
    """The quote with most of its pairs of characters and most of its numbers."""
    shared = [(_shared(text, quote.text), -quote.n) for quote in quotes]
    most, n = max(shared, default=(0.0, 0))
    return -n if most >= ALIKE else None


def _shared(text: str, quote: str) -> float:
    said, held = set(in_pairs(letters(text))), set(in_pairs(letters(quote)))
    values, own = _values(text), _values(quote)
    alike = len(said & held) / max(len(said), 1)
    return alike + (len(values & own) / len(values) if values else 0)


def _values(text: str) -> set[object]:
    return {number.value for number in numbers(fold(text))}
