"""Whether a sentence holds the kind of thing a question asks for: a date, a number of its unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.question.kind import Want

DATE = re.compile(r"\d\s*[年月日]|[零〇一二三四五六七八九十]+年")
QUANTITY = re.compile(r"\d[\d.,]*\s*(?:[%％]|[万亿余多]*(?![年月日\d.,万亿余多]))")
UNITS = {"钱": "元", "人": "人名位", "个": "个名家", "条": "条项件", "家": "家个"}
"""What a number is followed by in the text, where that is not what follows 多少 in the question."""


def has_what_is_asked_for(asked: Sequence[Want], text: str) -> float:
    """Of the things asked for the one that is held best: 1 for a date where one is asked for, or a
    number with the unit asked for; 0.5 for a number with another unit; else 0."""
    return max((_held(want, text) for want in asked), default=0.0)


def _held(want: Want, text: str) -> float:
    if want.kind == "when":
        return 1.0 if DATE.search(text) else 0.0
    if want.kind != "how_many":
        return 0.0
    unit = want.unit and UNITS.get(want.unit, want.unit)
    if unit and re.search(rf"\d[万亿余多]*[{unit}]", text):
        return 1.0
    return 0.5 if QUANTITY.search(text) else 0.0
