"""A number or a date as it is written, with what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]

RANGE = re.compile("[至到—~～－-]")
BEGUN = re.compile(rf"\d[\d.年月日号%万亿余多]*\s?{RANGE.pattern}\s?$")
BOUND = re.compile(
    r"(?:不到|不足|不低于|不少于|超过?|逾|至少|接近|将近|(?<![附最远临])近|(?<!节)约|大约|突破)$"
)
"""不到300人 are not 300."""

MORE = re.compile("(?<=[年月天时岁倍])[多余]")
"""Behind a number: 9年多 are not 9年."""


def whole(text: str, spans: Sequence[Span]) -> list[Span]:
    """With 不到 or 超 before it and 多 behind it; where it ends a range, with its beginning: 4月7日至9日,
    75－80%."""
    found: list[Span] = []
    for start, end in spans:
        end += bool(MORE.match(text, end))
        begun = BEGUN.search(text[: start + 1] if RANGE.match(text, start) else text[:start])
        start = begun.start() if begun else start
        bound = BOUND.search(text[:start])
        start = bound.start() if bound else start
        found = [*(each for each in found if each[1] <= start), (start, end)]
    return found
