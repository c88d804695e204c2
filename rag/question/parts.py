"""Two questions in one breath or on both sides of a comma become two, each with what it leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Collection

from rag.question.kind import wants
from rag.question.sides import MOST_PARTS, is_year
from rag.search.fold import fold

SHORTEST = 6
"""Characters of a question that can stand alone."""
_CLAUSE = re.compile("[^，；,;]+[，；,;]*")
_ENDED = re.compile("[^？?。！!]+[？?。！!]*")
_BACK = re.compile("那年|当年|同年|那次|那里|当地|[它他她]|其|该|这|那")
"""What points back to the question before."""
_ABOUT = re.compile(r"[^\W\d的了是有在着过去来到又还也都就年州县市区省共一总]{2}")
"""What is asked about is said: 2023年呢 and 海西有多少 leave it to the clause before."""


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
    has = {is_year(name) for name in _names_in(question, names)}
    return " ".join([*(name for name in opening if is_year(name) not in has), question])


def _with(question: str, names: Collection[str]) -> str:
    missing = [name for name in names if name not in question]
    return " ".join([*missing, question]) if _BACK.search(question) else question
