"""The direct answer in front of the quote, where the kind of question allows one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.asked_for import UNITS
from rag.answer.facts import dates, numbers
from rag.answer.quote import Quote, Sentence
from rag.answer.same_thing import asked_apart, difference
from rag.answer.verify import problem
from rag.question.kind import Want, wants
from rag.search.fold import fold, in_pairs

SHARED = 0.1
"""Of the pairs of characters that a question has besides its question word, the quote must hold more
than this share. On the tune questions 17 of 19 right leads do, and 4 of 10 that answered what has no
answer do not."""


AFFIRMED = 0.4
"""Of what the question states so much stands together in the quote."""
CLAUSES = re.compile("[^,;:。，；：]+[,;:。，；：]*")
OF_THESE = re.compile("其中[^，；。]*")
YES_NO = re.compile(r"(?:了)?吗(?=[？?。\s]|$)|(?P<kept>是|有)(?:不是|没有)|是否|有无")
"""Takes the question out of a statement: 有没有建 is 有建, 是不是 is 是."""
DIFFERENCE = re.compile(
    "差(?:了|别|距)?(?:是|有)?多少|[多少][了出]?多少|增[加长](?:了|到)?多少|difference"
)


def lead(question: str, quote: Quote) -> str | None:
    """The one number or date of the quote that is of the kind asked for. None where two things are
    asked for, or the quote has two that would do, or says little of what is asked: a wrong lead is
    worse than none."""
    asked = wants(question)
    if len(asked) != 1 or _shared(question, asked[0], quote) <= SHARED:
        return None
    found = _numbers(asked[0], quote.text) if asked[0].kind == "how_many" else []
    if asked[0].kind == "when":
        found = [quote.text[each.start : each.end] for each in dates(quote.text)]
    if len(set(found)) != 1:
        return None
    said = found[0].strip()
    if fold(said) in fold(question):
        return None  # 12351热线接了多少电话: that is its name
    return f"{said}。"


def how_far_apart(question: str, quotes: Sequence[Quote]) -> Sentence | None:
    """The difference, where it is asked for and two quotes say the same thing with two figures."""
    if not DIFFERENCE.search(fold(question)) or len(quotes) < 2:
        return None
    apart = asked_apart(question, quotes[0].text, quotes[1].text)
    if apart is None:
        return None
    return Sentence(f"相差{difference(apart)}。", (quotes[0].n, quotes[1].n))


def affirmed(question: str, quotes: Sequence[Quote]) -> bool:
    """Whether what is asked, said as a statement, is carried by the first quote: the checks of a
    written sentence decide. What they do not let pass may be true all the same; 否 is never said."""
    asked = wants(question)
    if not quotes or not asked or any(want.kind != "yes_no" for want in asked):
        return False
    statement = YES_NO.sub(lambda found: found["kept"] or "", question).strip("？?。 ")
    if _said_at_once(statement, quotes[0]) < AFFIRMED:
        return False
    return problem(Sentence(f"{statement}。", (quotes[0].n,)), quotes[:1]) is None


def _said_at_once(statement: str, quote: Quote) -> float:
    """Of the statement's pairs of characters, how many two neighbouring clauses of the quote hold:
    who sent a greeting did not come because others did."""
    said = _besides_names(fold(statement), quote)
    clauses = CLAUSES.findall(fold(quote.text))
    both = ["".join(clauses[at : at + 2]) for at in range(max(len(clauses) - 1, 1))]
    return max((sum(pair in each for pair in said) / max(len(said), 1) for each in both), default=0)


def _shared(question: str, want: Want, quote: Quote) -> float:
    asked = fold(question)
    pairs = _besides_names(f"{asked[: want.start]} {asked[want.end :]}", quote)
    text = fold(quote.text)
    return sum(pair in text for pair in pairs) / max(len(pairs), 1)


def _besides_names(folded: str, quote: Quote) -> set[str]:
    """Pairs of characters. Those that the names around the quote hold too, 果洛州总工会 in its own
    article, say nothing of the quote."""
    runs = re.findall("[\u4e00-\u9fff]+", folded)
    names = fold(f"{quote.title} {quote.article or ''}")
    return {pair for run in runs for pair in in_pairs(run) if pair not in names}


def _numbers(want: Want, text: str) -> list[str]:
    """Those counted in the unit asked for, as they are written; any, where the question names none
    and the quote has but one. Of 224家，其中5家… it is the whole that is asked for."""
    parts = [part.span() for part in OF_THESE.finditer(text)]
    wanted = UNITS.get(want.unit or "", want.unit or "")
    return [
        text[each.start : each.end]
        for each in numbers(text)
        if not each.ordinal
        and (not wanted or each.unit in wanted)
        and not any(start <= each.start < end for start, end in parts)
    ]
