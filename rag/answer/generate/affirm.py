"""是的 in front of the quote that carries what a question states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answer.check.quantities import PLAN
from rag.answer.generate.clauses import CLAUSES, pairs_in
from rag.answer.quote import Quote, Sentence
from rag.answer.verify import problem
from rag.question.kind import wants
from rag.search.fold import fold

AFFIRMED = 0.4
"""Of what the question states so much stands together in the quote."""
FEWEST = 3
"""Pairs of characters by which one can judge that."""
ASIDE = re.compile(
    "[,，\\s]*(?:是不是(?:这样)?|对不对|(?:是|对|是真|真|是这样|没错)的?[吗吧])[？?。\\s]*$"
)
"""Asked behind a statement that stands already."""
MEANT = re.compile(f"{PLAN.pattern}|计划|规划|推动|推进|争取|(?<![重必主需])要(?!求)|明年")
"""What a quote says so is not done yet, or not by those of whom it is asked."""
WHOLE = re.compile("所有|全部|[都只仅]|唯一|一律|每个")
"""More, or less, than that it is so."""
YES_NO = re.compile(r"(?:了)?吗(?=[？?。\s]|$)|(?P<kept>是|有)(?:不是|没有)|是否|有无")
"""Takes the question out of a statement: 有没有建 is 有建, 是不是 is 是."""
COUNTED_FIRST = re.compile(
    r"(?P<number>\d[\d.]*[万亿余多]*[\u4e00-\u9fff])(?P<thing>[\u4e00-\u9fff]{2,})$"
)
"""建了266家书屋 is 建了书屋266家."""


def affirmed(question: str, quotes: Sequence[Quote]) -> bool:
    """Whether what is asked, said as a statement, is carried by the first quote: the checks of a
    written sentence decide. What they do not let pass may be true all the same; 否 is never said."""
    asked = wants(question)
    if not quotes or not asked or any(want.kind != "yes_no" for want in asked):
        return False
    stated, text = fold(question), fold(quotes[0].text)
    if MEANT.search(text) and not MEANT.search(stated):
        return False
    if any(word not in text for word in WHOLE.findall(stated)):
        return False
    # Whose it is, a quote's surroundings say.
    quote = replace(quotes[0], article=f"{quotes[0].article or ''} {quotes[0].around}")
    return any(
        _is_about(statement, quote)
        and _said_at_once(statement, quote) >= AFFIRMED
        and problem(Sentence(f"{statement}。", (quote.n,)), [quote]) is None
        for statement in _statements(question, quote)
    )


def _statements(question: str, quote: Quote) -> list[str]:
    """What is asked, said in the ways that mean the same."""
    stated, text = fold(ASIDE.sub("", question)), fold(quote.text)
    found = [YES_NO.sub(said, stated).strip("?。 ") for said in (_kept, "")]
    for place in quote.places if len(quote.places_spoken_of) < 2 else ():
        found += [each.removeprefix(place) for each in found if each.startswith(place)]
    return list(dict.fromkeys(filter(None, (_counted(each, text) for each in found))))


def _counted(statement: str, text: str) -> str | None:
    """None where the text counts that thing by another number: of 书屋266家、2家单位书屋 it is not
    said that there are 2."""
    counted = COUNTED_FIRST.search(statement)
    if counted is None:
        return statement
    tail = counted["thing"][-2:]
    if f"{tail}{counted['number']}" in text:
        return f"{statement[: counted.start()]}{counted['thing']}{counted['number']}"
    return None if re.search(rf"{tail}\d", text) else statement


def _kept(match: re.Match[str]) -> str:
    return match["kept"] or ""


def _is_about(statement: str, quote: Quote) -> bool:
    """Not of whom or what only the names around the quote name: 习近平 in the title of a meeting is
    not who spoke there. A place they may name, and all that they tell is of it."""
    said, names = fold(statement), fold(f"{quote.title} {quote.article}")
    borrowed = said[:2] in names and said[:2] not in fold(quote.text)
    return not borrowed or any(map(said.startswith, quote.places))


def _said_at_once(statement: str, quote: Quote) -> float:
    """Of the statement's pairs of characters, how many two neighbouring clauses of the quote hold:
    who sent a greeting did not come because others did. What the names around it say already counts
    only where they say nearly all of it."""
    folded = fold(statement)
    said = pairs_in(folded, fold(f"{quote.title} {quote.article or ''}"))
    said = said if len(said) >= FEWEST else pairs_in(folded)
    clauses = CLAUSES.findall(fold(quote.text))
    both = ["".join(clauses[at : at + 2]) for at in range(max(len(clauses) - 1, 1))]
    best = max(both, key=lambda each: sum(pair in each for pair in said))
    if any(name in best and name not in folded for name in quote.people):
        return 0.0  # somebody else may have done it
    return sum(pair in best for pair in said) / max(len(said), 1)
