"""Days and months that a folded text names: 12月3日, 11月26日至28日, 1至10月, December 3."""

from __future__ import annotations

import re

Day = tuple[int, int]
"""Month and day."""

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_TO = r"(?:[至到—–~-]|——)"
_NUMBERED = r"(?<!\d)(1[0-2]|0?[1-9])"
_DAY = re.compile(
    rf"{_NUMBERED}月(\d{{1,2}})(?:[日号])?(?:{_TO}(?:{_NUMBERED}月)?(\d{{1,2}}))?[日号]"
    rf"|\b(?P<named>{_MONTHS})[a-z]*\.? (?P<day>\d{{1,2}})\b|\b(?P<before>\d{{1,2}}) (?P<behind>{_MONTHS})[a-z]*\b"
)
_MONTH = re.compile(rf"{_NUMBERED}月?{_TO}{_NUMBERED}月(?!\d)|{_NUMBERED}月(?!\d{{1,2}}[日号])")


def days(text: str) -> frozenset[Day]:
    found: set[Day] = set()
    for match in _DAY.finditer(text):
        if match["named"] or match["behind"]:
            name, day = match["named"] or match["behind"], match["day"] or match["before"]
            found.add((_MONTHS.split("|").index(name) + 1, int(day)))
            continue
        month, first, until, last = match.group(1, 2, 3, 4)
        found.add((int(month), int(first)))
        if last:
            found.add((int(until or month), int(last)))
        if last and until in (None, month):
            found |= {(int(month), n) for n in range(int(first), min(int(last), 31) + 1)}
    return frozenset(found)


def months(text: str) -> frozenset[int]:
    """Those of days too."""
    found = {month for month, _ in days(text)}
    for first, last, alone in _MONTH.findall(text):
        found |= {int(alone)} if alone else set(range(int(first), int(last) + 1))
    return frozenset(found)
