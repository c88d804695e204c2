"""是的 in front of the quote that carries what a question states; 否 where it has another figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answer.check.quantities import PLAN
from rag.answer.facts import dates, even, numbers
from rag.answer.generate.clauses import CLAUSES, of_what_is_asked, pairs_in
from rag.answer.generate.person import BESIDE, HELD
from rag.answer.generate.spans import BOUND
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
CLEFT = re.compile("是(?=.*的$)")
"""是12月3日召开的: it was held, on whichever day."""
IS = re.compile("(?P<who>[\u4e00-\u9fff]{2,4})[就还]?是(?P<post>[\u4e00-\u9fff]{2,12})(?<!的)")
"""What somebody is, has to stand beside his name: 全国人大青海代表团 makes nobody 全国人大代表."""
COUNTED_FIRST = re.compile(
    r"(?P<number>\d[\d.]*[万亿余多]*[\u4e00-\u9fff])(?P<thing>[\u4e00-\u9fff]{2,})$"
)
"""建了266家书屋 is 建了书屋266家."""


def yes_or_no(question: str, quotes: Sequence[Quote]) -> str:
    """是的, or 否 with the figure that the first quote has; empty where neither is sure."""
    if affirmed(question, quotes):
        return "是的。"
    figure = otherwise(question, quotes)
    return f"否，是{figure}。" if figure else ""


def affirmed(question: str, quotes: Sequence[Quote]) -> bool:
    """Whether what is asked, said as a statement, is carried by the first quote: the checks of a
    written sentence decide. What they do not let pass may be true all the same."""
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
    is_one = IS.fullmatch(YES_NO.sub(_kept, stated).strip("?。 "))
    if is_one and is_one["who"] in quote.people:
        held = HELD.format(f"(?<!副){is_one['post']}", is_one["who"])
        return re.search(held, text) is not None
    return any(
        _is_about(statement, quote)
        and _counts_that(statement, quote)
        and _said_at_once(statement, quote) >= AFFIRMED
        and problem(Sentence(f"{statement}。", (quote.n,)), [quote]) is None
        for statement in _statements(question, quote)
    )


def _counts_that(statement: str, quote: Quote) -> bool:
    """Not of 1719名职工吃上早餐；135名快递员体检 that 135名职工吃上早餐."""
    for start, end, kind in _figures(even(statement)):
        there = [(s, e) for s, e, other in _figures(even(quote.text)) if other == kind]
        best = of_what_is_asked(there, pairs_in(fold(statement)), quote.text)
        said = fold(statement[start:end])
        if any(fold(quote.text[s:e]) == said for s, e in there) and not any(
            fold(quote.text[s:e]) == said for s, e in best
        ):
            return False
    return True


def otherwise(question: str, quotes: Sequence[Quote]) -> str | None:
    """The figure of the first quote with which what is asked would be so: another number of the same
    unit, or another day of what is known to have been. Of anything else a text that does not say so
    does not say that it is not so."""
    asked = even(question)
    if not quotes or len(figures := _figures(asked)) != 1:
        return None
    [(start, end, kind)] = figures
    there = [(s, e) for s, e, other in _figures(even(quotes[0].text)) if other == kind]
    if kind == "day" and not CLEFT.search(YES_NO.sub("", asked).strip("?。 ")):
        return None
    said = list(dict.fromkeys(quotes[0].text[s:e] for s, e in there))
    if fold(asked[start:end]) in map(fold, said):
        return None
    fitting = [
        figure for figure in said if affirmed(f"{asked[:start]}{figure}{asked[end:]}", quotes)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _figures(text: str) -> list[tuple[int, int, str]]:
    """Exact ones: 30余家 may be any number, and 超过20家 are."""
    days = [(each.start, each.end, "day") for each in dates(text) if each.month and each.day]
    counted = [
        (each.start, each.end, each.unit)
        for each in numbers(text)
        if each.unit
        and not each.ordinal
        and not each.vague
        and not BOUND.search(text[: each.start])
    ]
    return [*days, *counted]


def _statements(question: str, quote: Quote) -> list[str]:
    """What is asked, said in the ways that mean the same."""
    stated, text = fold(ASIDE.sub("", question)), fold(quote.text)
    found = [YES_NO.sub(said, stated).strip("?。 ") for said in (_kept, "")]
    found += [CLEFT.sub("", each).removesuffix("的") for each in found if CLEFT.search(each)]
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
    if BESIDE.search(best) and not BESIDE.search(folded):
        return 0.0
    if any(name in best and name not in folded for name in quote.people):
        return 0.0  # somebody else may have done it
    return sum(pair in best for pair in said) / max(len(said), 1)
