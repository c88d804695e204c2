"""A comparison becomes one question about each of the things it compares: places, people, years or days,
or whatever stands on both sides of 和. What it says of one of them goes with that one, what it says of all
goes with each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.posts import POSTS
from rag.question.kind import COMPARED, as_asked, wants
from rag.search.fold import CHINESE
from rag.search.places import PROVINCES

MOST_PARTS = 3
MOST_YEARS = 6
"""Things that are compared, and years of a stretch, each with a search of its own: more are read as one question."""
_JOIN = "[、和与跟同及]"
CLAUSE = re.compile("[^，；,;]+[，；,;]*")
_OR = re.compile(r",\s([^,?]{2,}?) or ([^,?]{2,})\?$")
_TOGETHER = re.compile(
    "分别(?=[是为有在要说叫提])|各自?(?![级地类种项县市州个位族界国省区单部方行])|两(?:个人|[家处位边者])(?=[分各都])|(?<![一-龥])两个人"
    "|(?:的?(?:建设|工作)?情况)?(?:做个|作个?|进行)?(?:对比|比较)(?:一下|如何|怎么?样)?|^(?:请|帮我?)?(?:对比|比较)(?:一下)?"
)
"""Of one of them alone it asks for no list, and there are not two."""
_STRETCH = re.compile(r"(?P<first>20\d\d)年?[到至—~-]+(?P<last>20\d\d)年(?=.*(?:分别|各|每年))")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SIDES = re.compile(
    r"(?P<start>^|[，,：:的])(?P<one>[^，。？,?：:]{2,16}?)(?:和|与|跟|同)(?P<other>[^，。？,?：:]{2,16}?)"
    r"(?=[，,两]|的(?=[^，。？?的]{1,12}(?:相差|差多少|差几))|这|哪|谁|分别|各|相比|比|，|$)"
)
_UNIT = re.compile(
    rf"年度?|一?[省市州县区]{{0,2}}(?:总工会|工会|总)?(?:机关)?(?:{POSTS}|同志|老师|师傅|医生|大夫)?"
)
"""What belongs to a name and says nothing of what it does."""
_BOTH = re.compile("两(?:个人|[家处位边者州市县区])")
_SET_AGAINST = re.compile("比(?!赛)|还是|[a-z]")
"""Two that are named without a 和 between them are compared all the same: 甲比乙多多少."""
_OF_ALL = re.compile("[都均各]|分别|先后|两[家处位边者州市方人个]|相比|之间")
"""From here on a clause speaks of all that it names."""
_FRAME = re.compile(".{3,}(?:[里上年月日期]|(?<![高初一二三四五六七八九十\\d])中)")
"""What is said in front of the first of several and holds for all; what follows is said of the first."""
_DAYS = re.compile(r"(\d{1,2}月)(\d{1,2}日)([和与跟、及])(?=\d{1,2}日)")
_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
_WHOLE = re.compile(
    "全省(?![级性])|全青海|省总(?:工会)?(?!机关)|省里|全国总工会|全总|中央(?=[、和与跟同])"
)


def is_year(name: str) -> bool:
    return _YEAR.fullmatch(name) is not None


def wholes(question: str) -> list[str]:
    """What a place may be compared with: the province, the country and their unions."""
    return list(dict.fromkeys(_WHOLE.findall(question)))


def speaks_of_all(text: str) -> bool:
    """Of the province or the country, as far as one can tell."""
    return bool(wholes(text) or re.search(PROVINCES, text))


def days_apart(question: str) -> tuple[str, ...]:
    """The question with one of its days each; 21日 of 4月19日和21日 with its month."""
    spelt = _DAYS.sub(r"\1\2\3\1", question)
    return (
        parts(spelt, _DAY.findall(spelt))
        if spelt != question or _DAY.search(spelt)
        else (question,)
    )


def parts(question: str, names: Collection[str]) -> tuple[str, ...]:
    """The question with one of `names` each, in their order; the question itself where it has
    fewer than two. Names are as they stand in the question. Where each has clauses to itself, the
    others' clauses are about the others; where several stand in one, what it says of each goes with it."""
    found = sorted((name for name in set(names) if name in question), key=question.index)
    inside = {
        one
        for one, other in pairwise(found)
        if re.search(re.escape(one) + "[省市州县]?的?" + re.escape(other), question)
    }
    found = [name for name in found if name not in inside]  # 西宁城北区 is one place
    if not 2 <= len(found) <= MOST_PARTS:
        return (question,)
    clauses = CLAUSE.findall(question)
    holds = [{name for name in found if name in clause} for clause in clauses]
    if all({name} in holds for name in found) and all(len(each) < 2 for each in holds):
        return tuple(
            _of_one(clause for clause, held in zip(clauses, holds, strict=True) if held <= {name})
            for name in found
        )
    at = next((n for n, held in enumerate(holds) if held == set(found)), None)
    if at is not None:
        before, behind = clauses[:at], clauses[at + 1 :]
        each = _coordinated(clauses[at], found, behind)
        if each or not _SET_AGAINST.search(clauses[at]):
            return tuple(_of_one([*before, one, *behind]) for one in each) or (question,)
    return tuple(_without(question, [other for other in found if other != name]) for name in found)


