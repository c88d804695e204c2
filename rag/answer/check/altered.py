"""A quote told again in its own words, but for one or two: a word in another's place, or a 不 left out.

Checks of single words do not see it where the other word is the quote's own too: 李强、蔡奇 told as 蔡奇、蔡奇.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rag.answer.check.derived import rounds
from rag.answer.check.lexicon import alike
from rag.answer.check.quantities import carriers
from rag.answer.check.wording import NEGATIONS, covered, mild, moved
from rag.answer.facts import Number, numbers

VERBATIM = 0.85
"""Of the longer of both so much is the same, in the same order, where one is the other told again."""
_SHORTEST = 8
_LONGEST = 8
"""Characters of a word that takes another's place; more is a phrase told otherwise."""
_HAN = re.compile("[\u3400-\u9fff·]+")
_IN_A_ROW = re.compile("(?<=、)[㐀-鿿·]+?(?=[、等和])")
_LONGEST_NAME = 4
_BODY = re.compile("公司|集团|医院|学院|大学|中学|协会|委员会|总工会")
_POINTS = re.compile("[这那该此其本各]")
_NUMERAL = re.compile("[\\d〇零一二三四五六七八九十百千万亿两%]")
_NOT = re.compile(f"{NEGATIONS.pattern}|[不未没无非]")


@dataclass(frozen=True, slots=True)
class _Change:
    """A stretch of the sentence, and what the quote has in its place."""

    said: str
    start: int
    end: int
    told: str
    first: int
    last: int

    @property
    def here(self) -> str:
        return self.said[self.start : self.end]

    @property
    def there(self) -> str:
        return self.told[self.first : self.last]


def altered(sentence: str, quotes: Sequence[str]) -> str | None:
    """Both folded. What follows from a quote's numbers, a sum or a rounder one, is no number in
    another's place: the sentence that says it is not the quote's."""
    said = _words(sentence)
    if len(said) < _SHORTEST:
        return None
    told, same = max((_window(said, _words(quote)) for quote in quotes), key=lambda each: each[1])
    if same < VERBATIM * max(len(said), len(told)):
        return None
    changes = list(_changes(said, told))
    for change in changes:
        put_in = "\n".join(each.here for each in changes if each is not change)
        if moved(change.here, said, (change.first, change.last), told, put_in):
            continue
        if not change.here:
            if _NOT.search(change.there) or _is_cut_out(change):
                return f"left out: {change.there}"
        elif change.there and not (_may_stand(change) and _counts_the_same(change)):
            return f"another in its place: {change.here} for {change.there}"
    return None


def _words(text: str) -> str:
    return "".join(text.split()).strip("。，；：、！？.,;:!?")


def _window(said: str, quote: str) -> tuple[str, int]:
    """The stretch of a quote that a sentence tells again, and how much of it is the same."""
    blocks = [
        each
        for each in SequenceMatcher(None, said, quote, autojunk=False).get_matching_blocks()
        if each.size > 1
    ]
    if not blocks:
        return "", 0
    first, last = blocks[0], blocks[-1]
    start = max(0, first.b - first.a)
    end = last.b + (len(said) - last.a)
    return quote[start:end], sum(each.size for each in blocks)


def _changes(said: str, told: str) -> Iterator[_Change]:
    """A single character that both have between two changes belongs to them: 青海 for 海省."""
    at = other = 0
    for each in SequenceMatcher(None, said, told, autojunk=False).get_matching_blocks():
        if each.size > 1 or each.a == len(said):
            if at < each.a or other < each.b:
                yield _Change(said, at, each.a, told, other, each.b)
            at, other = each.a + each.size, each.b + each.size


def _is_cut_out(change: _Change) -> bool:
    """Of a name in a row of names: 李磊 is not 李书磊."""
    names = (each.span() for each in _IN_A_ROW.finditer(change.told))
    return any(
        start <= change.first
        and change.last <= end
        and len(change.there) < end - start <= _LONGEST_NAME
        for start, end in names
    )


def _counts_the_same(change: _Change) -> bool:
    here = _touched(change.said, change.start, change.end)
    there = _touched(change.told, change.first, change.last)
    return not there or all(
        carriers(each, there) or rounds(each, there, change.said) for each in here
    )


def _touched(text: str, start: int, end: int) -> list[Number]:
    return [each for each in numbers(text) if each.start < end and start < each.end]


def _may_stand(change: _Change) -> bool:
    here, there = change.here, change.there
    if _NUMERAL.search(here) or not _HAN.fullmatch(here) or not _HAN.fullmatch(there):
        return True
    before, after = change.said[: change.start], change.said[change.end :]
    of_a_name = _BODY.match(after) and not _POINTS.match(here)  # 县中公司 is not 县分公司
    if max(len(here), len(there)) > _LONGEST or (mild(here) and mild(there) and not of_a_name):
        return True
    for left in ("", before[-1:], before[-2:]):
        for right in ("", after[:1], after[:2]):
            if left + there + right in alike().get(left + here + right, ()):
                return True
    return not _NOT.search(there) and covered(here, there)
