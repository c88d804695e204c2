"""Numbers and dates of a sentence against those of its quotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from rag.answer.facts import Date, Number, dates

_PLAIN_UNITS = tuple(  # what counts the same things; 个 counts nearly anything
    frozenset(units.split())
    for units in (
        "家 户 个", "家 所 个 处", "项 件 个 条", "种 类 个", "大 个 项", "场 次 期 个", "篇 个", "部 个", "本 册",
        "支 个", "台 套 个", "份 件 个", "级 个", "座 个", "间 个", "张 个", "组 个", "届 次",
    )
)  # fmt: skip
_MEASURES_TEXT = """
% 百分点 元 $ 户次 场次 班次 人次 个月 年 月 天 周 小时 分钟 秒 岁 度 吨 克 公斤 亩 公顷
平方米 平方公里 立方米 公里 米 厘米 毫米 倍 / 人 户
"""
_MEASURES = frozenset(_MEASURES_TEXT.split())
_SUM = re.compile("共|总|合计|其中|加起来|相加|之和|累计|in total|altogether")
_DIFFERENCE = re.compile(
    "相差|差|多出|多了|少了|比.{1,20}[多少高低增减]|增加了?|减少了?|净增|高出|间隔"
)
_BY = re.compile("(?:提高|增加|增长|上升|减少|降低|下降|相差|多出?|少|高出?|低)了?$")
_COUNTED_TEXT = """
个 人 家 项 件 种 类 条 场 次 处 所 支 篇 部
"""
_COUNTED = frozenset(_COUNTED_TEXT.split())
_ALL_OF = 4
"""A sum takes up to so many of a quote's numbers, where the sentence does not itself name them."""

AT_LEAST = re.compile("不少于|不低于|至少|起码|以上")
AT_MOST = re.compile("不超过|不多于|不高于|至多|最多|以内|之内|以下")
ABOVE = re.compile("超过|超出|逾|突破|超|多于|高于|大于")
BELOW = re.compile("不足|不到|未满|少于|低于|小于")
NEARLY = re.compile("接近|将近|近")
PLAN = re.compile(
    "拟(?![定订])|计划[用在于将]|将(?!近|军|领|来|要求)|力争|争取到|预计|目标是|打算|准备在|建议人选|候选|提名"
)
_CLAUSE_ENDS = "。；，！？,;!?"
"""Folding makes most marks half-width."""
_ABOUT = re.compile("约|大概")
_MORE, _LESS = Decimal("1.1"), Decimal("0.95")
"""How much more than 一万 is still 一万多, and how much less than 6.5万 still 近6.5万."""
_BESIDE = 4
_RATE = re.compile("每(?!个人)|平均|人均|年均|户均")


def same_unit(one: str, other: str) -> bool:
    if one == other:
        return True
    if not one or not other:  # no counter: Latin text, tables, 3495万 for 3495万元
        known = one or other
        return known not in {"%", "百分点", "/", "户", "人次", "户次"}
    if one in _MEASURES or other in _MEASURES:
        return False
    return any(one in group and other in group for group in _PLAIN_UNITS)


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
        if number.ordinal and number.value == 1 and "首" in first:
            continue
        if not number.ordinal and (
            _follows(number, found, held, sentence)
            or rounds(number, held, sentence)
            or _is_mean(number, held, sentence)
            or (
                # Where the quotes count the same thing themselves, only their own count will do.
                not any(same_unit(number.unit, each.unit) for each in held)
                and (_counts_days(number, first) or _counts_a_list(number, first))
            )
        ):
            continue
        return f"number not in the quotes: {number.text}"
    return None