def _of_one(clauses: Iterable[str]) -> str:
    return _TOGETHER.sub("", "".join(clauses))


@dataclass(frozen=True, slots=True)
class _Named:
    """A name in a clause, with what stands before it behind the last 和, and behind it up to the next."""

    before: str
    name: str
    says: str


def _coordinated(clause: str, names: Sequence[str], behind: Sequence[str]) -> list[str]:
    """What the clause says of each of several that are set side by side; empty where they are not:
    甲 for 乙, not 甲 and 乙. `behind` are the clauses that follow it."""
    named = _side_by_side(clause, names)
    if not named:
        return []
    frame, own = named[0].before, ""
    if any(CHINESE.search(each.before) for each in named[1:]):  # 甲厂的张三和乙厂的李四
        found = _FRAME.match(frame)
        frame, own = (found[0], frame[found.end() :]) if found else ("", frame)
    elif frame.endswith("的") and any(CHINESE.search(each.says) for each in named[:-1]):
        frame, own = "", frame
    last = shared = named[-1].says
    if any(CHINESE.search(each.says) for each in named[:-1]):
        # 甲县送了书、乙县送了衣: the last does something of its own as well.
        shared = (
            last[_of_all(last) :] if not any(map(wants, behind)) or _OF_ALL.search(last) else ""
        )
    else:
        last = ""
    said = [each.says for each in named[:-1]] + [last.removesuffix(shared) if last else ""]
    befores = [own, *(each.before for each in named[1:])]
    shared = shared.removeprefix(both[0]) if (both := _BOTH.match(shared)) else shared
    return [
        f"{frame}{before}{each.name}{says}{shared}"
        for before, each, says in zip(befores, named, said, strict=True)
    ]


def _side_by_side(clause: str, names: Sequence[str]) -> list[_Named]:
    found: list[_Named] = []
    before, rest = "", clause
    for name in names:
        start = rest.index(name)
        if found:
            joins = [match.start() for match in re.finditer(_JOIN, rest[:start])]
            if not joins:
                return []
            found[-1] = _Named(found[-1].before, found[-1].name, rest[: joins[-1]])
            before = rest[joins[-1] + 1 : start]
        else:
            before = rest[:start]
        unit = _UNIT.match(rest, start + len(name))
        end = unit.end() if unit else start + len(name)
        found.append(_Named(before, rest[start:end], ""))
        rest = rest[end:]
    return [*found[:-1], _Named(found[-1].before, found[-1].name, rest)]


def _of_all(text: str) -> int:
    """Where it begins to speak of all, or else to ask."""
    asked = [want.start for want in wants(text)]
    found = [
        match.start() for match in (_OF_ALL.search(text), COMPARED.search(as_asked(text))) if match
    ]
    return min([*asked, *found], default=len(text))


def _without(question: str, names: Collection[str]) -> str:
    for name in names:
        unit = "年度?" if is_year(name) else "[省市州县区]?(?:总工会|工会)?"
        pattern = rf"{_JOIN}?{re.escape(name)}(?:{unit})?(?:{_JOIN}(?=\S))?"
        question = re.sub(pattern, " ", question)
    return " ".join(_of_one([question]).split())


def years_between(question: str) -> tuple[str, ...]:
    """The question with each year of a stretch of a few: 2013年到2016年分别. One whose stretch is meant
    as a whole asks for one thing, and is not parted."""
    found = _STRETCH.search(question)
    first, last = (int(found["first"]), int(found["last"])) if found else (0, 0)
    if found is None or not last - MOST_YEARS < first < last:
        return (question,)
    before, behind = question[: found.start()], _of_one([question[found.end() :]])
    return tuple(f"{before}{year}年{behind}" for year in range(first, last + 1))


def sides(question: str) -> tuple[str, ...]:
    """The question with only one side of its 和 each: 甲公司和乙公司哪家早."""
    if found := _OR.search(question):
        return tuple(f"{question[: found.start()]}, {side}?" for side in found.groups())
    found = _SIDES.search(question)
    if found is None:
        return (question,)
    before, behind = question[: found.end("start")], question[found.end("other") :]
    one, other = found["one"], found["other"]
    if "的" in one and "的" not in other:  # 清泉的书屋和站点: both are of 清泉
        head, one = one[: one.rindex("的") + 1], one[one.rindex("的") + 1 :]
        before += head
    return tuple(f"{before}{side}{behind}" for side in (one, other))
