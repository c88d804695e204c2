"""The numbers that a browser puts before the items of an HTML list: 3. iv. 二、"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.read.numerals import numeral

_TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_FORMS = {
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
_CHINESE = {
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "simp-chinese-formal": "chineseLegalSimplified",
    "trad-chinese-formal": "ideographLegalTraditional",
    "cjk-decimal": "ideographDigital",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
}
_UNNUMBERED = ("none", "disc", "circle", "square")
_STYLE = re.compile(r"(?:^|;)\s*list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_INTEGER = re.compile(r"\s*([+-]?\d{1,9})(?!\d)", re.ASCII)


@dataclass
class ItemNumbers:
    """Of one list, told of its items as they come. `items` counts those that there were."""

    style: str
    number: int
    step: int
    items: int = 0

    @classmethod
    def of(cls, tag: str, attributes: Mapping[str, str], items: int) -> ItemNumbers:
        """`items` is how many the list has: where it runs backwards, it may begin with that."""
        backwards = tag == "ol" and "reversed" in attributes
        start = _integer(attributes.get("start")) if tag == "ol" else None
        first = start if start is not None else items if backwards else 1
        style = _style(attributes) or ("decimal" if tag == "ol" else "disc")
        return cls(style, first, -1 if backwards else 1)

    def next(self, attributes: Mapping[str, str]) -> str:
        """The next item's number, with the space behind it; empty where none is shown."""
        self.items += 1
        value = _integer(attributes.get("value"))
        number = self.number if value is None else value
        self.number = number + self.step
        return _label(number, _style(attributes) or self.style)


def _style(attributes: Mapping[str, str]) -> str | None:
    """What a style sheet says is not known here."""
    if found := _STYLE.search(attributes.get("style") or ""):
        known = (*_TYPES.values(), *_FORMS, *_CHINESE, *_UNNUMBERED)
        return next((word for word in found[1].lower().split() if word in known), "decimal")
    given = attributes.get("type") or ""
    return _TYPES.get(given) or (given.lower() if given.lower() in _UNNUMBERED else None)


def _label(number: int, style: str) -> str:
    if style in _UNNUMBERED:
        return ""
    if style in _CHINESE:
        return f"{numeral(number, _CHINESE[style])}、"
    return f"{numeral(number, _FORMS.get(style, 'decimal'))}. "


def _integer(text: str | None) -> int | None:
    found = _INTEGER.match(text or "")
    return int(found[1]) if found else None
