"""When it was: the date that stands with the deed asked for, of those that a sentence has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from rag.answer.facts import Date, dates, even
from rag.answer.generate.clauses import Clause, best_of, clauses_of, pairs_in
from rag.answer.generate.spans import Span, whole
from rag.question.kind import Want
from rag.search.fold import fold

ANOTHER = re.compile(r"\d\s*[、和及与]\s*$")
"""Before a year: 2016、2017年度 are two."""
AND = re.compile(r"[、和及与]\s*")
IN_FRONT = re.compile(
    "[(（]?(?:早在|始于|自从|截[至止]|其中|今年|去年|当年|同年|此前|[自从于在到至])*|.*(?:的|特别|尤其)是"
)
"""All that may stand before a date that opens its clause: it holds for those that follow, too."""
OF_A_THING = re.compile("(?P<said>[^，。；：、,;:()（）]{0,14}?)的(?!时候|同时)")
"""2023年3月印发的《办法》: the day of what stands between it and 的, and of nothing else."""
OF_A_YEAR = re.compile("(?<=年)(?:度|[“《])")
"""2024年度评审会, 2023年“建功”竞赛: which one it is, not when it was."""
ASIDE = re.compile("(?:[时后中上]|期间|以来)?的(?P<thing>[\u4e00-\u9fff]{2})")
"""传达调研时的讲话: it is the speech that this is about, not the visit."""
FEWEST = 3
"""Characters by which one can tell where the deed stands."""


def the_date(want: Want, question: str, text: str) -> list[str]:
    """As they are written: one where one date is that of the deed. Where the day is asked for, a year
    is no answer, nor a day where the year is."""
    found = [
        each
        for each in dates(text)
        if (want.unit != "日" or each.day) and (want.unit != "年" or each.year)
    ]
    if any(ANOTHER.search(text[: each.start]) for each in found) or _in_a_row(text, found):
        return []
    asked = fold(question)
    rest = f"{asked[: want.start]} {asked[want.end :]}"
    plain = even(text)
    spans = whole(text, [(each.start, each.end) for each in found])
    if not spans or _is_said_aside(rest, plain):
        return []
    said = [text[start:end] for start, end in _of_the_deed(spans, rest, plain)]
    return _finest(said) if len(said) > 1 else said


def _in_a_row(text: str, found: Sequence[Date]) -> bool:
    """4月7日、9日: on both."""
    return any(
        AND.match(text[one.end : other.end]) and other.start <= one.end + 1
        for one, other in zip(found, found[1:], strict=False)
    )


def _is_said_aside(rest: str, text: str) -> bool:
    """Whether the deed only tells which thing the sentence is about."""
    match = SequenceMatcher(None, rest, text, autojunk=False).find_longest_match()
    if match.size < FEWEST:
        return False
    aside = ASIDE.match(text, match.b + match.size)
    return aside is not None and aside["thing"] not in rest


def _of_the_deed(spans: Sequence[Span], rest: str, text: str) -> list[Span]:
    asked = pairs_in(rest)
    if not asked:  # in English, the clauses of a quote cannot be told apart
        return list(spans)
    clauses = clauses_of(text, asked)
    best = best_of(clauses)
    of_a_thing, opening, inside = [], [], []
    for span in spans:
        here = next(each for each in clauses if each.start <= span[0] < each.end)
        if thing := OF_A_THING.match(text, span[1]):
            if any(pair in thing["said"] for pair in asked):
                of_a_thing.append(span)
        elif OF_A_YEAR.match(text, span[1]):
            continue
        elif _opens(span, here, text):
            opening.append((span, here))
        elif here == best:
            inside.append(span)
    if of_a_thing:
        return of_a_thing
    return [*_holding(best, opening), *inside]


def _opens(span: Span, clause: Clause, text: str) -> bool:
    before = text[clause.start : span[0]].strip()
    return IN_FRONT.fullmatch(before) is not None


def _holding(best: Clause, opening: Sequence[tuple[Span, Clause]]) -> list[Span]:
    """The last date that opens a clause no later than the best one."""
    before = [(span, clause) for span, clause in opening if clause.start <= best.start]
    return [span for span, clause in before if clause == before[-1][1]]


def _finest(said: Sequence[str]) -> list[str]:
    """Of a day and a year, the day: 12月3日，县总工会启动2024年… is told with both."""
    days = [each for each in said if "月" in each or "日" in each]
    return days or list(said)
