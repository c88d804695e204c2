"""Whether a sentence is carried by its quotes: the last word before anything is shown.

All or nothing, and in doubt it is not carried. The question is no evidence and is not even asked for.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from rag.answer.check.altered import altered
from rag.answer.check.derived import number_problem
from rag.answer.check.english import english_problem
from rag.answer.check.giving import giver, recipient_gives
from rag.answer.check.parted import parted
from rag.answer.check.quantities import (
    AT_LEAST,
    AT_MOST,
    BEFORE,
    BELOW,
    attached,
    beheaded,
    bound_problem,
    carriers,
    date_problem,
    is_difference,
    plan_problem,
    rate_problem,
    repeated,
    repeated_date,
    same_unit,
)
from rag.answer.check.roles import another_post, misplaced, recombined, replaced, swapped
from rag.answer.check.wording import (
    done,
    negation,
    new_words,
    opposite,
    pieces,
    renumbered,
    singles,
    to_come,
    unheard,
)
from rag.answer.facts import Date, Number, dates, numbers, titles
from rag.answer.quote import Quote, Sentence
from rag.answer.same_thing import figures_apart
from rag.search.fold import CHINESE, fold, letters

_BEGIN = re.compile(r"(?:^|[。，；！？!?\n]|(?<!\d)[,;])$")
_END = re.compile(r"$|[。，；：、！？!?;\n]|[.,](?!\d)")
_SOURCE = re.compile(
    "(?:据|根据)?(?P<of>(?:[\\d〇零一二三四五六七八九十]+年第[\\d一二三四五六七八九十]+期)?《[^《》]+》"
    "(?:[\\d〇零一二三四五六七八九十]+年第[\\d一二三四五六七八九十]+期)?)"
    "(?:一文|上)?(?:[的中]?(?:报道|介绍|记载|消息|文章)|中?(?:写道|提到|写到|说|称|指出|刊?载|显示))?[，,：:]"
)
_BEGINS = re.compile("(?:就|便|正式)?(?:开始|启动|起步)")
_ENDS = re.compile("(?:才|正式)?(?:结束|为止|截止)")
_UNTIL, _SINCE = ("至", "到", "~", "—", "-"), ("自", "从")
_ISSUE = re.compile(r"\d{4}年第\d+期")
_LATIN = re.compile(r"[a-z][a-z0-9.+-]*[a-z0-9]|[a-z]")
_LONGEST_NAME = 12
"""Characters between quotation marks; more are somebody's words."""
_TURN = ("底", "初", "末")
"""年底: these are no words alone."""
_TOLD = {"去年": -1, "今年": 0, "本年": 0, "明年": 1, "前年": -2}


@dataclass(frozen=True, slots=True)
class _Side:
    """A text, folded, with its facts."""

    text: str
    numbers: tuple[Number, ...]
    dates: tuple[Date, ...]


def problem(sentence: Sentence, quotes: Sequence[Quote]) -> str | None:
    """None when the sentence is carried by the quotes it names; else why not, for the trace."""
    own = [quote for quote in quotes if quote.n in sentence.quotes]
    if not own or len({quote.n for quote in own}) < len(set(sentence.quotes)):
        return "no quote"
    if not letters(sentence.text):
        return "no words"
    if any(_cut_from(sentence.text, quote.text) for quote in own):
        return None
    place = "\n".join(fold(_place(quote)) for quote in own)
    sentence = replace(sentence, text=_without_source(sentence.text, letters(place)))
    said, held = _side(sentence.text), [_side(quote.text) for quote in own]
    quoted = (each.text for side in held for each in titles(side.text))
    names = {each for each in quoted if len(each) <= _LONGEST_NAME and not each.isdigit()}
    said, held = _figures(said, names), [_figures(side, names) for side in held]
    english = not CHINESE.search(said.text)
    return (
        _issues(said.text, "\n".join([*(side.text for side in held), place]))
        or _titles(sentence.text, "\n".join(side.text for side in held), place)
        or _quantities(said, held, own, english)
        or (
            english_problem(sentence.text, "\n".join(quote.text for quote in own), place)
            if english
            else _words(said, held, place)
        )
    )


def _place(quote: Quote) -> str:
    return "\n".join(filter(None, (quote.title, quote.article, quote.issue, quote.date)))


