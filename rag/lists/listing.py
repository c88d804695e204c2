"""Lines one below the other, each cited: as many as an answer has room for, the next where more is
asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer.cite import citation
from rag.records import Answer, Unit
from rag.search.library import Library

LONGEST = 640
"""Characters of the lines: a list may have 700, the rest is for what is said before and behind them."""
ALL_LISTED = "已经全部列出（that is all）：共 {} 条。"


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    unit: Unit
    head: str = ""
    """What it stands under, its bulletin for example."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What answers, for as many answers as it takes. False where there is nothing to say."""

    each: Sequence[Line] = ()
    at_once: int | None = None
    """Lines of an answer where it is not simply as many as there is room for."""
    instead: str = ""
    """What is said where a list is asked for and only another one is there."""

    def __bool__(self) -> bool:
        return bool(self.each or self.instead)


def listed(library: Library, blank: Answer, lines: Lines, more: int) -> Answer:
    """How many there are is said. `blank` has nothing written yet, `more` is how often it was asked
    what else there is."""
    if lines.instead:
        return replace(blank, text=lines.instead, refused=True, reason="other_name")
    begin, end = 0, _fitting(lines.each, lines.at_once)
    for _ in range(more):
        begin, end = end, end + _fitting(lines.each[end:], lines.at_once)
    if begin == len(lines.each):
        return replace(blank, text=ALL_LISTED.format(begin))
    shown: list[str] = []
    citations = []
    head = ""
    for n, line in enumerate(lines.each[begin:end], 1):
        if line.head != head:
            shown.append(line.head)
            head = line.head
        shown.append(f"{line.text}[{n}]")
        unit = line.unit
        article = library.article(unit.document, unit.article)
        citations.append(citation(n, unit, library.bulletin(unit.document), article))
    if (begin or end < len(lines.each)) and lines.at_once is None:
        rest = "，问“还有吗”接着列" if end < len(lines.each) else ""
        shown.append(f"……共 {len(lines.each)} 条，以上第 {begin + 1}—{end} 条{rest}。")
    return replace(blank, text="\n".join(shown), citations=tuple(citations))


def _fitting(lines: Sequence[Line], at_once: int | None) -> int:
    """How many lines an answer has room for, at least one while there are any."""
    length, head = 0, ""
    for count, line in enumerate(lines[:at_once]):
        length += len(line.text) + len(f"[{count + 1}]") + 1
        if line.head != head:
            head = line.head
            length += len(head) + 1
        if count and length > LONGEST:
            return count
    return min(len(lines), at_once or len(lines))
