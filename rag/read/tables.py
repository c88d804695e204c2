"""Rows of a table whose columns were flattened into tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.read.clean import shown_characters
from rag.read.lines import CJK, GAP, Line

_TAB = re.compile("\t")
_NOTE = rf"(?:[男女]|[{CJK}]{{1,5}}族|[男女][，、][{CJK}]{{1,5}}族)"
PERSON = re.compile(rf"^(?:[{CJK}·]{{2,4}}|[{CJK}·]{{2,8}}\s*[（(]{_NOTE}[）)])$")
POST = re.compile(f"(?:.*[{CJK}]){{4}}")
"""What can be a person's post: a count or a grade is none."""
LEAST_TIED = 0.8
"""Share of the names in a third column that must have one post each before any is tied."""
LEAST_UNCLEAR = 0.5
"""Where fewer have one, the third column is a column like any other: its cells belong to their rows,
and what looks like a name among them is a short word (备注, 退休, 一等奖)."""


@dataclass(frozen=True)
class Cell:
    text: str
    origins: Sequence[int]


def table_rows(source: str, lines: Sequence[Line]) -> list[list[Sequence[int]]]:
    """Each row as its cells, and each cell as offsets into the source.

    Where the third column alternates a name and, one row on, that person's post, it is a second
    pair of columns that was printed beside the first. A name is tied to what follows it only where
    that is one cell and then the next name: nothing is tied that may not belong.
    """
    grid = [list(_cells(source, line)) for line in lines]
    groups = _by_person([cell for row in grid for cell in row[2:] if cell.text])
    named = [group for group in groups if PERSON.match(group[0].text)]
    posts = sum(_has_one_post(group) for group in named)
    ordinary = not named or posts < LEAST_UNCLEAR * len(named)
    if ordinary or any(cell.text for row in grid for cell in row[3:]):
        return [_origins(row) for row in grid if any(cell.text for cell in row)]
    rows = [_origins(row[:2]) for row in grid if any(cell.text for cell in row[:2])]
    if posts < LEAST_TIED * len(named):
        return rows + [[cell.origins] for group in groups for cell in group]
    if rows and groups[0] is not named[0] and len(groups[0]) == 1:
        # What stands above the first name is the end of the row that the column broke off.
        end = groups.pop(0)[0]
        rows[-1][-1] = [*rows[-1][-1], *end.origins]
    for group in groups:
        rows += [_origins(group)] if _has_one_post(group) else [[cell.origins] for cell in group]
    return rows


def _by_person(cells: Sequence[Cell]) -> list[list[Cell]]:
    """The cells of one column, parted before each name."""
    groups: list[list[Cell]] = []
    for cell in cells:
        if groups and not PERSON.match(cell.text):
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return groups


def _has_one_post(group: Sequence[Cell]) -> bool:
    """Whether it is a name and one cell that can be that person's post."""
    return (
        len(group) == 2
        and PERSON.match(group[0].text) is not None
        and POST.match(group[1].text) is not None
    )


def _cells(source: str, line: Line) -> Iterator[Cell]:
    """The line's cells, empty ones too. Tabs in front of the text open empty cells."""
    start = source.rfind("\n", 0, line.start) + 1
    row = source[start : line.end]
    between = _TAB if "\t" in row or row.startswith("|") else GAP
    edges = [0, *(edge for match in between.finditer(row) for edge in match.span()), len(row)]
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        part = row[first:last]
        text = part.strip()
        begin = start + first + len(part) - len(part.lstrip())
        origins = shown_characters(source, begin, begin + len(text)) if text else []
        yield Cell("".join(map(source.__getitem__, origins)), origins)


def _origins(row: Sequence[Cell]) -> list[Sequence[int]]:
    return [cell.origins for cell in row if cell.text]
