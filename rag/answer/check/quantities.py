"""Numbers and dates of a sentence against those of its quotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations

from rag.answer.facts import Date, Number

_PLAIN_UNITS = tuple(  # what counts the same things; 个 counts nearly anything
    frozenset(units.split())
    for units in (
        "家 户 个", "家 所 个 处", "项 件 个 条", "种 类 个", "大 个 项", "场 次 场次 期 个", "篇 份 个", "部 个",
        "本 册", "支 个", "台 套 个", "份 件 个", "级 个", "座 个", "间 个", "张 个", "组 个", "届 次",
        "辆 台", "对 个 双", "层 个", "门 个", "块 个", "批 个", "批 次", "章 个", "幅 张 个", "起 件 宗 例 个", "轮 次",
    )
)  # fmt: skip
_BY = re.compile("(?:提高|增加|增长|上升|减少|降低|下降|相差|多出?|少|高出?|低)了?$")
AT_LEAST = re.compile("不少于|不低于|至少|起码|以上")
AT_MOST = re.compile("不超过|不多于|不高于|至多|最多|以内|之内|以下")
ABOVE = re.compile("超过|超出|逾|突破|超|多于|高于|大于")
BELOW = re.compile("不足|不到|未满|少于|低于|小于")
NEARLY = re.compile("接近|将近|(?<![习附最临])近(?![平年日期代来几况])")
BEFORE = re.compile(f"(?:{ABOVE.pattern}|{NEARLY.pattern}|大?约|大概|差不多)$")
"""What bounds a number, in front of it: whether it may is found out there, not by its words."""
PLAN = re.compile(
    "拟(?![定订])|计划[用在于将]|将(?!近|军|领|来|要求|[^,。;]{3,}(?:纳入|吸收|列[入为]|作为|[送交发传]给?到|[送交发]给|转[入为]|融入|投向|投放|用于|打造成|由))|力争|争取到|预计|目标是|打算|准备在|建议人选|候选|提名"
)
_CLAUSE_ENDS = "。；，！？,;!?"
"""Folding makes most marks half-width."""
RATE = re.compile(
    "每(?!个人)|平均|人均|年均|户均|各(?=[\u4e00-\u9fff]{2,4}\\d)(?![级类种项地方单界族市县行业])"
)
_BESIDE = 4
_RATE_THERE = re.compile(
    f"{RATE.pattern}|均|各|逐|年(?:产|收|营|经营|销售|接待|处理)|日(?:产|处理)|月薪"
)


def same_unit(one: str, other: str) -> bool:
    if one == other:
        return True
    if not one or not other:  # no counter: Latin text, tables, 3495万 for 3495万元
        known = one or other
        return known not in {"%", "百分点", "/", "户", "人次", "户次"}
    return any(one in group and other in group for group in _PLAIN_UNITS)


def carriers(number: Number, held: Sequence[Number], english: bool = False) -> list[Number]:
    """The quotes' numbers of this value, unit and kind."""
    return [
        each
        for each in held
        if each.value == number.value
        and (english or each.ordinal == number.ordinal)
        and (
            same_unit(number.unit, each.unit)
            or {number.unit, each.unit} == {"人", "个"}  # 1800多个学生
            or (english and not number.unit)
        )
    ]


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
    if not RATE.search(sentence) and all(
        RATE.search(clause[: clause.find(other.text) + 1])
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
    found = RATE.search(sentence)
    return (
        f"each, not so in the quotes: {found[0]}"
        if found and not _RATE_THERE.search(support)
        else None
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
    counted: bool = False,
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
            if counted:
                wide += _shared(here[0], there[1], pieces) + _shared(here[1], there[0], pieces)
            best = max(best, wide + 2 * next_to)
        return best

    if not rivals:
        return True
    if counted and (only := _counted_only(sentence[fact_end:], own, rivals)):
        return only == "own"
    return nearness(rivals) < nearness(own) + 2


def _counted_only(
    behind: str, own: Sequence[tuple[str, int, int]], rivals: Sequence[tuple[str, int, int]]
) -> str | None:
    """Whose number alone counts what stands behind: 20个奖章, where no other number there is one of
    奖章; or 10个奖章, where the quotes have 10个奖状."""
    head = _COUNTED.match(behind)
    if not head:
        return None
    mine, theirs = (
        [_COUNTED.match(text, end) for text, _, end in where] for where in (own, rivals)
    )
    is_mine, is_theirs = (
        any(found and found[1] == head[1] for found in each) for each in (mine, theirs)
    )
    if is_mine != is_theirs and (is_mine or all(mine)):
        return "own" if is_mine else "rivals"
    return None


_COUNTED = re.compile("“?([\u3400-\u9fff]{2})")


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
