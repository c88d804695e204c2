"""A question about several things becomes one question about each: two questions in one breath or on
both sides of a comma, or a comparison of places, years or whatever stands on both sides of 和."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from rag.question.kind import wants
from rag.search.fold import fold

MOST_PARTS = 3
SHORTEST = 6
"""Characters of a question that can stand alone."""
_JOIN = "[、和与跟同及]"
_CLAUSE = re.compile("[^，；,;]+[，；,;]*")
_ENDED = re.compile("[^？?。！!]+[？?。！!]*")
_OR = re.compile(r",\s([^,?]{2,}?) or ([^,?]{2,})\?$")
_BACK = re.compile("那年|当年|同年|那次|那里|当地|[它他她]|其|该|这|那")
"""What points back to the question before."""
_EACH = re.compile("分别(?=[是为有])")
"""Of one of them alone it asks for no list."""
MOST_YEARS = 6
_STRETCH = re.compile(r"(?P<first>20\d\d)年?[到至—~-]+(?P<last>20\d\d)年(?=.*(?:分别|各|每年))")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ABOUT = re.compile(r"[^\W\d的了是有在着过去来到又还也都就年州县市区省共一总]{2}")
"""What is asked about is said: 2023年呢 and 海西有多少 leave it to the clause before."""
_SIDES = re.compile(
    r"(?P<start>^|[，,：:的])(?P<one>[^，。？,?：:]{2,16}?)(?:和|与|跟|同)(?P<other>[^，。？,?：:]{2,16}?)"
    r"(?=[，,两]|的(?=[^，。？?的]{1,12}(?:相差|差多少|差几))|这|哪|谁|分别|各|相比|比|，|$)"
)


def parts(question: str, names: Collection[str]) -> tuple[str, ...]:
    """The question with one of `names` each, in their order; the question itself where it has
    fewer than two. Names are as they stand in the question. Where each has clauses to itself, the
    others' clauses are about the others."""
    found = sorted((name for name in set(names) if name in question), key=question.index)
    inside = (re.escape(one) + "[省市州县]?" + re.escape(other) for one, other in pairwise(found))
    if any(re.search(each, question) for each in inside):
        return (question,)  # 西宁城北区 is one place
    if not 2 <= len(found) <= MOST_PARTS:
        return (question,)
    clauses = _CLAUSE.findall(question)
    holds = [{name for name in found if name in clause} for clause in clauses]
    if all({name} in holds for name in found) and all(len(each) < 2 for each in holds):
        return tuple(
            "".join(clause for clause, held in zip(clauses, holds, strict=True) if held <= {name})
            for name in found
        )
    return tuple(_without(question, [other for other in found if other != name]) for name in found)


def _without(question: str, names: Collection[str]) -> str:
    for name in names:
        unit = "年度?" if _is_year(name) else "[省市州县区]?(?:总工会|工会)?"
        pattern = rf"{_JOIN}?{re.escape(name)}(?:{unit})?(?:{_JOIN}(?=\S))?"
        question = re.sub(pattern, " ", question)
    return " ".join(_EACH.sub("", question).split())


def years_between(question: str) -> tuple[str, ...]:
    """The question with each year of a stretch of a few: 2013年到2016年分别. One whose stretch is meant
    as a whole asks for one thing, and is not parted."""
    found = _STRETCH.search(question)
    first, last = (int(found["first"]), int(found["last"])) if found else (0, 0)
    if found is None or not last - MOST_YEARS < first < last:
        return (question,)
    before, behind = question[: found.start()], _EACH.sub("", question[found.end() :])
    return tuple(f"{before}{year}年{behind}" for year in range(first, last + 1))


def sides(question: str) -> tuple[str, ...]:
    """The question with only one side of its 和 each: 甲公司和乙公司哪家早."""
    if found := _OR.search(question):
        return tuple(f"{question[: found.start()]}, {side}?" for side in found.groups())
    found = _SIDES.search(question)
    if found is None:
        return (question,)
    before, behind = question[: found.end("start")], question[found.end("other") :]
    return tuple(f"{before}{found[side]}{behind}" for side in ("one", "other"))


def in_one_breath(question: str, names: Collection[str]) -> tuple[str, ...]:
    """Each question where several stand one behind the other, with those of `names` that the first
    names where a further one points back to it."""
    found = [each for each in _ENDED.findall(question) if len(each) >= SHORTEST]
    if not 2 <= len(found) <= MOST_PARTS:
        return (question,)
    first = [name for name in names if name in found[0]]
    return (found[0], *(_with(each, first) for each in found[1:]))


def at_commas(question: str, names: Collection[str]) -> tuple[str, ...]:
    """Each question where several stand side by side, each with names of its own. With what opens the
    first, 2022年 for example, where a further one names nothing of that kind."""
    found: list[str] = []
    for clause in _CLAUSE.findall(question):
        if found and _stand_apart(found[-1], clause, names):
            found.append(clause)
        else:
            found[-1:] = ["".join([*found[-1:], clause])]
    if not 2 <= len(found) <= MOST_PARTS:
        return (question,)
    found = [each.rstrip("，；,; ") for each in found]
    opening = [name for name in names if fold(question).startswith(name)]
    return (found[0], *(_behind(opening, each, names) for each in found[1:]))


def _stand_apart(one: str, other: str, names: Collection[str]) -> bool:
    shared = _names_in(one, names) & _names_in(other, names)
    return not shared and all(_asks_of_its_own(each, names) for each in (one, other))


def _asks_of_its_own(clause: str, names: Collection[str]) -> bool:
    text = fold(clause)
    asked = wants(clause)
    for want in reversed(asked):
        text = f"{text[: want.start]} {text[want.end :]}"
    held = _names_in(clause, names)
    for name in held:
        text = text.replace(name, " ")
    return bool(asked and held) and _ABOUT.search(text) is not None


def _names_in(clause: str, names: Collection[str]) -> set[str]:
    return {name for name in names if name in fold(clause)}


def _behind(opening: Collection[str], question: str, names: Collection[str]) -> str:
    has = {_is_year(name) for name in _names_in(question, names)}
    return " ".join([*(name for name in opening if _is_year(name) not in has), question])


def _is_year(name: str) -> bool:
    return _YEAR.fullmatch(name) is not None


def _with(question: str, names: Collection[str]) -> str:
    missing = [name for name in names if name not in question]
    return " ".join([*missing, question]) if _BACK.search(question) else question
