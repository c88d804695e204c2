"""The direct answer in front of the quote, where the kind of question allows one."""

from __future__ import annotations

from rag.answer.asked_for import UNITS
from rag.answer.facts import dates, numbers
from rag.answer.quote import Quote
from rag.question.kind import Want, wants


def lead(question: str, quote: Quote) -> str | None:
    """The one number or date of the quote that is of the kind asked for. None where two things are
    asked for, or the quote has two that would do: a wrong lead is worse than none."""
    asked = wants(question)
    if len(asked) != 1:
        return None
    found = _numbers(asked[0], quote.text) if asked[0].kind == "how_many" else []
    if asked[0].kind == "when":
        found = [quote.text[each.start : each.end] for each in dates(quote.text)]
    if len(set(found)) != 1:
        return None
    said = found[0].strip()
    return f"{said}。"


def _numbers(want: Want, text: str) -> list[str]:
    """Those counted in the unit asked for, as they are written; any, where the question names none
    and the quote has but one."""
    wanted = UNITS.get(want.unit or "", want.unit or "")
    return [
        text[each.start : each.end]
        for each in numbers(text)
        if not each.ordinal and (not wanted or each.unit in wanted)
    ]
