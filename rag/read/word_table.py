"""The cells of a Word table's rows, those that are merged as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.read.grid import MOST_COLUMNS
from rag.read.word_xml import W

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement


OPENED = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
)
"""What wraps rows, cells or paragraphs and is read as if it were not there."""


@dataclass
class Cell:
    columns: int
    parts: list[BaseOxmlElement]
    """Those that hold its text: several where cells beside each other were merged the old way, none
    in columns without a cell and in the lower part of a merged one, which may repeat the upper."""


class WordRows:
    """Told of the rows in their order."""

    def __init__(self) -> None:
        self._going_on: set[tuple[int, int]] = set()
        """First column and columns of the cells of the row before that may reach further down."""

    def cells(self, row: BaseOxmlElement) -> list[Cell]:
        skipped = _count(row.find(f"{W}trPr/{W}gridBefore"), 0)
        found = [Cell(skipped, [])] if skipped else []
        at, going_on = skipped, set()
        for first, *others in _merged_across(row):
            columns = sum(_count(cell.find(f"{W}tcPr/{W}gridSpan"), 1) for cell in (first, *others))
            columns = min(columns, MOST_COLUMNS)
            merge = _merge(first, "vMerge")
            covered = merge == "continue" and (at, columns) in self._going_on
            if merge:
                going_on.add((at, columns))
            found.append(Cell(columns, [] if covered else [first, *others]))
            at += columns
        self._going_on = going_on
        return found


def rows_of(table: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Without those that a tracked change took out."""
    for row in _inside(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row


def _merged_across(row: BaseOxmlElement) -> list[list[BaseOxmlElement]]:
    groups: list[list[BaseOxmlElement]] = []
    for cell in _inside(row, f"{W}tc"):
        if groups and _merge(cell, "hMerge") == "continue":
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return groups


def _merge(cell: BaseOxmlElement, name: str) -> str:
    """restart, continue, or nothing."""
    merge = cell.find(f"{W}tcPr/{W}{name}")
    return "" if merge is None else str(merge.get(f"{W}val") or "continue")


def _count(element: BaseOxmlElement | None, otherwise: int) -> int:
    given = "" if element is None else element.get(f"{W}val") or ""
    return min(int(given), MOST_COLUMNS) if re.fullmatch(r"\d{1,9}", given, re.ASCII) else otherwise


def _inside(element: BaseOxmlElement, tag: str) -> Iterator[BaseOxmlElement]:
    """Its rows or cells, those too that a control or a tracked insertion wraps."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in OPENED:
            yield from _inside(child, tag)
