"""Numbers of a sentence that stand in no quote, and follow from what stands there: a sum, a rounder one,
the length of a list, the days from one date to another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from rag.answer.check.quantities import ABOVE, BELOW, NEARLY, RATE, carriers, same_unit
from rag.answer.facts import Number, dates

_SUM = re.compile("共|总|合计|加起来|相加|之和|累计|in total|altogether")
_DIFFERENCE = re.compile(
    "相差|差|多出|多了|少了|比.{1,20}[多少高低增减]|增加了?|减少了?|净增|高出|间隔"
)
_COUNTED_TEXT = """
个 人 家 项 件 种 类 条 场 次 处 所 支 篇 部
"""
_COUNTED = frozenset(_COUNTED_TEXT.split())
_ONE_BY_ONE = re.compile("一(.)(?:\\1|一\\1)|(?<=最.的)一|(?<=最..的)一")
"""一件件, 一条一条, 最长的一条: these count nothing."""
_ALL_OF = 4
"""A sum takes up to so many of a quote's numbers, where the sentence does not itself name them."""
_ABOUT = re.compile("约|大概|差不多")
_MORE, _LESS = Decimal("1.1"), Decimal("0.95")
"""How much more than 一万 is still 一万多, and how much less than 6.5万 still 近6.5万."""


def number_problem(
    sentence: str, found: Sequence[Number], held: Sequence[Number], english: bool, first: str
) -> str | None:
    """`first` is the quotes' text, for 第一次 where they have 首次."""
    for number in found:
        if carriers(number, held, english):
            continue
        one = number.value == 1 and not number.ordinal and number.text[0] == "一"
        if one and not any(same_unit(number.unit, each.unit) for each in held):
            continue  # 一家, 一名 is no count where nothing of the kind is counted
        if one and _ONE_BY_ONE.match(sentence, number.start):
            continue
        if number.ordinal and number.value == 1 and "首" in first:
            continue
        if not number.ordinal and (
            _follows(number, found, held, sentence)
            or rounds(number, held, sentence)
            or _is_mean(number, held, sentence)
            or _is_share(number, held)
            or (
                # Where the quotes count the same thing themselves, only their own count will do.
                not any(same_unit(number.unit, each.unit) for each in held)
                and (_counts_days(number, first) or _counts_a_list(number, first))
            )
            or _counts_years(number, sentence, first)
            or _is_day(number, first)
        ):
            continue
        return f"number not in the quotes: {number.text}"
    return None


def _follows(
    number: Number, found: Sequence[Number], held: Sequence[Number], sentence: str
) -> bool:
    """Whether it is a sum or a difference that the sentence states as such."""
    around = sentence[max(0, number.start - 24) : number.end + 12]
    if number.value == _listed(sentence, number) and number.unit in _COUNTED:
        return True
    same = [each.value for each in held if same_unit(each.unit, number.unit) and not each.ordinal]
    if _SUM.search(around):
        own = [
            each.value
            for each in found
            if each is not number and carriers(each, held) and same_unit(each.unit, number.unit)
        ]
        sums = [sum(own)] if len(own) > 1 else []
        if len(own) < 2:
            few = same[:12]
            sums += [sum(some) for n in range(2, _ALL_OF + 1) for some in combinations(few, n)]
        if number.value in sums:
            return True
    if _DIFFERENCE.search(around):
        return any(abs(one - other) == number.value for one, other in combinations(same, 2))
    return False


def rounds(number: Number, held: Sequence[Number], sentence: str) -> bool:
    """一万多家 and 超过一万家 for 10774, 近6.5万 and 约6.5万 for what is nearly that; 近203 is rounder than
    no 200."""
    same = [
        each.value
        for each in held
        if same_unit(number.unit, each.unit)
        and not each.ordinal
        and not each.vague
        and _digits(number.value) < _digits(each.value)
    ]
    before = sentence[max(0, number.start - 3) : number.start]
    if number.vague or ABOVE.search(before):
        return any(number.value < value < number.value * _MORE for value in same)
    if NEARLY.search(before) or BELOW.search(before):
        return any(number.value * _LESS <= value < number.value for value in same)
    about = _ABOUT.search(before) or sentence[number.end :].startswith("左右")
    return bool(about) and any(
        number.value * _LESS <= value <= number.value * (2 - _LESS) for value in same
    )


def _digits(value: Decimal) -> int:
    """Without the zeros behind: 2 of 65000."""
    return len(value.normalize().as_tuple().digits)


def _is_mean(number: Number, held: Sequence[Number], sentence: str) -> bool:
    """平均每人约300元: one of the quotes' amounts divided by one of their counts."""
    if not RATE.search(sentence[max(0, number.start - 12) : number.start]):
        return False
    amounts = [each.value for each in held if each.unit == number.unit and not each.ordinal]
    counts = [each.value for each in held if each.unit != number.unit and each.value > 1]
    return any(
        abs(amount / count - number.value) <= number.value * (1 - _LESS)
        for amount in amounts
        for count in counts
    )


def _is_share(number: Number, held: Sequence[Number]) -> bool:
    """四分之一 for 25%, 三分之二 for 67%."""
    shares = [each.value for each in held if each.unit == "%"]
    return number.unit == "/" and any(abs(number.value * 100 - each) < 1 for each in shares)


def _counts_days(number: Number, text: str) -> bool:
    """为期三天 for 26日至28日."""
    if number.unit != "天":
        return False
    spans = [
        (one, other)
        for one, other in pairwise(dates(text))
        if one.day and other.day and re.fullmatch("", text[one.end : other.start])
    ]
    return any(
        one.month == other.month and other.day - one.day + 1 == number.value
        for one, other in spans
        if one.day is not None and other.day is not None
    )


def _counts_years(number: Number, sentence: str, text: str) -> bool:
    """十一年后 for 2006年 and 2017年, 五年 for 2025年至2029年."""
    if number.unit != "年":
        return False
    years = {date.year for date in dates(text) if date.year is not None}
    apart = {abs(one - other) for one, other in combinations(years, 2)}
    later = sentence[number.end : number.end + 1] in ("后", "前")
    return number.value in apart or (not later and number.value - 1 in apart)


def _is_day(number: Number, text: str) -> bool:
    """28日结束, far behind its month."""
    return number.text.endswith("日") and any(number.value == date.day for date in dates(text))


def _counts_a_list(number: Number, text: str) -> bool:
    """三个市州 for 西宁市、海东市、海西州."""
    if number.unit not in _COUNTED or not 2 <= number.value <= 12:
        return False
    runs = re.split("[。；，：！？,;:]", text)
    return any(len(re.findall("、|以及|[和与及]", run)) + 1 == number.value for run in runs)


def _listed(sentence: str, number: Number) -> int:
    """How many things are named before a number or behind it: 甲、乙两个, 三家：甲、乙和丙."""
    before = re.split("[。；，：！？,:;]", sentence[: number.start])[-1]
    after = sentence[number.end :]
    if re.match(".{0,8}[：:]", after):
        listed = re.split("[。；！？;]", re.split("[：:]", after, maxsplit=1)[1])[0]
    else:
        listed = before
    marks = len(re.findall("、|以及|[和与及]", listed))
    return marks + 1 if marks else 0