def carriers(number: Number, held: Sequence[Number], english: bool = False) -> list[Number]:
    """The quotes' numbers of this value, unit and kind."""
    return [
        each
        for each in held
        if each.value == number.value
        and (english or each.ordinal == number.ordinal)
        and (same_unit(number.unit, each.unit) or (english and not number.unit))
    ]


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
    """一万多家 for 10774, 近6.5万 and 约6.5万 for what is nearly that; 近203 is rounder than no 200."""
    same = [
        each.value
        for each in held
        if same_unit(number.unit, each.unit)
        and not each.ordinal
        and not each.vague
        and _digits(number.value) < _digits(each.value)
    ]
    if number.vague:
        return any(number.value < value < number.value * _MORE for value in same)
    before = sentence[max(0, number.start - 2) : number.start]
    if NEARLY.search(before):
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
    if not _RATE.search(sentence[max(0, number.start - 12) : number.start]):
        return False
    amounts = [each.value for each in held if each.unit == number.unit and not each.ordinal]
    counts = [each.value for each in held if each.unit != number.unit and each.value > 1]
    return any(
        abs(amount / count - number.value) <= number.value * (1 - _LESS)
        for amount in amounts
        for count in counts
    )


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


def limits(text: str, number: Number) -> frozenset[str]:
    """What stands with a number and bounds it: 近, 超过, 以上, …"""
    before = re.split("[，。；、,;]", text[max(0, number.start - 5) : number.start])[-1]
    after = text[number.end : number.end + 4]
    near = before + "|" + re.split("[，。；、,;]", after)[0]
    found = {
        name
        for name, pattern in (
            ("≥", AT_LEAST), ("≤", AT_MOST), (">", ABOVE), ("<", BELOW), ("~", NEARLY),
        )
        if pattern.search(near)
    }  # fmt: skip
    if "≥" in found or "≤" in found:
        found -= {">", "<"} if AT_LEAST.search(near) or AT_MOST.search(near) else set()
    if number.vague:
        found.add(">")
    return frozenset(found)


def bound_problem(sentence: str, number: Number, pairs: Sequence[tuple[str, Number]]) -> str | None:
    """`pairs` are the quotes' numbers that carry it, each with its text.

    余, 约 and 近 may be left out, a bound may not, and none may be put in or turned round.
    """
    here = limits(sentence, number)
    for text, other in pairs:
        there = limits(text, other)
        if here == there or here == there - {"~"}:
            return None
        if there == {">"} and other.vague and here <= {">"}:
            return None
        if here | there <= {">", "≥"} and here and there:
            return None
        if here | there <= {"<", "≤"} and "≤" not in here ^ there and here and there:
            return None
        if here | there <= {"<", "~"} and here and there:
            return None
    return f"bound differs: {number.text}"


def plan_problem(sentence: str, number: Number, pairs: Sequence[tuple[str, Number]]) -> str | None:
    """What the quote plans must not be told as done, nor the other way round."""
    clauses = [_clause(text, other.start) for text, other in pairs]
    here = bool(PLAN.search(sentence))
    if here and not any(PLAN.search(text) for text, _ in pairs):
        return "a plan put in"
    if not here and all(map(PLAN.search, clauses)):
        return f"planned, not done: {number.text}"
    if not _RATE.search(sentence) and all(
        _RATE.search(clause[: clause.find(other.text) + 1])
        for clause, (_, other) in zip(clauses, pairs, strict=True)
    ):
        return f"each, not in all: {number.text}"
    return None


def _clause(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in _CLAUSE_ENDS)
    return text[start + 1 : at] + re.split(f"[{_CLAUSE_ENDS}]", text[at:], maxsplit=1)[0]


def date_problem(
    found: Sequence[Date],
    held: Sequence[Sequence[Date]],
    place_years: Sequence[frozenset[int]],
    told_years: Sequence[frozenset[int]],
) -> str | None:
    """`held` are the dates of each quote, `place_years` those of where it stands, `told_years` what
    去年 and 今年 in it mean. A place lends its year only to a quote that names none."""
    for date in found:
        if not any(
            _date_in(date, dates, years, told)
            for dates, years, told in zip(held, place_years, told_years, strict=True)
        ):
            return f"date not in the quotes: {date.text}"
    return None


def _date_in(date: Date, held: Sequence[Date], years: frozenset[int], told: frozenset[int]) -> bool:
    named = {each.year for each in held if each.year is not None}
    lent = told or (frozenset() if named else years)
    if date.month is None and date.day is None:
        return date.year in named or date.year in lent
    for each in held:
        year = date.year is None or date.year == each.year
        if not year and each.year is None:
            earlier = {o.year for o in held if o.year is not None and o.start < each.start}
            year = date.year in (earlier or lent) and (len(earlier) < 2)
        if year and date.month in (None, each.month) and date.day in (None, each.day):
            return True
    return False


