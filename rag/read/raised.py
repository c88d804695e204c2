"""Small figures above and below the line: as plain ones, 10³ would be 103 and m² would be m2."""

from __future__ import annotations

_SHOWN = "0123456789+-()"
_RAISED = str.maketrans(_SHOWN + "n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_LOWERED = str.maketrans(_SHOWN, "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_TABLES = {"superscript": _RAISED, "sup": _RAISED, "subscript": _LOWERED, "sub": _LOWERED}


def set_off(text: str, where: str) -> str:
    """`where` is what HTML or Word call it. Words, and a note's mark in brackets, stay as they are."""
    table = _TABLES.get(where, {})
    small = text.replace("\u2212", "-")
    return small.translate(table) if all(ord(each) in table for each in small.strip()) else text
