"""How well one line goes on from another, by the characters that follow each other in the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from math import log
from operator import add


class Seams:
    """The counts are made when the first is asked for: a file of a few long lines has no seams."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    @cached_property
    def _text(self) -> str:
        # The line breaks between the lines are counted too, and never asked for.
        return "\n".join("".join(line.split()) for line in self._lines)

    @cached_property
    def _characters(self) -> Counter[str]:
        return Counter(self._text)

    @cached_property
    def _pairs(self) -> Counter[str]:
        return Counter(map(add, self._text, self._text[1:]))

    @cached_property
    def _triples(self) -> Counter[str]:
        return Counter(map(add, map(add, self._text, self._text[1:]), self._text[2:]))

    @cached_property
    def _total(self) -> int:
        return max(len(self._text) - self._characters["\n"], 1)

    def known(self, before: str, after: str) -> bool:
        """Whether the two characters at the seam follow each other anywhere inside a line."""
        return self._pairs[before.rstrip()[-1:] + after.lstrip()[:1]] > 0

    def fit(self, before: str, after: str) -> float:
        """Log likelihood ratio of the seam, from the pair and the two triples across it."""
        left, right = _last_two(before), _first_two(after)
        expected = (self._characters[left[-1:]] + 1) * (self._characters[right[:1]] + 1)
        return (
            log((self._pairs[left[-1:] + right[:1]] + 0.3) * self._total / expected)
            + log((self._triples[left + right[:1]] + 0.5) / (self._pairs[left] + 2))
            + log((self._triples[left[-1:] + right] + 0.5) / (self._pairs[right] + 2))
        )


def _last_two(line: str) -> str:
    return "".join(line[-40:].split())[-2:]


def _first_two(line: str) -> str:
    return "".join(line[:40].split())[:2]
