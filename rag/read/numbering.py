"""The numbers that Word puts before paragraphs by itself: 一、 (1) 第三条.

They stand in no text: styles and numbering.xml say how they look, and they are counted as the
paragraphs come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rag.read.numerals import numeral
from rag.read.word_xml import DEEPEST_STYLE, W, value_of

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_PLACEHOLDER = re.compile(r"%([1-9])")
_SYMBOL = re.compile("[\ue000-\uf8ff]")
"""Of a font of signs: another font shows something else."""
LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    style: str | None
    """The paragraphs of this style are of this level."""
    restarts: int
    """Counted anew after a paragraph of a level below this one; 0: never."""
    legal: bool
    """Every number of it in digits, as in 第三章 and below it 3.1."""


@dataclass(frozen=True)
class _List:
    counted: str
    """Lists with the same one are counted on, one in the other."""
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]
    """Levels that this list counts anew, and from where."""


@dataclass
class Numbers:
    lists: Mapping[str, _List]
    styles: Mapping[str, tuple[str, int | None]]
    """Of a paragraph style its list, and the level in it where it says so."""
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def has_one(self, paragraph: BaseOxmlElement) -> bool:
        return self._place(paragraph)[0] in self.lists

    def before(self, paragraph: BaseOxmlElement) -> str:
        """The next paragraph's number, with the space behind it; empty where it has none."""
        name, at = self._place(paragraph)
        found = self.lists.get(name)
        if found is None or (level := found.levels.get(at)) is None:
            return ""
        counts = self._counts.setdefault(found.counted, {})
        if at in found.starts and (name, at) not in self._begun:
            self._begun.add((name, at))
            counts[at] = found.starts[at]
        else:
            counts[at] = counts.get(at, level.start - 1) + 1
        for below in [each for each in counts if each > at]:
            if (under := found.levels.get(below)) is None or at < under.restarts:
                del counts[below]
        return _label(level, found.levels, counts)

    def _place(self, paragraph: BaseOxmlElement) -> tuple[str, int]:
        name, level = _numbered(paragraph.find(f"{W}pPr/{W}numPr"))
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        of_style = style.get(f"{W}val", "") if style is not None else ""
        if not name:
            name, its = self.styles.get(of_style, ("", None))
            level = its if level is None else level
        if level is None and name in self.lists:
            levels = self.lists[name].levels.items()
            level = next((at for at, each in levels if each.style == of_style), None)
        return name, level or 0


def _label(level: _Level, levels: Mapping[int, _Level], counts: Mapping[int, int]) -> str:
    if level.format == "bullet":
        return ""

    def shown(placeholder: re.Match[str]) -> str:
        at = int(placeholder[1]) - 1
        if (other := levels.get(at)) is None:
            return ""
        return numeral(counts.get(at, other.start), "decimal" if level.legal else other.format)

    label = _PLACEHOLDER.sub(shown, _SYMBOL.sub("", level.text))
    label = " ".join(label.split())[:LONGEST_LABEL]
    if not label:
        return ""
    # Nothing behind 一、 and ①; without a space 1. and what follows would be one number.
    return label + (" " if label[-1].isascii() else "\u3000" if label[-1].isalpha() else "")


# ------------------------------------------------------------------------------- what the file says


def read_numbers(numbering: BaseOxmlElement | None, styles: BaseOxmlElement) -> Numbers:
    """`numbering` and `styles` are the roots of those parts; a file without lists has no first."""
    own = {
        style.get(f"{W}styleId", ""): _numbered(style.find(f"{W}pPr/{W}numPr"))
        for style in styles.iter(f"{W}style")
    }
    parents = {
        style.get(f"{W}styleId", ""): value_of(style, "basedOn") or ""
        for style in styles.iter(f"{W}style")
    }
    if numbering is None:
        return Numbers({}, {})
    numbered = {style: _inherited(style, own, parents) for style in own}
    kinds = {each.get(f"{W}abstractNumId", ""): each for each in numbering.iter(f"{W}abstractNum")}
    used = {each.get(f"{W}numId", ""): each for each in numbering.iter(f"{W}num")}
    lists = {}
    for name, num in used.items():
        kind = _kind(num, kinds)
        if kind is not None and (link := value_of(kind, "numStyleLink")):
            other = used.get(own.get(link, ("", None))[0])
            kind = _kind(other, kinds) if other is not None else None
        if kind is not None:
            lists[name] = _list(num, kind)
    return Numbers(lists, numbered)


def _inherited(
    style: str, own: Mapping[str, tuple[str, int | None]], parents: Mapping[str, str]
) -> tuple[str, int | None]:
    level = None
    for _ in range(DEEPEST_STYLE):
        name, its = own.get(style, ("", None))
        level = its if level is None else level
        if name:
            return name, level
        style = parents.get(style, "")
    return "", None


def _numbered(properties: BaseOxmlElement | None) -> tuple[str, int | None]:
    """The list and the level that a numPr names."""
    if properties is None:
        return "", None
    return value_of(properties, "numId") or "", _count(properties, "ilvl")


def _kind(num: BaseOxmlElement, kinds: Mapping[str, BaseOxmlElement]) -> BaseOxmlElement | None:
    return kinds.get(value_of(num, "abstractNumId") or "")


def _list(num: BaseOxmlElement, kind: BaseOxmlElement) -> _List:
    levels = dict(_levels(kind))
    starts = {}
    for override in num.iterchildren(f"{W}lvlOverride"):
        levels |= dict(_levels(override))
        at, start = _number(override.get(f"{W}ilvl")), _count(override, "startOverride")
        if at is not None and start is not None:
            starts[at] = start
    return _List(kind.get(f"{W}abstractNumId", ""), levels, starts)


def _levels(parent: BaseOxmlElement) -> Iterator[tuple[int, _Level]]:
    for level in parent.iterchildren(f"{W}lvl"):
        if (at := _number(level.get(f"{W}ilvl"))) is None:
            continue
        start, restarts = _count(level, "start"), _count(level, "lvlRestart")
        yield (
            at,
            _Level(
                start=1 if start is None else start,
                format=value_of(level, "numFmt") or "decimal",
                text=(value_of(level, "lvlText") or "")[: 2 * LONGEST_LABEL],
                style=value_of(level, "pStyle"),
                restarts=at if restarts is None else restarts,
                legal=level.find(f"{W}isLgl") is not None,
            ),
        )


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,9}", text, re.ASCII) else None


def _count(parent: BaseOxmlElement, name: str) -> int | None:
    return _number(value_of(parent, name))
