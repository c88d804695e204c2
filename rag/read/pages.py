"""Printed pages: from footers and the marks that open a page."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median

from rag.read.lines import Line

IMPRINT = re.compile(r"准印证号|内部资料|印刷单位|编印单位|ISSN|国内统一刊号")
_DASH = "[-\u2010-\u2015\u2500－~·]{1,2}"
_FOOT = re.compile(
    rf"(?:{_DASH}\s*(\d{{1,4}})\s*{_DASH}|第\s*(\d{{1,4}})\s*页(?:[\s，,/]*共\s*\d{{1,4}}\s*页)?)$"
)
MOST_EXTRA_MARKS = 0.25
"""Marks beyond what the footers allow are columns; more than this share, and none is trusted."""
MOST_UNEVEN = 1.5
"""Times as many lines as the longest page has that the first one may have."""
MOST_BARE_NUMBERS = 300
"""More lines that are nothing but a number are a table, and none of them a footer."""


@dataclass(frozen=True)
class Footer:
    """A line that ends a page. It is `glued` where the journal's name or imprint stands beside."""

    line: int
    number: int
    glued: bool


@dataclass(frozen=True)
class PageMarks:
    """Where pages open, as indexes into the lines, and what each page's number rests on."""

    openings: tuple[int, ...]
    numbers: tuple[int | None, ...]
    """None where the marks do not fit the footers around them, so that nothing can be told."""
    footers: frozenset[int]
    counted_on: frozenset[int]
    """The numbers that a footer itself gives; every other one was counted."""

    def page_of(self, line: int) -> tuple[int | None, bool]:
        """The page of a line, and whether it was counted rather than read."""
        at = bisect_right(self.openings, line) - 1
        number = self.numbers[at] if at >= 0 else None
        return number, number is not None and number not in self.counted_on


NO_PAGES = PageMarks((), (), frozenset(), frozenset())


@dataclass(frozen=True)
class Feet:
    """Lines that say by themselves that they are page numbers, and where the pages begin."""

    lines: frozenset[int] = frozenset()
    pages: tuple[tuple[int, int | None, bool], ...] = ()
    """As in `Source`."""


@dataclass(frozen=True)
class _Section:
    """The pages from one footer to the next, the first of which opens without a mark."""

    openings: tuple[int, ...]
    numbers: tuple[int | None, ...]
    confirms: bool
    """The marks are just as many as the numbers ask for, and not by the chance of two numbers that
    follow each other."""


def find_pages(lines: Sequence[Line], title: str) -> PageMarks:
    """Printed pages by footers, and between them by the lines that one leading space sets apart.

    Such a space is trusted only where the footers confirm it: somewhere between two of them the
    count of marks must fit exactly. Where there are more marks than pages, those are kept that
    leave the pages most even (a mark inside an item is a column). Without any that fit, footers
    that number each page do alone.
    """
    found = _footers(lines, title)
    spaced = [index for index, line in enumerate(lines) if line.one_space_before]
    for marks in (spaced, []):
        footers = _likeliest(found, marks)
        sections = [_section(lines, marks, a, b) for a, b in pairwise(footers)]
        if any(section.confirms for section in sections):
            return _put_together(lines, marks, footers, sections)
    return NO_PAGES


def find_feet(lines: Sequence[Line]) -> Feet:
    """Of `— 3 —` and 第3页 共9页, where they rise: the text above one stands on its page; where the
    file begins with one, that below it."""
    found = [
        (i, int(m[1] or m[2])) for i, line in enumerate(lines) if (m := _FOOT.match(line.text))
    ]
    steps = [after - before for (_, before), (_, after) in pairwise(found)]
    if not steps or min(steps) < 1 or 2 * steps.count(1) < len(steps):
        return Feet()
    feet = frozenset(index for index, _ in found)
    if 0 in feet:
        return Feet(feet, tuple((lines[index].start, number, False) for index, number in found))
    pages: list[tuple[int, int | None, bool]] = []
    start = 0
    for (index, number), step in zip(found, [1, *steps], strict=True):
        # Where a number was lost, nothing tells on which of two pages the text stands.
        pages.append((start, number if step == 1 else None, False))
        start = lines[index].end
    if found[-1][0] + 1 < len(lines):
        pages.append((start, found[-1][1] + 1, True))
    return Feet(feet, tuple(pages))


def _put_together(
    lines: Sequence[Line],
    marks: Sequence[int],
    footers: Sequence[Footer],
    sections: Sequence[_Section],
) -> PageMarks:
    first, last = footers[0], footers[-1]
    openings = sorted({0, *(mark for mark in marks if mark < first.line)} - {first.line})
    lowest = first.number - len(openings) + 1
    longest = max(b.line - a.line for a, b in pairwise(footers))
    if not marks and first.line > MOST_UNEVEN * longest:
        lowest = 0  # more than one page stands there, and nothing parts them
    numbers: list[int | None] = [
        lowest + count if lowest > 0 else None for count in range(len(openings))
    ]
    for section in sections:
        openings += section.openings
        numbers += section.numbers
    if last.line + 1 < len(lines):
        after = [last.line + 1, *(mark for mark in marks if mark > last.line + 1)]
        openings += after
        numbers += range(last.number + 1, last.number + 1 + len(after))
    return PageMarks(
        tuple(openings),
        tuple(numbers),
        frozenset(footer.line for footer in footers),
        frozenset(footer.number for footer in footers),
    )


