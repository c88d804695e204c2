"""The facts of a text that can be compared by code: numbers with their units, dates, quoted titles.

Spans are of the text as given. Numerals are read by `rag.search.fold`, so that what search holds for
one number is one number here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from rag.search.fold import CHINESE, fold

Span = tuple[int, int]

_COUNTERS_TEXT = """
人次 户次 场次 班次 农户 个百分点 百分点 平方米 平方公里 立方米 公里 千米 厘米 毫米 公顷 公斤
千克 吨 克 米 亩 度 小时 分钟 个小时 个月 周年 年 月 天 日 周 岁 秒 元 人 名 位 户 家 个 项
件 条 种 类 场 次 期 届 批 支 台 套 份 篇 本 册 部 张 幅 组 对 所 处 座 间 辆 架 艘 根 块 片
层 级 章 节 段 句 字 页 卷 号 门 节 步 点 面 口 册 只 头 匹 株 棵 袋 箱 盒 瓶 桶 双 顶 床 车
趟 遍 轮 起 例 宗 代 国 省 市 州 县 区 镇 乡 村 院 校 倍 成 大 万 亿
"""
COUNTERS = tuple(_COUNTERS_TEXT.split())
_UNITS = "|".join(sorted({*COUNTERS} - {"万", "亿"}, key=len, reverse=True))
_NUMERALS = "〇○零一二三四五六七八九两十百千万亿"
_ARABIC = r"\d+(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<percent>百分之(?P<share>\d+(?:\.\d+)?|[{_NUMERALS}]+(?:点[{_NUMERALS}]+)?))"
    rf"|(?P<below>\d+|[{_NUMERALS}]+)分之(?P<above>\d+|[{_NUMERALS}]+)"
    rf"|(?P<first>第|头(?=一[次个批届回]))?(?<![\da-z.])(?P<run>(?:{_ARABIC})(?:\s?[十百千]?[万亿])*|[{_NUMERALS}]+(?:点[〇○零一二三四五六七八九]+[万亿]?(?=[{_NUMERALS}余多元%]|{_UNITS}))?)"
    rf"(?P<more>[余多来几]?)(?P<scale>[万亿]?)(?P<after>[余多]?)\s?(?P<unit>%|个百分点|元|{_UNITS})?"
)
# Ways to write what a currency or a share is counted in; 块 is the spoken 元 only behind a price.
SAME_UNIT = {"千米": "公里", "千克": "公斤", "个小时": "小时", "个百分点": "百分点", "名": "人",
              "位": "人", "口": "人", "日": "天", "农户": "户"}  # fmt: skip
# A lone numeral without its counter is a word far more often (统一, 三江源); these are counted units
# that such a word may end before (一级, 一面, 一点, 一方面).
_WORDS_OF_ONE = re.compile(
    r"一(?:级|面|点|代|度|时|成|大|下|些|定|致|样|起|般|步|直|生|日|对|块|片|国|号|批准|部分)"
)
_MONEY_PREFIX = {"¥": "元", "￥": "元", "$": "$"}


@dataclass(frozen=True, slots=True)
class Number:
    """`value` is in the unit itself (1.2万元 is 12000 元, 百分之三 is 3 %), `text` as it stands."""

    start: int
    end: int
    value: Decimal
    unit: str
    """元, 人, %, 户, … after folding of like units; empty where none is known."""
    ordinal: bool
    text: str
    vague: bool = False
    """余, 多 or 几 stands in it: 30余家."""


@dataclass(frozen=True, slots=True)
class Date:
    """What is not said is None; the end of 26日至28日 takes its month from the beginning."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Title:
    start: int
    end: int
    """With its marks."""
    kind: str
    """《 for a work, “ for quoted words."""
    text: str


def even(text: str) -> str:
    """Half width, lower case and simplified, every character in its place."""
    return "".join(map(_one, text))


@lru_cache(maxsize=8192)
def _one(character: str) -> str:
    folded = fold(character)
    return folded if len(folded) == 1 else character


def numbers(text: str) -> list[Number]:
    """Every number but those of dates; lone Chinese numerals only before a counter or behind 第."""
    plain = even(text)
    taken = [(date.start, date.end) for date in dates(text)]
    found = []
    for match in _NUMBER.finditer(plain):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        if (number := _number(match, text)) is not None:
            found.append(number)
    return found


def _number(match: re.Match[str], text: str) -> Number | None:
    start, end = match.span()
    if (share := match["share"]) is not None:
        value = value_of(share)
        return value if value is None else Number(start, end, value, "%", False, text[start:end])
    if match["below"] is not None:
        below, above = value_of(match["below"]), value_of(match["above"])
        if not below or above is None:
            return None
        return Number(start, end, above / below, "/", False, text[start:end])
    run, unit, ordinal = match["run"], match["unit"] or "", match["first"] is not None
    if not run[0].isdigit() and not ordinal:
        if len(run) == 1 and (not unit or run in "百千万亿零〇○"):
            return None
        if _WORDS_OF_ONE.match(match.string, match.start("run")) and len(run) == 1:
            return None
    value = value_of(run.replace(" ", ""))
    if value is None:
        return None
    if match["scale"]:
        value *= 10_000 if match["scale"] == "万" else 100_000_000
    if unit == "成":
        value, unit = value * 10, "%"
    if start and match.string[start - 1] in _MONEY_PREFIX:
        unit = _MONEY_PREFIX[match.string[start - 1]]
    vague = bool(match["more"] or match["after"])
    return Number(start, end, value, SAME_UNIT.get(unit, unit), ordinal, text[start:end], vague)