def _without_source(sentence: str, place: str) -> str:
    """据《青海工运》2024年第12期报道，… without its beginning, where that is where the quotes stand."""
    found = _SOURCE.match(sentence)
    named = found and [letters(each) for each in re.split("[《》]", found["of"]) if letters(each)]
    if found and named and all(each in place for each in named):
        return sentence[found.end() :] if letters(sentence[found.end() :]) else sentence
    return sentence


def _side(text: str) -> _Side:
    text = fold(text)
    return _Side(text, tuple(numbers(text)), tuple(dates(text)))


def _figures(side: _Side, names: Container[str]) -> _Side:
    """Without the numbers in names of the quotes, “新双15工程” or “5·12”: those count nothing."""
    named = [each for each in titles(side.text) if each.text in names]
    return replace(
        side,
        numbers=tuple(
            each
            for each in side.numbers
            if each.unit or not any(n.start < each.start and each.end < n.end for n in named)
        ),
    )


def _cut_from(sentence: str, quote: str) -> bool:
    """Whether it is the quote's own words from one clause's beginning to another's end.

    What stands behind 、 may belong to a 不 in front, so no cut begins there; nor within 1.2 or 3%.
    """
    said = "".join(sentence.split()).strip("。，；：、！？.,;:!?")
    text = "".join(quote.split())
    if not said:
        return False
    for match in re.finditer(re.escape(said), text):
        before, after = text[: match.start()][-2:], text[match.end() :][:2]
        if _BEGIN.search(before) and _END.match(after):
            return True
    return False


def _issues(sentence: str, held: str) -> str | None:
    """Another issue than the quotes stand in: its year may well be one of theirs."""
    issues = set(_ISSUE.findall(letters(sentence))) - set(_ISSUE.findall(letters(held)))
    return f"not in this issue: {min(issues)}" if issues else None


def _titles(sentence: str, held: str, place: str) -> str | None:
    support = letters(held) + "\n" + letters(place)
    for title in titles(sentence):
        if letters(title.text) not in support:
            return f"not quoted so: {title.text}"
    return None


def _quantities(
    said: _Side, held: Sequence[_Side], own: Sequence[Quote], english: bool
) -> str | None:
    if said.text.startswith("相差") and (found := _not_so_far(said, held)):
        return found
    every = [number for side in held for number in side.numbers]
    issue = [number for quote in own for number in numbers(fold(_place(quote))) if number.ordinal]
    found = date_problem(
        said.dates, [side.dates for side in held], *_years(own, [side.text for side in held])
    ) or number_problem(
        said.text, said.numbers, [*every, *issue], english, "".join(side.text for side in held)
    )
    every_date = [date for side in held for date in side.dates]
    found = (
        found or repeated(said.text, said.numbers, every) or repeated_date(said.dates, every_date)
    )
    if found or english:
        return found
    if found := _date_moved(said, held):
        return found
    for number in said.numbers:
        pairs = [(side.text, each) for side in held for each in carriers(number, side.numbers)]
        if not pairs or number.ordinal or is_difference(number, said.numbers, said.text):
            continue
        rivals = [
            (side.text, each.start, each.end)
            for side in held
            for each in side.numbers
            if each.value != number.value
            and same_unit(each.unit, number.unit)
            and bool(each.unit) == bool(number.unit)
        ]
        where = [(text, each.start, each.end) for text, each in pairs]
        if not attached(number.start, number.end, said.text, where, rivals, pieces, counted=True):
            return f"counts something else: {number.text}"
        every_pair = [(side.text, each) for side in held for each in side.numbers]
        if beheaded(number, said.text, pairs, every_pair):
            return f"counts something else: {number.text}"
        if found := bound_problem(said.text, number, pairs) or plan_problem(
            said.text, number, pairs
        ):
            return found
    return None


def _not_so_far(said: _Side, held: Sequence[_Side]) -> str | None:
    """相差100个, of what it does not say: of that in which the quotes differ, not of any two numbers."""
    pairs = combinations([side.text for side in held], 2)
    far = {abs(a.one.value - a.other.value) for pair in pairs for a in figures_apart(*pair)}
    wrong = [number for number in said.numbers if far and number.value not in far]
    return f"not so far apart: {wrong[0].text}" if wrong else None


