"""Two questions in one breath or on both sides of a comma become two, each with what it leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import takewhile

from rag.question.kind import wants
from rag.question.sides import CLAUSE, MOST_PARTS, is_year
from rag.search.fold import fold

SHORTEST = 6
"""Characters of a question that can stand alone."""
LONGEST_FRAME = 24
"""What is longer says more than what all of it is about."""
_ENDED = re.compile("[^？?。！!]+[？?。！!]*")
_BACK = re.compile("那年|当年|同年|那次|那里|当地|[它他她]|其|该|这|那")
"""What points back to the question before."""
_PERSON = re.compile("[他她](?!们)")
_GOES_ON = re.compile("[去还又也再]|后来")
_ABOUT = re.compile(r"[^\W\d的了是有在着过去来到又还也都就年州县市区省共一总]{2}")
"""What is asked about is said: 2023年呢 and 海西有多少 leave it to the clause before."""


def in_one_breath(question: str, names: Collection[str]) -> tuple[str, ...]:
    """Each question where several stand one behind the other, with what the first says before it asks,
    or else those of `names` that it names where a further one points back to it."""
    found = [each for each in _ENDED.findall(question) if len(each) >= SHORTEST]
    if not 2 <= len(found) <= MOST_PARTS:
        return (question,)
    frame = _frame(found[0])
    first = [name for name in names if name in found[0]]
    return (
        found[0],
        *(
            f"{frame}{each}" if frame and _fits(frame, each, names) else _with(each, first, names)
            for each in found[1:]
        ),
    )


def _frame(question: str) -> str:
    """What it says before it asks: 这件事，全省投了多少？ Empty where that is too little to be about."""
    before = takewhile(lambda clause: not wants(clause), CLAUSE.findall(question))
    frame = "".join(before)
    return frame if SHORTEST <= len(frame) <= LONGEST_FRAME and frame != question else ""


def _fits(frame: str, question: str, names: Collection[str]) -> bool:
    """Of another year, or another place, it is not about the same; nor is what is asked of somebody whom
    the first has to find."""
    if _PERSON.search(question):
        return False
    kinds = ({is_year(name) for name in _names_in(each, names)} for each in (frame, question))
    return not set.intersection(*kinds)


def at_commas(question: str, names: Collection[str]) -> tuple[str, ...]:
    """Each question where several stand side by side, each with names of its own. With what opens the
    first, 2022年 for example, where a further one names nothing of that kind; where it goes on about
    whoever the first is about, 去白塔又看了谁, with all that the first names."""
    found: list[str] = []
    frame = _frame(question)
    for clause in CLAUSE.findall(question):
        if found and _stand_apart(found[-1], clause, names, told=bool(frame)):
            found.append(clause)
        else:
            found[-1:] = ["".join([*found[-1:], clause])]
    if not 2 <= len(found) <= MOST_PARTS:
        return (question,)
    found = [each.rstrip("，；,; ") for each in found]
    opening = [name for name in names if fold(question).startswith(name)]
    return (found[0], *(_whole(each, frame, opening, found[0], names) for each in found[1:]))


def _whole(
    question: str, frame: str, opening: Collection[str], first: str, names: Collection[str]
) -> str:
    if frame and _fits(frame, question, names):
        return f"{frame}{question}"
    if _GOES_ON.match(question) or _PERSON.search(question):
        return " ".join([*(name for name in names if name in fold(first)), question])
    return _behind(opening, question, names)


def _stand_apart(one: str, other: str, names: Collection[str], told: bool) -> bool:
    """With names of its own each, or where the other goes on: 又推荐多少名工匠."""
    shared = _names_in(one, names) & _names_in(other, names)
    if _GOES_ON.match(other) and _asks_of_its_own(other, names, told, named=False):
        return _asks_of_its_own(one, names, told)
    return not shared and all(_asks_of_its_own(each, names, told) for each in (one, other))


def _asks_of_its_own(clause: str, names: Collection[str], told: bool, named: bool = True) -> bool:
    """`told`: what is asked about is said in front of all of them; `named`: it has to name something."""
    text = fold(clause)
    asked = wants(clause)
    for want in reversed(asked):
        text = f"{text[: want.start]} {text[want.end :]}"
    held = _names_in(clause, names)
    for name in held:
        text = text.replace(name, " ")
    return bool(asked) and bool(held or not named) and (told or _ABOUT.search(text) is not None)


def _names_in(clause: str, names: Collection[str]) -> set[str]:
    return {name for name in names if name in fold(clause)}


def _behind(opening: Collection[str], question: str, names: Collection[str]) -> str:
    has = {is_year(name) for name in _names_in(question, names)}
    return " ".join([*(name for name in opening if is_year(name) not in has), question])


def _with(question: str, first: Collection[str], names: Collection[str]) -> str:
    """到2023年4月那期 points back to the place, not to the year before."""
    return _behind(first, question, names) if _BACK.search(question) else question