def rate_problem(sentence: str, support: str) -> str | None:
    found = _RATE.search(sentence)
    return (
        f"each, not so in the quotes: {found[0]}" if found and not _RATE.search(support) else None
    )


def repeated(sentence: str, found: Sequence[Number], held: Sequence[Number]) -> str | None:
    """A number said more often than the quotes have it, where one of its kind is left out: the other's
    place was taken (the first answer, the first answer for the first, the second)."""
    said = Counter(
        (each.value, each.unit) for each in found if not is_difference(each, found, sentence)
    )
    there = Counter((each.value, each.unit) for each in held)
    for (value, unit), times in said.items():
        if 0 < there[value, unit] < times and any(
            other != value and same_unit(unit, kind) and (other, kind) not in said
            for other, kind in there
        ):
            return f"said too often: {value}{unit}"
    return None


def is_difference(number: Number, found: Sequence[Number], sentence: str) -> bool:
    """提高了5元, from 5元 to 10元: the second 5元 is no quote's."""
    others = [each.value for each in found if each is not number and each.unit == number.unit]
    return bool(_BY.search(sentence[: number.start])) and any(
        abs(one - other) == number.value for one, other in combinations(others, 2)
    )


def repeated_date(found: Sequence[Date], held: Sequence[Date]) -> str | None:
    said = Counter((each.year, each.month, each.day) for each in found)
    there = Counter((each.year, each.month, each.day) for each in held)
    for date, times in said.items():
        if 0 < there[date] < times and any(other not in said for other in there):
            return f"said too often: {date}"
    return None


def attached(
    fact_start: int,
    fact_end: int,
    sentence: str,
    own: Sequence[tuple[str, int, int]],
    rivals: Sequence[tuple[str, int, int]],
    pieces: Callable[[str], set[str]],
) -> bool:
    """Whether what stands around a fact in the sentence is nearer to what stands around it in a quote
    than around its rivals there (2000 people in 32 contests, not the other place's 12)."""
    here = _around(sentence, fact_start, fact_end)

    def nearness(where: Sequence[tuple[str, int, int]]) -> float:
        best = 0.0
        for text, start, end in where:
            there = _around(text, start, end)
            next_to = _shared(here[0][-3:], there[0][-3:], pieces)
            wide = sum(_shared(a, b, pieces) for a, b in zip(here, there, strict=True))
            # 书屋30家 of 30家书屋: what is counted stands on either side.
            next_to += _shared(here[0][-_BESIDE:], there[1][:_BESIDE], pieces)
            next_to += _shared(here[1][:_BESIDE], there[0][-_BESIDE:], pieces)
            best = max(best, wide + 2 * next_to)
        return best

    return not rivals or nearness(rivals) < nearness(own) + 2


def beheaded(
    number: Number,
    sentence: str,
    pairs: Sequence[tuple[str, Number]],
    held: Sequence[tuple[str, Number]],
) -> bool:
    """结报互保金850人次 of 结报互保金80万元，受益职工850人次: behind what the quotes count otherwise."""
    head = _head(sentence, number)
    return (
        head is not None
        and all(head not in _around(text, each.start, each.end)[0] for text, each in pairs)
        and any(head == _head(text, each) and each.value != number.value for text, each in held)
    )


def _head(text: str, number: Number) -> str | None:
    """The two characters of what is counted that stand in front of a number."""
    before = _FILLER.sub("", text[max(0, number.start - 12) : number.start])[-2:]
    return before if re.fullmatch("[\u3400-\u9fff]{2}", before) else None


_FILLER = re.compile("(?:累计|总计|合计|共计|[共达约了为有近至到逾各超过])+$")


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    before = re.split("[。；，、,;]", text[max(0, start - 16) : start])[-1]
    after = re.split(r"[。；，,;]|、(?=[^。；，,;]*\d)", text[end : end + 10])[0]
    return before, after


def _shared(one: str, other: str, pieces: Callable[[str], set[str]]) -> float:
    return float(len(pieces(one) & pieces(other)))
