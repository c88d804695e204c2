"""Things that a text says in turn, a sentence each: 一是… 二是…, or in one frame, 要在…上见实效. Where a list
is asked for and the best sentence is one of them, all of them are the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from rag.answer.asked_for import lists_what_is_asked_for
from rag.answer.evidence import Candidate, Evidence
from rag.question.asked import Asked
from rag.question.sought import SEVERAL
from rag.records import Unit
from rag.search.library import Library

FEWEST = 3
MOST = 10
_TURN = re.compile(
    r"[（(]?(?P<n>[一二三四五六七八九十]{1,2}|\d{1,2})(?P<style>[是要、.．]|[)）][、]?)"
)
_NUMBERS = {digit: n for n, digit in enumerate("零一二三四五六七八九十")}
FRAME = 5
"""Characters at the end of sentences that differ before it: …上见实效、上台阶."""
_SENTENCE = ("。", "；", "！")
"""Rows of a list end alike too, 有限公司 or 主席."""


def in_turn(library: Library, asked: Asked, evidence: Evidence) -> Evidence:
    """The evidence with the whole series in its order, in place of one or two of its sentences."""
    wanted = asked.sought.items
    if not wanted or not evidence.chosen or len(asked.parts) > 1:
        return evidence
    best = evidence.chosen[0]
    if lists_what_is_asked_for(asked.sought, best.unit.text):
        return evidence
    article = library.article(best.unit.document, best.unit.article)
    units = library.units_within(best.unit.document, article.body, article.end)
    for each in evidence.chosen:
        if each.unit not in units:
            continue
        series = (
            _numbered(units, each.unit)
            or _announced(units, each.unit)
            or _framed(units, each.unit, wanted)
        )
        fits = len(series) == wanted or wanted == SEVERAL
        if FEWEST <= len(series) <= MOST and fits:
            chosen = tuple(_candidate(unit, evidence.chosen) for unit in series)
            return replace(evidence, chosen=chosen, scores=evidence.scores[:1] * len(chosen))
    return evidence


def _candidate(unit: Unit, chosen: Sequence[Candidate]) -> Candidate:
    return next((each for each in chosen if each.unit.id == unit.id), replace(chosen[0], unit=unit))


def _numbered(units: Sequence[Unit], one: Unit) -> list[Unit]:
    """The run 一, 二, 三 around a sentence that is one of it."""
    turn = _turn(one)
    if turn is None:
        return []
    style = turn[1]
    numbered = [(each[0], unit) for unit in units if (each := _turn(unit)) and each[1] == style]
    place = next(n for n, (_, unit) in enumerate(numbered) if unit.id == one.id)
    first = place - (turn[0] - 1)
    if first < 0:
        return []
    run = takewhile(lambda pair: pair[1][0] == pair[0], enumerate(numbered[first:], 1))
    series = [unit for _, (_, unit) in run]
    return series if one in series else []


def _announced(units: Sequence[Unit], one: Unit) -> list[Unit]:
    """The run that begins right behind a sentence: …提出了四点要求。一要…"""
    following = units[units.index(one) + 1 :][:1]
    return [each for first in following if _turn(first) for each in _numbered(units, first)]


def _turn(unit: Unit) -> tuple[int, str] | None:
    found = _TURN.match(unit.text.strip())
    if found is None:
        return None
    said = found["n"]
    number = int(said) if said.isdigit() else _chinese(said)
    return number, found["style"]


def _chinese(said: str) -> int:
    if len(said) == 1:
        return _NUMBERS[said]
    return 10 + _NUMBERS[said[1]] if said[0] == "十" else _NUMBERS[said[0]] * 10


def _framed(units: Sequence[Unit], one: Unit, wanted: int) -> list[Unit]:
    """The sentences that end alike and say something else before it, or begin alike and are as many
    as are asked for."""
    if not one.text.endswith(_SENTENCE):
        return []
    words = {unit.id: _words(unit) for unit in units}
    end, beginning = words[one.id][-FRAME:], words[one.id][:FRAME]
    alike = [unit for unit in units if words[unit.id].endswith(end)]
    if len(alike) < FEWEST:
        alike = [unit for unit in units if words[unit.id].startswith(beginning)]
        alike = alike if len(alike) == wanted else []
    return alike if len({words[unit.id] for unit in alike}) == len(alike) else []


def _words(unit: Unit) -> str:
    return re.sub(r"\W", "", unit.text)