@lru_cache(maxsize=4096)
def value_of(run: str) -> Decimal | None:
    """The value of a number however written: 12,000 一百二十 1.2万 三点五; None where it is none."""
    if "点" in run:
        if run[-1] in "万亿":
            part = value_of(run[:-1])
            return None if part is None else part * (10_000 if run[-1] == "万" else 100_000_000)
        whole, _, rest = run.partition("点")
        head, tail = value_of(whole), [value_of(each) for each in rest]
        if head is None or None in tail:
            return None
        return Decimal(f"{head}." + "".join(str(each) for each in tail))
    if run in ("两", "零", "〇", "○"):
        return Decimal(2 if run == "两" else 0)
    # Behind 第 and before 届 fold reads even a lone numeral.
    read = fold(f"第{run}届")[1:-1].replace(",", "")
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([十百千]?)([万亿]*)", read)
    if match is None:
        return None
    scale = {"": 1, "十": 10, "百": 100, "千": 1000}[match[2]]
    for unit in match[3]:
        scale *= 10_000 if unit == "万" else 100_000_000
    return Decimal(match[1]) * scale


def whole_number(said: str) -> int:
    """That value of what is counted; 0 where it is no number, as 一一."""
    return int(value_of(said) or 0)


_Y = r"(?P<year>(?:19|20)\d\d|[一二][九〇○零][〇○零一二三四五六七八九]{2})"
_M = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = r"(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DAY_ONLY = _D.replace("P<day>", "P<lone>")
_DATE = re.compile(
    rf"(?<!\d){_Y}(?:\s?年\s?(?:度)?(?:{_M}\s?月(?:份)?\s?(?:{_D}\s?[日号])?)?"
    r"|(?=\s?[、和至到~－—-]{1,2}\s?(?:19|20)\d\d\s?年))"
    r"|(?<![\d.])(?P<year2>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month2>1[0-2]|0?[1-9])"
    r"(?:(?P=mark)(?P<day2>3[01]|[12]\d|0?[1-9]))?(?![\d.%])"
    rf"|(?<![\d.个{_NUMERALS}第]){_M.replace('month', 'month3')}\s?月(?:份\s?|\s?{_D.replace('day', 'day3')}\s?[日号]|(?!\d))"
    rf"|(?P<range>[至到\-—~－、和])\s?{_DAY_ONLY}\s?[日号]"
    rf"|(?<![\d.{_NUMERALS}第]){_D.replace('day', 'day4')}日(?=[上下]午|晚|，|,|早|凌晨)"
)
_MONTHS = {name: n for n, name in enumerate(
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"], 1
)}  # fmt: skip
_NAME = "|".join(f"{name}|{name[:3]}\\.?" for name in _MONTHS)
_ENGLISH = re.compile(
    r"(?<![\d.])(?P<y0>(?:19|20)\d\d)-(?P<m0>1[0-2]|0?[1-9])(?:-(?P<d0>3[01]|[12]\d|0?[1-9]))?(?!\d)"
    rf"|\b(?P<m1>{_NAME})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y1>(?:19|20)\d\d))?"
    rf"|\b(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<m2>{_NAME})(?:,?\s+(?P<y2>(?:19|20)\d\d))"
    rf"|\b(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m3>{_NAME})\b"
    r"|(?<![\d.,])(?P<y4>(?:19|20)\d\d)(?=[\s,.;:)]|$)(?![.,]\d)(?!\s*(?:yuan|people|workers|members|rmb))"
    r"|\b(?P<m5>january|february|april|june|july|august|september|october|november|december)\b"
)


def dates(text: str) -> list[Date]:
    plain = even(text)
    english = not CHINESE.search(plain)
    found: list[Date] = []
    for match in (_ENGLISH if english else _DATE).finditer(plain):
        groups = match.groupdict()
        if english:
            year, month, day = _of_english(groups)
        elif groups["range"]:
            before = found[-1] if found else None
            if before is None or before.end != match.start() or before.day is None:
                continue
            year, month, day = before.year, before.month, _int(groups["lone"])
        else:
            year = _int(groups["year"] or groups["year2"])
            month = _int(groups["month"] or groups["month2"] or groups["month3"])
            day = _int(groups["day"] or groups["day2"] or groups["day3"] or groups["day4"])
        found.append(Date(match.start(), match.end(), year, month, day, text[slice(*match.span())]))
    return found


def _of_english(groups: dict[str, str | None]) -> tuple[int | None, int | None, int | None]:
    def first(letter: str) -> str | None:
        return next((v for k, v in groups.items() if k[0] == letter and v), None)

    name = first("m")
    month = None
    if name is not None and name.isdigit():
        month = int(name)
    elif name is not None:
        month = next(n for full, n in _MONTHS.items() if full.startswith(name.rstrip(".")))
    return _int(first("y")), month, _int(first("d"))


def _int(run: str | None) -> int | None:
    """None stays None; 〇 and 零 inside make it digit by digit (二〇二四)."""
    if run is None:
        return None
    if run.isdigit():
        return int(run)
    if len(run) == 4:
        return int(fold(f"{run}年")[:4])
    value = value_of(run)
    return None if value is None else int(value)


_TITLE = re.compile(r"《([^《》]+)》|“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|\"([^\"]+)\"")


def titles(text: str) -> list[Title]:
    """Works in 《》 and quoted words; the marks of one kind inside another are not read again."""
    return [
        Title(*match.span(), "《" if match[1] else "“", next(filter(None, match.groups())))
        for match in _TITLE.finditer(text)
    ]
