"""Whether a sentence holds the kind of thing a question asks for: a date, a number of its unit, a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answer.facts import SAME_UNIT, dates, even, numbers, value_of
from rag.question.forms import OF_WAGES
from rag.question.kind import FORMED, MEASURES, Want
from rag.question.sought import SEVERAL, Sought
from rag.search.fold import fold

DATE = re.compile(r"\d\s*[年月日]|[零〇一二三四五六七八九十]+年")
DAY = re.compile(r"\d\s*日")
QUANTITY = re.compile(r"\d[\d.,]*\s*(?:[%％]|[万亿余多]*(?![年月日\d.,万亿余多]))")
UNITS = {"钱": "元", "人": "人名位", "个": "个名家", "条": "条项件", "家": "家个"}
"""What a number is followed by in the text, where that is not what follows 多少 in the question."""
ALIKE = (
    "家户所处",
    "条项件",
    "次场届期回批",
    "趟次班",
    "种类项",
    "辆台部",
    "份件篇张",
    "棵株",
    "枚件",
    "起件例桩",
)
"""Units that a question and a text may use for the same things."""
THINGS = "家户所处条项件种类辆台部份篇本支座间批块场张枚棵株只"
"""What is counted by one of these may be counted by 个."""

_YEARS = r"(?<!\d)\d{1,2}[余多]?年|[一二三四五六七八九十][余多]?年"
"""29年 is how many they are, 2019年 is one of them."""
_LASTS = re.compile(r"久|多长|\blong\b")
"""From one day to another says how long; else a date is no count."""
_SOME = re.compile("一(?![十百千万亿〇零点年周天日]|个?(?:月|小时|星期)|分钟)")
"""一批 and 一条龙 count nothing."""
_SOME_HUNDREDS = re.compile("[近上数几约过][十百千万][余多]?([\u4e00-\u9fff])")

BESIDE_A_FORM = FORMED | {"where", "yes_no"}
"""On what day and where, how many and whether: a text without any day tells nothing of these, though a
place has no form."""

_ROW = re.compile("[^，。；,;]{2,60}")
"""One of a list that has a line each."""

_TOGETHER = re.compile(r"来自(?P<names>[^，,。；;\d]{6,80}?)\d[^，,。；;]*(?=[，,。；;]|$)")
_AND = re.compile("[、和及与]")

_EXPLAINED = "[”」』\"']?[^,。;“”]{0,10}(?:[(:—]|,?即|,?是?指|,?就?是)"

CLAUSE = re.compile("[，,。；;：:！!]")
ORDINALS = ("[一二三四五六七八九][是要]", r"[（(][一二三四五六七八九\d][)）]")
_APART, _LAST = re.compile("[、+＋]"), re.compile("、[^、]*[和及与]")
"""甲、乙和丙 are three."""
NUMBERED = ("《", "“", *ORDINALS)
"""What stands once at each thing of a list that is not merely set apart by 、."""
FEWEST_LISTED = 3
ANNOUNCES = re.compile(
    "(?:下列|以下|如下)[^。：:]{0,30}[：:]\\s*$|(?:[二两三四五六七八九十]|\\d)(?:点|个方面)[^，。；：]{0,10}[。：:]\\s*$"
)
"""A list stands behind it."""


def has_what_is_asked_for(asked: Sought, text: str) -> float:
    """Of the things asked for the one that is held best: 1 for a date where one is asked for, or a
    number with the unit asked for; 0.5 for a number with another unit; else 0."""
    return max((_held(want, text) for want in asked.wants), default=0.0)


def _held(want: Want, text: str) -> float:
    if want.kind == "when":
        found = DAY if want.unit == "日" else DATE
        return 1.0 if found.search(text) else 0.5 if DATE.search(text) else 0.0
    if want.kind != "how_many":
        return 0.0
    unit = want.unit and UNITS.get(want.unit, want.unit)
    if unit and re.search(_YEARS if unit == "年" else rf"\d[万亿余多]*[{unit}]", text):
        return 1.0
    return 0.5 if QUANTITY.search(text) else 0.0


def lists_what_is_asked_for(asked: Sought, text: str) -> float:
    """Where several things are asked for by name: 1 for as many in a row as are asked for, or for
    some where the question does not say how many; 0.5 for more; else 0."""
    if not asked.items:
        return 0.0
    if announces_a_list(text):
        return 1.0 if asked.items == SEVERAL else 0.5
    listed = _listed(text)
    if asked.items == SEVERAL:
        return 1.0 if listed >= FEWEST_LISTED else 0.0
    return 1.0 if listed == asked.items else 0.5 if listed > asked.items else 0.0


def announces_a_list(text: str) -> bool:
    return ANNOUNCES.search(text) is not None


def _listed(text: str) -> int:
    """How many things the longest list of a sentence has."""
    in_a_row = max(
        len(_APART.findall(clause)) + bool(_LAST.search(clause)) for clause in CLAUSE.split(text)
    )
    in_a_row += 1
    return max(in_a_row, *_marked(text, NUMBERED))


def _marked(text: str, marks: Sequence[str]) -> list[int]:
    return [len(re.findall(mark, text)) for mark in marks]


def lacks_what_is_asked_for(asked: Sought, texts: Sequence[str]) -> bool:
    """Whether none of the texts has what would do: nothing in 元 where only money is asked for, no
    university where the university is. What is asked for in other ways, why or which, has no form
    by which to tell."""
    folded = [fold(text) for text in texts]
    lacking = [form for form in asked.forms if not any(map(form.held.search, folded))]
    if any(form.restricts for form in lacking) or (lacking and len(lacking) == len(asked.forms)):
        return True
    if asked.explained and not any(_explains(label, folded) for label in asked.explained):
        return True
    formed = [want for want in asked.wants if want.kind in FORMED]
    if not formed or any(want.kind not in BESIDE_A_FORM for want in asked.wants):
        return False
    wanted = [_of_the_whole(want, asked.of) for want in formed]
    own = [_without_sums(asked, text) for text in texts]
    return not any(could_be(want, text, asked.known) for want in wanted for text in own)


def _without_sums(asked: Sought, text: str) -> str:
    """Without a figure that several bring together, where only one of them is asked about: 来自甲工会和
    乙工会56支代表队 does not say how many 甲工会 sent."""
    for match in _TOGETHER.finditer(text):
        names = [fold(name) for name in _AND.split(match["names"])]
        asked_about = [name for name in names if name in asked.text]
        if len(names) > 1 and len(asked_about) == 1:
            return text[: match.start()] + text[match.end() :]
    return text


def _explains(label: str, texts: Sequence[str]) -> bool:
    """Whether one says what is meant by it; most only name it: 以“1+4+N”思路."""
    told = re.compile(f"{re.escape(label)}{_EXPLAINED}")
    return any(map(told.search, texts))


def _of_the_whole(want: Want, unit: str | None) -> Want:
    is_open = want.kind == "how_many" and want.unit in (None, "个")
    return replace(want, unit=unit) if unit and is_open else want


def names_too_few(asked: Sought, texts: Sequence[str], whole: bool = False) -> bool:
    """Whether as many things as the question knows of are named nowhere: that there are 5 of them is
    not who they are. `whole`: a list that one of the texts announces is among them."""
    announced = any(map(announces_a_list, texts))
    if not asked.named or (announced and not whole):
        return False
    in_turn = _marked("".join(texts), ORDINALS)
    there = [text for text in texts if _counts_so_many(asked.named, text)]
    rows = sum(_ROW.fullmatch(text) is not None for text in texts)
    listed = max(map(_listed, texts if announced else there or texts))
    return max(rows, *in_turn, listed) < asked.named


def _counts_so_many(count: int, text: str) -> bool:
    """What stands in a row elsewhere, beside a sentence that says how many they are, is of something else."""
    return re.search(rf"(?<![\d.第]){count}(?:大|[{MEASURES}])", fold(text)) is not None


def could_be(want: Want, text: str, known: Sequence[str] = ()) -> bool:
    """`known` are numbers that the question says itself: they answer nothing."""
    if want.kind == "when":
        return _dated(want.unit, text)
    said = {value_of(each) for each in known}
    counted = [
        each
        for each in numbers(text)
        if not each.ordinal and not _SOME.match(each.text) and each.value not in said
    ]
    if want.unit in (None, "个"):
        return bool(counted) or (_LASTS.search(want.clause) is not None and bool(dates(text)))
    unit = UNITS.get(want.unit, want.unit)[0]
    unit = SAME_UNIT.get(unit, unit)
    alike = {each for kind in ALIKE if unit in kind for each in kind} | {unit}
    if unit in THINGS:
        alike.add("个")
    if unit == "元" and re.search(OF_WAGES, fold(text)):
        return True
    if any(SAME_UNIT.get(found, found) in alike for found in _SOME_HUNDREDS.findall(text)):
        return True
    return any(number.unit[:1] in alike or not number.unit for number in counted)


def _dated(unit: str | None, text: str) -> bool:
    """A day where the day is asked for, a year where the year is."""
    found = dates(text)
    if unit == "日":
        return any(date.day for date in found)
    if unit == "年":
        return any(date.year for date in found) or re.search(r"\d年", even(text)) is not None
    return bool(found)
