"""The same thing said twice with different figures: 220 reading points in one year, 320 in the next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from rag.answer.facts import Number, numbers
from rag.search.fold import fold, in_pairs

PIECE = re.compile("[^，、；。：,;:]+")
ALIKE = 0.7
"""Of the pairs of characters around the figure, so many are the same: 省级职工书屋 and
省级职工书屋示范点 have 0.77."""
NAMED = 0.4
"""Of the pairs of its name the question says so many: 职工书屋 are not 职工书屋阅读一体机."""
SHORTEST = 4
"""Characters beside the figure: 投入58万元 is said of many things."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Two figures of one thing."""

    one: Number
    other: Number
    thing: frozenset[str]
    """Pairs of characters of its name, folded."""


def figures_apart(one: str, other: str) -> list[Apart]:
    """The figures in which two texts differ, though they name the same thing in the same unit."""
    return [
        Apart(first, second, mine & theirs)
        for first, mine in _figures(one)
        for second, theirs in _figures(other)
        if first.unit == second.unit and first.value != second.value
        if 2 * len(mine & theirs) >= ALIKE * (len(mine) + len(theirs))
    ]


def _figures(text: str) -> list[tuple[Number, frozenset[str]]]:
    """The only figure of each piece of a text, with what stands around it."""
    found = []
    for piece in PIECE.finditer(text):
        inside = [number for number in numbers(piece[0]) if not number.ordinal]
        if len(inside) != 1:
            continue
        number = inside[0]
        around = fold(f"{piece[0][: number.start]}{piece[0][number.end :]}")
        words = "".join(re.findall("[\u4e00-\u9fffa-z]+", around))
        if len(words) >= SHORTEST:
            found.append((number, frozenset(in_pairs(words))))
    return found


def asked_apart(question: str, one: str, other: str) -> Apart | None:
    """The figures of what the question asks about; None where it asks about something else, or
    about several things in which they differ."""
    asked = set(in_pairs(fold(question)))
    shared = [
        (len(each.thing & asked), each)
        for each in figures_apart(one, other)
        if len(each.thing & asked) >= NAMED * len(each.thing)
    ]
    most = max((count for count, _ in shared), default=0)
    best = [each for count, each in shared if count == most]
    return best[0] if most and len(best) == 1 else None


def difference(apart: Apart) -> str:
    """How far the two are apart, in the words in which they are written."""
    far = abs(apart.one.value - apart.other.value)
    for scale, factor in (("亿", 100_000_000), ("万", 10_000)):
        if scale in apart.one.text and scale in apart.other.text:
            return f"{_plain(far / factor)}{scale}{_unit(apart.one)}"
    return f"{_plain(far)}{_unit(apart.one)}"


def _unit(number: Number) -> str:
    """As it is written: 名, though people are counted alike by 名, 人 and 位."""
    written = re.search(r"[^\d\s.,余多万亿一二三四五六七八九十百千]+$", number.text)
    return written[0] if written else number.unit


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
