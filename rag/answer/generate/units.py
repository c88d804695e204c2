"""What a number is counted in that answers a question: as the question says, Chinese or English."""

from __future__ import annotations

import re
from collections.abc import Collection

from rag.answer.asked_for import UNITS
from rag.answer.facts import SAME_UNIT
from rag.question.kind import PEOPLE, Want
from rag.question.measures import measures
from rag.search.fold import fold

_COUNTED = re.compile(
    r"how many (?P<things>.*?)(?=\b(?:did|do|does|was|were|is|are|has|have|had|in|of|for|from|took|joined|got|can|could|will|would)\b|[?,]|$)"
)
_MONEY = re.compile(r"how much(?! (?:of|time|longer|more|higher|bigger))|\byuan\b")
_NUMBER_OF = re.compile("([人户])(?:员)?(?:总)?数量?(?:一?共|大概|大约)?[是有为达到了]*$")
"""参加人数是多少 asks for 人."""
_SHARE = re.compile("what (?:percentage|share|proportion)")


def units(want: Want, question: str) -> Collection[str] | None:
    """Those that would do, none where the question names none and any would; None where it asks for
    two things at once."""
    asked = fold(question)
    if want.unit == "人" and asked.startswith("次", want.end):
        return ("人次",)
    if _SHARE.match(asked, want.start):
        return ("%",)
    if _MONEY.match(asked, want.start):
        return ("元",)
    if counted := _COUNTED.match(asked, want.start):
        found = {of for word in counted["things"].split() if (of := measures(word))}
        return None if len(found) > 1 else next(iter(found), UNITS.get(want.unit or "", ()))
    if want.unit == "个" and re.match(PEOPLE, asked[want.end :]):
        return (*UNITS["人"], "个")
    number_of = _NUMBER_OF.search(asked[: want.start])
    unit = want.unit or (number_of[1] if number_of else "")
    unit = SAME_UNIT.get(unit, unit)
    return UNITS.get(unit, unit)
