"""The lines of a source: where each stands, how wide it was printed, how it ends."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

TERMINAL = "。！？…!?"
CLOSING = "”’」』）)》〉】"
CJK = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇"
HEADING_MARK = re.compile(r"^(#{1,6})\s+")
WIDEST_BYLINE = 90
WIDEST_HEADING = 120
"""In half-width columns. A line as wide as this is running text whatever its end."""

GAP = re.compile(r"(?<=\S)(?: {3,}|[ \u3000]*\u3000[ \u3000]+)(?=\S)")
"""Between the cells of a row that was set with spaces."""
_OFFICE = "办公室|部|处|室|社|报|会|中心|干校|局|院|公司|组|校|站|委|电"
_CREDIT = re.compile(
    rf"[（(](?:(?:来源|作者|供稿)[:：][^。！？]{{1,60}}|[^（()）。，！？]{{1,60}}(?:{_OFFICE}))[）)]$"
)
_LONGEST_CREDIT = 200


@dataclass(frozen=True)
class Line:
    """One line of the source that is not blank. `start` and `end` leave its margins out."""

    number: int
    start: int
    end: int
    text: str
    one_space_before: bool
    """Exactly one space sets it in: where footers confirm it, so a page begins."""
    set_in: bool
    """Two columns or more, as the first line of a paragraph is."""
    blanks_before: int
    hard_break: bool
    """Markdown's two spaces at the end: the next line is another item."""
    is_row: bool
    """A row of a table: its cells are parted by tabs or stand between bars."""
    closes_item: bool
    """Ends in `（办公室）` or `（来源：新华社）`, on one line or over three, as an item closes."""

    @cached_property
    def width(self) -> int:
        """In half-width columns, about as wide as it was printed."""
        return sum(map(_WIDTHS.__getitem__, self.text))

    @cached_property
    def ends_sentence(self) -> bool:
        return self.text.rstrip(CLOSING + "*_")[-1:] in tuple(TERMINAL) or self.closes_item

    @cached_property
    def is_prose(self) -> bool:
        """Holds the end of a sentence, or is far longer than any heading."""
        return self.ends_sentence or "。" in self.text or self.width >= WIDEST_HEADING

    @property
    def is_marked(self) -> bool:
        """Its place in the text shows in its marks, whatever the lines around it are."""
        return bool(HEADING_MARK.match(self.text)) or self.is_row or self.hard_break


class _Widths(dict[str, int]):
    """Columns that a character takes, looked up once for each character."""

    def __missing__(self, character: str) -> int:
        self[character] = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        return self[character]


_WIDTHS = _Widths()


def split_lines(source: str) -> list[Line]:
    """The lines that are not blank, in order."""
    markdown = re.search(r"^#{1,6} ", source, re.MULTILINE) is not None
    lines: list[Line] = []
    blanks = start = 0
    for number, raw in enumerate(source.split("\n"), 1):
        if text := raw.strip():
            indent = len(raw) - len(raw.lstrip())
            lines.append(
                Line(
                    number=number,
                    start=start + indent,
                    end=start + indent + len(text),
                    text=text,
                    one_space_before=raw.startswith(" ") and indent == 1,
                    set_in=sum(map(_WIDTHS.__getitem__, raw[:indent])) >= 2,
                    blanks_before=blanks,
                    hard_break=markdown and raw.endswith("  "),
                    is_row=_is_row(raw, text, lines),
                    closes_item=_closes_item(text, lines),
                )
            )
            blanks = 0
        else:
            blanks += 1
        start += len(raw) + 1
    return _with_spaced_rows(lines)


def _with_spaced_rows(lines: list[Line]) -> list[Line]:
    """Lines that touch and have as many gaps are rows; single characters set apart are no cells."""
    gaps = [0 if line.is_row or line.is_prose else _gaps(line.text) for line in lines]
    found = list(lines)
    for index in range(1, len(lines)):
        if gaps[index] == gaps[index - 1] > 0 and lines[index].blanks_before == 0:
            for each in (index - 1, index):
                found[each] = replace(found[each], is_row=True)
    return found


def _gaps(text: str) -> int:
    cells = GAP.split(text)
    return len(cells) - 1 if all(len(cell) > 1 or cell.isdecimal() for cell in cells) else 0


def _is_row(raw: str, text: str, before: list[Line]) -> bool:
    """A tab in front sets a paragraph in, unless it stands for the empty cell of a table's row."""
    in_bars = text[0] == text[-1] == "|" and len(text) > 1
    next_row = raw[0] == "\t" and bool(before) and before[-1].is_row
    return "\t" in text or in_bars or next_row


def _closes_item(text: str, before: list[Line]) -> bool:
    if text[-1] not in "）)":
        return False
    nearby = "".join([*(line.text for line in before[-2:]), text])
    return bool(_CREDIT.search("".join(nearby[-_LONGEST_CREDIT:].split())))
