"""Things that a text says in turn, a sentence each: 一是… 二是…, or in one frame, 要在…上见实效. Where a list
is asked for and the best sentence is one of them, or says that they follow, all of them are the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from rag.answer.asked_for import announces_a_list, lists_what_is_asked_for
from rag.answer.evidence import Candidate, Evidence
from rag.answer.facts import whole_number
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
    r"|(?P<style2>第)(?P<n2>[一二三四五六七八九十]{1,2})[，,、]"
)
ITEM = re.compile(r"[（(](?:[一二三四五六七八九十]{1,2}|\d{1,2})[）)]")
COLONS = ("：", ":")
_FOLLOWS = re.compile(
    "(?:(?:以下|如下)?(?P<many>[三四五六七八九十]|\\d{1,2})|以下|如下|几|一些)(?:[大个点条项件类])?(?:方面)?的?"
    "(?P<what>[^，。；：:]{0,8})(?:[。：:；;]\\s*$|[：:](?P<here>[（(]?[一1][）)是要、]))"
)
"""提出四点要求。 存在一些差距和不足。 做好以下六个方面的工作：（一）…"""
SOON = 2
"""Sentences behind that which announces them, of which one is the first."""
FRAME = 5
"""Characters at the end of sentences that differ before it: …上见实效、上台阶."""
_LABEL = re.compile('[“「『"]([\u4e00-\u9fff]{2,8})[”」』"]')
"""三个“下功夫”: each of as many sentences says it."""
_SENTENCE = ("。", "；", "！")
"""Rows of a list end alike too, 有限公司 or 主席."""


def in_turn(library: Library, asked: Asked, evidence: Evidence) -> Evidence:
    """The evidence with the whole series in its order, in place of one or two of its sentences."""
    wanted = asked.sought.items
    if not wanted or not evidence.chosen or len(asked.parts) > 1:
        return evidence
    best = evidence.chosen[0]
    article = library.article(best.unit.document, best.unit.article)
    units = library.units_within(best.unit.document, article.body, article.end)
    here = [each.unit for each in evidence.chosen if each.unit in units]
    found = [_announced(units, unit, asked) for unit in here]
    says_it = lists_what_is_asked_for(asked.sought, best.unit.text)
    if not says_it or announces_a_list(best.unit.text):
        found += [_numbered(units, unit) or _framed(units, unit, wanted) for unit in here]
    if wanted > SEVERAL:
        labels = _LABEL.findall(asked.text)
        found += [[unit for unit in units if label in unit.text] for label in labels]
    for series in found:
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
        units = _with_its_list(library, each.unit)
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


def _with_its_list(library: Library, one: Unit) -> list[Unit]:
    """The sentence with the list that it announces, or behind the one that announces it."""
    announces = one.text.rstrip().endswith(COLONS)
    if not announces and not ITEM.match(one.text.lstrip()):
        return [one]  # nearly all: the article need not be read for them
    article = library.article(one.document, one.article)
    units = library.units_within(one.document, article.body, article.end)
    if one not in units:
        return [one]
    place = units.index(one)
    if announces:
        return [one, *_items_from(library.clean_text(one.document), units[place + 1 :])]
    run = _numbered(units[: place + 1], one)
    first = units.index(run[0]) if run else 0
    if first and units[first - 1].text.rstrip().endswith(COLONS):
        return [units[first - 1], one]
    return [one]


def _items_from(text: str, units: Sequence[Unit]) -> list[Unit]:
    """The run 一, 二, 三 that begins with the first of these, each thing to its end."""
    found: list[Unit] = []
    last = 0
    for unit in units[:MOST_ANNOUNCED]:
        turn = _turn(unit) if ITEM.match(unit.text.lstrip()) else None
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


def _announced(units: Sequence[Unit], one: Unit, asked: Asked) -> list[Unit]:
    """提出了四点要求, and the four that follow it, where 要求 are asked for, or four of anything."""
    told = _FOLLOWS.search(one.text)
    if told is None:
        return []
    as_many = whole_number(told["many"] or "") == asked.sought.items
    if not as_many and not _is_asked_for(told["what"], asked.text):
        return []
    at = units.index(one)
    if told["here"]:
        units = [replace(one, text=one.text[told.start("here") :]), *units[at + 1 :]]
    behind = units[:1] if told["here"] else units[at + 1 : at + 1 + SOON]
    first = next((unit for unit in behind if (turn := _turn(unit)) and turn[0] == 1), None)
    if first is None:
        return []
    series = _numbered(units[units.index(first) :], first)
    if told["many"] and len(series) != whole_number(told["many"]):
        return []
    return [one if unit.id == one.id else unit for unit in series]


def _is_asked_for(what: str, question: str) -> bool:
    return not what or any(what[n : n + 2] in question for n in range(max(len(what) - 1, 1)))


def _turn(unit: Unit) -> tuple[int, str] | None:
    found = _TURN.match(unit.text.strip())
    if found is None:
        return None
    return whole_number(found["n"] or found["n2"]), found["style"] or found["style2"]


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
