"""The characters of a Word paragraph as it is shown now, and what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag.read.raised import set_off
from rag.read.word_xml import W

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_REMOVED = frozenset(
    (_FALLBACK, *(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "rt", "txbxContent")))
)
"""Words that a tracked change took out, pinyin above the characters, and what is no running text."""
_SIGNS = {
    "wingdings": {"6F": "□", "A8": "☐", "FB": "✗", "FC": "✓", "FD": "☒", "FE": "☑"},
    "wingdings 2": {"4F": "✗", "50": "✓", "52": "☑", "53": "☒", "54": "☒", "A3": "☐"},
}
"""Of the fonts of signs those with which people fill in a form."""
_OFF = ("0", "false", "off")


def characters(element: BaseOxmlElement) -> Iterator[str]:
    """Tracked insertions are in, deletions and hidden words are not."""
    for child in element:
        if child.tag in _REMOVED:
            continue
        if child.tag in (f"{W}t", f"{_M}t"):
            yield re.sub(r"[\r\n\t\f\v]+", " ", child.text or "")
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            yield "　"  # a tab inside a paragraph is no column of a table
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{W}r":
            yield _run(child)
        elif child.tag == f"{W}sym":
            yield _sign(child)
        elif child.tag in (f"{_M}f", f"{_M}sSup", f"{_M}sSub"):
            yield _formula(child)
        else:
            yield from characters(child)


def _run(run: BaseOxmlElement) -> str:
    hidden = run.find(f"{W}rPr/{W}vanish")
    if hidden is not None and hidden.get(f"{W}val") not in _OFF:
        return ""
    text = "".join(characters(run))
    place = run.find(f"{W}rPr/{W}vertAlign")
    return text if place is None else set_off(text, place.get(f"{W}val", ""))


def _sign(sign: BaseOxmlElement) -> str:
    font, code = sign.get(f"{W}font", "").lower(), sign.get(f"{W}char", "")
    return _SIGNS.get(font, {}).get(code[-2:].upper(), "")


def _formula(formula: BaseOxmlElement) -> str:
    """1/2, x²: set side by side their parts would be another number."""

    def part(name: str) -> str:
        found = formula.find(f"{_M}{name}")
        return "" if found is None else "".join(characters(found)).strip()

    if formula.tag == f"{_M}f":
        both = (part("num"), part("den"))
        # Set apart: 2 and a half is not 21/2.
        return f" {'/'.join(text if text.isalnum() else f'({text})' for text in both)} "
    name = "sup" if formula.tag == f"{_M}sSup" else "sub"
    small = part(name)
    shown = set_off(small, name)
    return part("e") + (shown if shown != small else f"{'^' if name == 'sup' else '_'}{small}")


def references(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """To notes, but for those that a tracked change took out."""
    for child in element:
        if child.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            yield child
        elif child.tag not in _REMOVED:
            yield from references(child)


def boxes(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Text boxes, once each: the fallback for old programs repeats them."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag != _FALLBACK:
            yield from boxes(child)