def _date_moved(said: _Side, held: Sequence[_Side]) -> str | None:
    """A date with what the quotes say of another."""
    for date in said.dates:
        where: dict[bool, list[tuple[str, int, int]]] = {True: [], False: []}
        for side in held:
            for each in side.dates:
                same = all(
                    one in (None, other)
                    for one, other in ((date.month, each.month), (date.day, each.day))
                ) and (date.year is None or each.year in (None, date.year))
                where[same].append((side.text, each.start, each.end))
        rivals = [
            each for each in where[False] if not any(_spans(each, one) for one in where[True])
        ]
        if where[True] and not attached(
            date.start, date.end, said.text, where[True], rivals, singles
        ):
            return f"another date's: {date.text}"
    return None


def _spans(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    """The two ends of 4月25日至5月1日."""
    (text, start, end), (_, first, last) = sorted((one, other), key=lambda each: each[1])
    return one[0] == other[0] and text[end:first] in _UNTIL


def _years(
    own: Sequence[Quote], texts: Sequence[str]
) -> tuple[list[frozenset[int]], list[frozenset[int]]]:
    """Of each quote the years of its place, and those that 去年 and the like in it mean."""
    places, told = [], []
    for quote, text in zip(own, texts, strict=True):
        years = {date.year for date in dates(fold(_place(quote))) if date.year is not None}
        years |= {
            int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", fold(_place(quote)))
        }
        places.append(frozenset(years))
        stated = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", f"{quote.date or ''} {quote.issue or ''}")
        this = int(stated[0]) if stated else None
        told.append(frozenset(this + step for word, step in _TOLD.items() if this and word in text))
    return places, told


def _words(said: _Side, held: Sequence[_Side], place: str) -> str | None:
    texts = [side.text for side in held]
    support = "\n".join(texts)
    for match in _LATIN.finditer(said.text):
        end = r"(?![a-z\d])" if match[0][-1].isdigit() else "(?![a-z])"
        if not re.search(f"(?<![a-z]){re.escape(match[0])}{end}", f"{support}\n{place}"):
            return f"not in the quotes: {match[0]}"
    bounds = [m.span() for p in (AT_LEAST, AT_MOST, BELOW) for m in p.finditer(said.text)]
    if found := opposite(said.text, support) or negation(said.text, support, bounds):
        return found
    if found := done(said.text, support) or to_come(said.text, support):
        return found
    if found := renumbered(said.text, support):
        return found
    masked = _masked(_without_ends(said, held))
    every = "\n".join([support, *map(_masked, held), place])
    if new := new_words(masked, every):
        return f"not in the quotes: {'、'.join(new)}"
    if found := unheard(masked, every, bounds):
        return found
    return (
        swapped(said.text, texts)
        or giver(said.text, texts)
        or recipient_gives(said.text, texts)
        or misplaced(said.text, texts)
        or another_post(said.text, texts)
        or recombined(said.text, texts)
        or replaced(said.text, texts)
        or altered(said.text, texts)
        or parted(said.text, texts)
        or rate_problem(said.text, support)
    )


def _without_ends(said: _Side, held: Sequence[_Side]) -> _Side:
    """从4月25日开始，到5月1日为止, where a quote has 4月25日至5月1日: without 开始 and 为止."""
    found = []
    for date in said.dates:
        there = [
            (side.text, each)
            for side in held
            for each in side.dates
            if (each.month, each.day) == (date.month, date.day) and date.year in (None, each.year)
        ]
        begins = any(
            text.startswith(_UNTIL, each.end) or text.endswith(_SINCE, 0, each.start)
            for text, each in there
        )
        ends = any(text.endswith(_UNTIL, 0, each.start) for text, each in there)
        end = (begins and _BEGINS.match(said.text, date.end)) or (
            ends and _ENDS.match(said.text, date.end)
        )
        found.append(replace(date, end=end.end()) if end else date)
    return replace(said, dates=tuple(found))


def _masked(side: _Side) -> str:
    """The text without its numbers, with what bounds them, and dates: these are compared by value."""
    text = side.text
    spans = []
    for number in side.numbers:
        bound = BEFORE.search(text[: number.start])
        spans.append((bound.start() if bound else number.start, number.end))
    spans += [(d.start, d.end - (text[d.end : d.end + 1] in _TURN)) for d in side.dates]
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text
