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
MOST_ANNOUNCED = 16
"""Sentences, things that are listed and what announces them."""
_TURN = re.compile(
    r"[（(]?(?P<n>[一二三四五六七八九十]{1,2}|\d{1,2})(?P<style>[是要、.．]|[)）][、]?)"
)
_IN_BRACKETS = re.compile(r"\s*[（(](?:[一二三四五六七八九十]{1,2}|\d{1,2})[）)]")
ANNOUNCES = ("：", ":")
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
        series = _numbered(units, each.unit) or _framed(units, each.unit)
        fits = len(series) == wanted or wanted == SEVERAL
        if FEWEST <= len(series) <= MOST and fits:
            chosen = tuple(_candidate(unit, evidence.chosen) for unit in series)
            return replace(evidence, chosen=chosen, scores=evidence.scores[:1] * len(chosen))
    return evidence


def with_items(library: Library, evidence: Evidence) -> Evidence:
    """What announces a list (有下列情形之一的：) brings the list, and one thing of a list what was announced:
    neither says anything alone."""
    if not evidence.chosen:
        return evidence
    whole: dict[str, dict[str, tuple[Candidate, float]]] = {}  # by what announces
    for each, value in zip(evidence.chosen, evidence.scores, strict=True):
        units = _announced(library, each.unit)
        said = whole.setdefault(units[0].id, {})
        for unit in units:
            said.setdefault(unit.id, (_candidate(unit, [each]), value))
    pairs = [
        pair
        for said in whole.values()
        for pair in sorted(said.values(), key=lambda pair: pair[0].unit.start)
    ]
    if len(pairs) == len(evidence.chosen):
        return evidence
    chosen, scores = zip(*pairs[:MOST_ANNOUNCED], strict=True)
    return replace(evidence, chosen=chosen, scores=scores)


def _announced(library: Library, one: Unit) -> list[Unit]:
    """The sentence with the list that it announces, or behind the one that announces it."""
    article = library.article(one.document, one.article)
    units = library.units_within(one.document, article.body, article.end)
    if one not in units:
        return [one]
    place = units.index(one)
    if one.text.rstrip().endswith(ANNOUNCES):
        return [one, *_items_from(library.clean_text(one.document), units[place + 1 :])]
    run = _numbered(units[: place + 1], one) if _IN_BRACKETS.match(one.text) else []
    first = units.index(run[0]) if run else 0
    if first and units[first - 1].text.rstrip().endswith(ANNOUNCES):
        return [units[first - 1], one]
    return [one]


def _items_from(text: str, units: Sequence[Unit]) -> list[Unit]:
    """The run 一, 二, 三 that begins with the first of these, each thing to its end."""
    found: list[Unit] = []
    last = 0
    for unit in units[:MOST_ANNOUNCED]:
        turn = _turn(unit) if _IN_BRACKETS.match(unit.text) else None
        goes_on = bool(found) and "\n" not in text[found[-1].end : unit.start]
        if turn is not None and turn[0] == last + 1:
            last += 1
        elif not goes_on:
            break
        found.append(unit)
    return found


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


def _framed(units: Sequence[Unit], one: Unit) -> list[Unit]:
    """The sentences that end alike and say something else before it."""
    if not one.text.endswith(_SENTENCE):
        return []
    end = _words(one)[-FRAME:]
    alike = [unit for unit in units if _words(unit).endswith(end)]
    return alike if len({_words(unit) for unit in alike}) == len(alike) else []


def _words(unit: Unit) -> str:
    return re.sub(r"\W", "", unit.text)
