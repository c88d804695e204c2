"""The direct answer in front of the quote, where the kind of question allows one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rag.answer.asked_for import THINGS
from rag.answer.check.quantities import PLAN
from rag.answer.facts import Number, numbers
from rag.answer.generate.clauses import beside_what_is_asked, of_what_is_asked, pairs_in
from rag.answer.generate.day import the_date
from rag.answer.generate.person import the_person
from rag.answer.generate.spans import Span, whole
from rag.answer.generate.units import units
from rag.answer.quote import Quote, Sentence
from rag.answer.same_thing import asked_apart, difference
from rag.question.kind import Want, wants
from rag.search.fold import CHINESE, fold, letters

SHARED = 0.1
"""Of the pairs of characters that a question has besides its question word, the quote must hold more
than this share. On the tune questions 17 of 19 right leads do, and 4 of 10 that answered what has no
answer do not. Of people it lets 20 leads through, all right."""
SAID_AGAIN = 0.5
"""Or, of when something was, more than this share of the whole question, though the names around the
quote say that, too: the first sentence of an article says its title again, and the day."""
SAYS = 0.17
"""In English, of what the names around it leave unsaid, so much the quote must say, word by word. On
the tune questions 7 of 8 right leads do, and none of 3 that answered what has no answer."""

SESSION = re.compile("第[一二三四五六七八九十百\\d]+[届次批期]")
YEAR = re.compile("(?<!\\d)(?:19|20)\\d\\d(?=年)")
PLACE = re.compile("([\u4e00-\u9fff]{2})[省市州县区]")
OF_THESE = re.compile("其中[^，；。]*")
ANY_THING = {"个", *THINGS}
"""Of one thing a question may say 条 and a text 个."""
BEFORE = re.compile("^[（(][^（）()]+[）)]")
"""The question before, where this one goes on from it."""
THERE_ARE = re.compile("有(?:多少|几)")
GIVEN = re.compile("[为给向对]\\s?$")
"""Before a figure: 为114个工会配备 does not say how many there are."""
TIMES = re.compile("人次$")
NOT_SO = re.compile("未(?!来)|没|尚无|不(?!是|说|少于|超过|到|断)")
EACH = re.compile("分别|各(?:[是由有自为占]|.{0,3}[几多])")
"""Several things are asked for, of which one would be half an answer."""
DIFFERENCE = re.compile(
    "差(?:了|别|距)?(?:是|有)?多少|[多少][了出]?多少|增[加长](?:了|到)?多少|difference"
)
WORK = re.compile("《([^《》]+)》")
"""Whoever it is about, it must be about this work."""


def lead(question: str, quote: Quote) -> str | None:
    """The one number, date or person of the quote that is of the kind asked for. None where two
    things are asked for, or the quote has two that would do, or says little of what is asked: a wrong
    lead is worse than none."""
    asked = wants(question)
    if len(asked) != 1 or EACH.search(question) or not _speaks_of_it(question, asked[0], quote):
        return None
    if _is_of_another(question, quote):
        return None
    if asked[0].kind == "how_many":
        found = _numbers(asked[0], question, quote)
    elif asked[0].kind == "when":
        found = the_date(asked[0], question, quote.text)
    else:
        found = the_person(asked[0], question, quote)
    if len(set(found)) != 1:
        return None
    said = found[0].strip()
    if asked[0].kind != "who" and fold(said) in fold(question):
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


def _speaks_of_it(question: str, want: Want, quote: Quote) -> bool:
    if not CHINESE.search(question):
        return quote.says >= SAYS
    asked, names = fold(question), fold(f"{quote.title} {quote.article or ''}")
    known = letters(f"{quote.text} {names} {quote.around}")
    if any(letters(work) not in known for work in WORK.findall(question)):
        return False
    rest = f"{asked[: want.start]} {asked[want.end :]}"
    if _share(pairs_in(rest, names), quote) > SHARED:
        return True
    return want.kind == "when" and _share(pairs_in(rest), quote) > SAID_AGAIN


def _is_of_another(question: str, quote: Quote) -> bool:
    """Another year, place or session than the question names, as far as one can tell: the reader may
    want the quote all the same, but its figure would mislead."""
    asked = fold(question)
    known = fold(
        f"{quote.text} {quote.title} {quote.article or ''} {quote.around} {quote.issue or ''}"
    )
    if any(each not in known for each in SESSION.findall(asked)):
        return True
    if years := [year for year in YEAR.findall(asked) if year not in known]:
        said = YEAR.findall(fold(quote.text))
        printed = YEAR.match(f"{(quote.date or '')[:4]}年")
        if said or (printed and not {*years} <= {printed[0], str(int(printed[0]) - 1)}):
            return True
    spoken_of = quote.places_spoken_of
    if not spoken_of or any(place in asked for place in spoken_of):
        return False
    named = PLACE.findall(asked)
    return bool(named) and not any(place in known for place in named)


def _share(pairs: set[str], quote: Quote) -> float:
    text = fold(quote.text)
    return sum(pair in text for pair in pairs) / max(len(pairs), 1)


def _numbers(want: Want, question: str, quote: Quote) -> list[str]:
    """Those counted in the unit asked for, as they are written; any, where the question names none
    and the quote has but one. Of 224家，其中5家… it is the whole that is asked for."""
    wanted, text = units(want, question), quote.text
    if wanted is None:
        return []
    if _asks_for_a_part(question, text) or (PLAN.search(text) and not PLAN.search(question)):
        return []
    parts = [part.span() for part in OF_THESE.finditer(text)]
    every = [each for each in numbers(text) if not each.ordinal]
    found = [
        (each.start, each.end)
        for each in every
        if (not wanted or each.unit in wanted or _is_of(wanted, each))
        and _says_of_what(each)
        and not any(start <= each.start < end for start, end in parts)
        and not (THERE_ARE.search(question) and GIVEN.search(text[: each.start]))
    ]
    names = fold(f"{quote.title} {quote.article or ''}")
    in_clause = pairs_in(want.clause, names)
    spans: Sequence[Span] = whole(text, found)
    for asked in (in_clause, pairs_in(fold(question), names), pairs_in(fold(question))):
        if len(spans) > 1:
            spans = of_what_is_asked(spans, asked, text)
    if len(spans) > 1 and wanted and not parts:
        spans = beside_what_is_asked(spans, fold(BEFORE.sub("", question)), text)
    of_things = [each for each in every if each.unit in ANY_THING and ANY_THING & {*wanted}]
    things = [(each.start, each.end) for each in of_things]
    if not {*spans} & {*of_what_is_asked([*spans, *things], in_clause, text)}:
        return []  # 意见18条，转化运用21个措施: of 运用 it tells in another unit
    said = [text[start:end] for start, end in spans]
    return [each for each in said if not TIMES.search(each)] or said


def _is_of(wanted: Collection[str], number: Number) -> bool:
    """慰问劳模360余人次 tells how many were visited, where no other figure does."""
    return number.unit == "人次" and "人" in wanted


def _asks_for_a_part(question: str, text: str) -> bool:
    """Of 300人，其中女职工100人 who asks for 女职工; or for what is not so, where the text says what is."""
    asked, whole = pairs_in(fold(question)), fold(OF_THESE.sub("", text))
    parts = fold("，".join(OF_THESE.findall(text)))
    if any(pair in parts and pair not in whole for pair in asked):
        return True
    return NOT_SO.search(question) is not None and NOT_SO.search(text) is None


def _says_of_what(number: Number) -> bool:
    """750千伏, the unit of which is not known, is not 750."""
    return bool(number.unit) or number.text.rstrip("余多")[-1:] in "万亿"
