"""What an English noun is counted by in Chinese: buses by 辆, so that a number of lines, 条, is none of them."""

from __future__ import annotations

import re
from itertools import pairwise

_NOUNS = """
people persons men women children members participants cadres staff students officials nurses doctors artisans craftsmen residents patients experts professors supervisors visitors delegates candidates villagers|人 人次
teams|支 队
events performances sessions shows matches games concerts lectures meetings fairs talks|场 次 场次 期
times visits|次
companies enterprises firms employers shops stores restaurants supermarkets hospitals hotels|家 个
points stations sites studios centres centers schools unions branches committees offices outlets libraries|个 家 处 所
households families|户
projects items measures patents|项 条 个
papers articles reports|篇
books copies|册 本 份
vouchers cards tickets|张
kilometres kilometers|公里
years|年
days|天
months|个月
hours|小时 个小时
minutes|分钟
tonnes tons|吨
buses cars vehicles trucks lorries|辆 台 部
machines computers devices|台 套 部
trees|棵 株
contracts agreements|份
packs packages parcels kits gifts|份 个 件
dangers hazards|处 个 项 条
cases disputes complaints|件 起 例
chapters|章
pages|页
beds|张
"""
MEASURES_OF = {
    noun: tuple(measures.split())
    for nouns, measures in (line.split("|") for line in _NOUNS.strip().splitlines())
    for noun in nouns.split()
}
"""The measure words, the likeliest first."""
_PEOPLE = re.compile(r"\w{3,}(?:ers|ees|ists)")
"""Riders, trainees and journalists, besides the nouns above: most nouns of this make are people."""
_THINGS = frozenset(
    ["numbers", "characters", "letters", "posters", "banners", "orders", "offers", "containers", "newspapers",
     "meters", "metres", "rivers", "covers", "towers", "flowers", "corners", "borders", "tenders", "careers",
     "quarters", "headquarters", "degrees", "fees", "servers", "registers", "folders",
     "others", "matters", "winters", "summers",
     "threes"]
)  # fmt: skip
_COUNTED = re.compile(
    r"how many (?:of (?:the|its|their|these|those) (?:\d+ )?)?(?P<things>[a-z' -]+)"
)
MOST_BEFORE = 6
"""Words behind `which` among which the one is looked for that is asked about: which 2024 model worker."""
_STOP = re.compile(
    r"\b(?:did|do|does|was|were|is|are|has|have|had|can|could|will|would|in|of|for|from|to|at|on|by|with|per)\b"
)


def measures(noun: str) -> tuple[str, ...]:
    """Of a plural; none where it is not known."""
    if known := MEASURES_OF.get(noun):
        return known
    is_people = noun not in _THINGS and _PEOPLE.fullmatch(noun)
    return MEASURES_OF["people"] if is_people else ()


def measure(question: str, at: int) -> str | None:
    """What the folded question's `how many` there is counted by, or None where anything may be."""
    if not (found := _COUNTED.match(question, at)):
        return None
    of: tuple[str, ...] = ()
    for word in re.findall("[a-z']+", _STOP.split(found["things"])[0]):
        mine = measures(word)
        if of and not mine:
            break
        of = mine or of  # staff libraries are no staff
    return next((each for each in of if each != "个"), None)


def one_person(question: str, at: int) -> bool:
    """Whether the folded question's `which` there asks for one person: which (2024 model) worker."""
    words = re.findall("[a-z0-9']+", _STOP.split(question[at:])[0])[1:MOST_BEFORE]
    return any(
        measures(f"{word}s")[:1] == ("人",) and not behind.endswith("s")  # person titles
        for word, behind in pairwise([*words, ""])
    )