def _footers(lines: Sequence[Line], title: str) -> list[Footer]:
    """Lines that are nothing but a page number, alone or glued to the journal's name or imprint."""
    name = re.escape(title)
    glued = re.compile(rf"(\d{{1,3}})\s*{name}.{{0,40}}期|{name}.{{0,40}}期\s*(\d{{1,3}})")
    found: list[Footer] = []
    for index, line in enumerate(lines):
        if re.fullmatch(r"\d{1,3}", line.text):
            found.append(Footer(index, int(line.text), glued=False))
        elif match := glued.fullmatch(line.text):
            found.append(Footer(index, int(match[1] or match[2]), glued=True))
        elif (leading := re.match(r"\d{1,3}(?=\D)", line.text)) and IMPRINT.match(
            line.text, leading.end()
        ):
            found.append(Footer(index, int(leading.group()), glued=True))
    if sum(not footer.glued for footer in found) > MOST_BARE_NUMBERS:
        return [footer for footer in found if footer.glued]
    return found


def _likeliest(footers: Sequence[Footer], marks: Sequence[int]) -> list[Footer]:
    """The rising numbers that fit the marks between them best: another number is no page's."""
    # For the chain that ends at each footer: its worth, and the footer before.
    best: list[tuple[float, int]] = []
    for index, footer in enumerate(footers):
        worth, before = 0.0, -1
        for earlier in range(index):
            if footers[earlier].number < footer.number:
                value = best[earlier][0] + _fit(footers[earlier], footer, marks)
                if value > worth:
                    worth, before = value, earlier
        best.append((worth + (3.0 if footer.glued else 0.5), before))
    chain: list[Footer] = []
    at = max(range(len(best)), key=lambda index: best[index][0], default=-1)
    while at >= 0:
        chain.append(footers[at])
        at = best[at][1]
    return chain[::-1]


def _fit(first: Footer, second: Footer, marks: Sequence[int]) -> float:
    extra, wanted = _extra_marks(first, second, marks)
    if extra == 0:
        return 2.0
    return 0.0 if 0 < extra <= _most_extra(wanted) else -2.0


def _extra_marks(first: Footer, second: Footer, marks: Sequence[int]) -> tuple[int, int]:
    """Marks between two footers beyond those that are wanted, and how many are wanted."""
    inside = bisect_left(marks, second.line) - bisect_right(marks, first.line + 1)
    wanted = second.number - first.number - 1
    return inside - wanted, wanted


def _most_extra(wanted: int) -> float:
    return max(1.0, MOST_EXTRA_MARKS * wanted)


def _section(
    lines: Sequence[Line], marks: Sequence[int], first: Footer, second: Footer
) -> _Section:
    """The text after a footer opens a page even without a mark."""
    begin = first.line + 1
    inside = marks[bisect_right(marks, begin) : bisect_left(marks, second.line)]
    extra, wanted = _extra_marks(first, second, marks)
    if begin == second.line:
        return _Section((), (), confirms=False)
    if not 0 <= extra <= _most_extra(wanted):
        return _Section((begin, *inside), (None,) * (len(inside) + 1), confirms=False)
    openings = (begin, *_most_even(lines, [begin, *inside, second.line], wanted))
    numbers = tuple(range(first.number + 1, second.number + 1))
    confirms = extra == 0 and (wanted > 0 or (first.glued and second.glued))
    return _Section(openings, numbers, confirms=confirms)


def _most_even(lines: Sequence[Line], points: Sequence[int], wanted: int) -> list[int]:
    """The `wanted` inner points that leave the pages most even in length (least squares)."""
    if len(points) - 2 == wanted:
        return list(points[1:-1])
    first = points[0]
    widths = (line.width for line in lines[first : points[-1]])
    reached = list(accumulate(widths, initial=0))
    length = [reached[point - first] for point in points]
    usual = median(b - a for a, b in pairwise(length))
    # paths[i]: the least cost of reaching point i in as many pages as steps were made, and how.
    paths: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for _ in range(wanted + 1):
        paths = {
            i: min(
                (cost + ((length[i] - length[j]) / usual - 1) ** 2, (*path, points[i]))
                for j, (cost, path) in paths.items()
                if j < i
            )
            for i in range(1, len(points))
            if any(j < i for j in paths)
        }
    return list(paths[len(points) - 1][1][:-1])
