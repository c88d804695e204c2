"""A figure tells of what its own clause speaks of: in 发了早餐，为1400名农民工体检 the 1400 had no breakfast."""

from __future__ import annotations

import re

from rag.answer.asked_for import could_be
from rag.answer.evidence import Evidence
from rag.answer.generate.lead import EACH
from rag.question.asked import Asked
from rag.question.kind import Want
from rag.search.fold import CHINESE, fold
from rag.search.library import Library
from rag.search.sentences import Question

CLAUSE = re.compile("(?<=[，,。；;：:、！!])")
SHARE = 0.5
LEAST = -0.18
"""Of the words beside the question word a clause with a figure has to say SHARE of what its whole sentence
says, but for LEAST: who asks in other words meets little in either. Of 35 questions for one figure that have no
answer and were given one, 4 fall below it, and 2 of 109 that have one; with -0.1 it is 12 and 5, and
short questions among the 5: 湟源给多少人发了清凉礼包."""
LEAST_OF_KNOWN = 0.13
"""More than that, where the question itself tells a figure of the thing: that there were 150人 stands in
the text, and whoever knows it asks for what often does not. Of 8 such questions without an answer 7 fall
below it, of 24 with one 3."""
WORTH = re.compile("价|值(?!班|守|勤|得)")
"""总价值近40万元 stands alone behind what is worth so much."""


def tells_another_figure(library: Library, asked: Asked, evidence: Evidence) -> bool:
    """Whether what is asked stands in the chosen sentences, and every figure of them in a clause that
    speaks of something else. English words meet too few in any clause to tell."""
    wants = asked.sought.wants
    only_figures = bool(wants) and all(want.kind == "how_many" for want in wants)
    if not only_figures or not CHINESE.search(asked.text):
        return False
    if EACH.search(asked.text) or not evidence.chosen:
        return False
    return all(_is_of_another(library, asked, want, evidence) for want in wants)


def _is_of_another(library: Library, asked: Asked, want: Want, evidence: Evidence) -> bool:
    with_figures = [
        clause
        for each in evidence.chosen
        for clause in CLAUSE.split(each.unit.text)
        if clause.strip() and could_be(want, clause, asked.sought.known)
    ]
    if any(thing[-2:] in fold(each) for thing in asked.sought.counted for each in with_figures):
        return False
    if WORTH.search(want.clause) and any(map(WORTH.search, with_figures)):
        return False
    question = Question(library, asked.weighed, asked.asks_at)
    found = question.match([(clause, "", "") for clause in with_figures])
    said = max((each.beside for each in found), default=0.0)
    least = LEAST_OF_KNOWN if asked.sought.known else LEAST
    return said - SHARE * max(each.beside for each in evidence.chosen) < least
