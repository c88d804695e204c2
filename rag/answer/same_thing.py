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
LONGEST_TAIL = 4
"""Characters by which one name of a thing may be longer at its end: 书屋, 书屋示范点."""
ONE_UNIT = frozenset("家个所处")
"""What is counted by one of these may be counted by the others."""
LEVEL = re.compile("[国省市州县区乡镇]家?级|全国")
MADE = re.compile(
    "建成|建设|建立|建有|新建|打造|创建|成立|设立|设有|命名|评定|认定|培育|选树|新增|配备|举办|开展|发放|累计|[共现已]有|达到"
)
"""Words in front of the name of what was made, and of how much of it."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Two figures of one thing."""

    one: Number
    other: Number
    thing: frozenset[str]
    """Pairs of characters of its name, folded."""


@dataclass(frozen=True, slots=True)
class _Figure:
    number: Number
    around: frozenset[str]
    """Pairs of characters that stand around it."""
    level: frozenset[str]
    """省级 and the like, in front of its name."""
    name: str
    """Of what it counts, as far as one can tell: what stands behind it, else before it."""


def figures_apart(one: str, other: str) -> list[Apart]:
    """The figures in which two texts differ, though they name the same thing in the same unit."""
    return [
        Apart(mine.number, theirs.number, thing)
        for mine in _figures(one)
        for theirs in _figures(other)
        if _counted_alike(mine.number, theirs.number) and mine.number.value != theirs.number.value
        if (thing := _thing(mine, theirs))
    ]


def _counted_alike(one: Number, other: Number) -> bool:
    return one.unit == other.unit or {one.unit, other.unit} <= ONE_UNIT


def _thing(one: _Figure, other: _Figure) -> frozenset[str]:
    """What both count; empty where it is not the same."""
    if one.level != other.level:
        return frozenset()
    shared = one.around & other.around
    if 2 * len(shared) >= ALIKE * (len(one.around) + len(other.around)):
        return shared
    short, long = sorted((one.name, other.name), key=len)
    if len(short) < SHORTEST or not long.startswith(short) or len(long) > len(short) + LONGEST_TAIL:
        return frozenset()
    return frozenset(in_pairs(short))


def _figures(text: str) -> list[_Figure]:
    """The only figure of each piece of a text, with what stands around it."""
    found = []
    for piece in PIECE.finditer(text):
        inside = [number for number in numbers(piece[0]) if not number.ordinal]
        if len(inside) != 1:
            continue
        number = inside[0]
        before, after = _words(piece[0][: number.start]), _words(piece[0][number.end :])
        if len(before + after) >= SHORTEST:
            level = frozenset(LEVEL.findall(before + after))
            name = after or MADE.split(before)[-1]
            found.append(_Figure(number, frozenset(in_pairs(before + after)), level, name))
    return found


def _words(text: str) -> str:
    return "".join(re.findall("[\u4e00-\u9fffa-z]+", fold(text)))


def all_asked_apart(question: str, one: str, other: str) -> list[Apart]:
    """The figures of the things that the question says most of, or else none."""
    asked = set(in_pairs(fold(question)))
    shared = [
        (len(each.thing & asked), each)
        for each in figures_apart(one, other)
        if len(each.thing & asked) >= NAMED * len(each.thing)
    ]
    most = max((count for count, _ in shared), default=0)
    return [each for count, each in shared if count == most and most]


def asked_apart(question: str, one: str, other: str) -> Apart | None:
    """The figures of what the question asks about; None where it asks about something else, or
    about several things in which they differ."""
    found = all_asked_apart(question, one, other)
    return found[0] if len(found) == 1 else None


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
