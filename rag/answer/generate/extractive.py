"""The answer without a language model: the sentences that answer, cut to what answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from rag.answer.asked_for import announces_a_list
from rag.answer.generate.affirm import yes_or_no
from rag.answer.generate.lead import how_far_apart, lead
from rag.answer.quote import Quote, Sentence
from rag.answer.same_thing import all_asked_apart
from rag.question.kind import is_compared
from rag.search.fold import fold

SHORT_ENOUGH = 250
"""A sentence up to this length is quoted whole. Of 391 tune questions 0.78 are answered right so,
with 150 0.77; what is cut away is oftener the answer than a burden to the reader."""
SHORTEST_CUT = 30
LONGEST_CUT = 320
"""What is longer fills an answer to its end: then less of what the question says has to stand in it."""
KEPT = (0.95, 0.8, 0.65, 0.5)
"""Shares of it, the first that is short enough."""

AS_IT_STANDS = "［原文如此］"
GARBLED = re.compile("[\ufffd\ue000-\uf8ff]|[?？]{3,}|[□■]{3,}")
"""Signs that no font and no decoder knew."""
JOIN = "[、和与跟同]"
PART_KEPT = 0.7
"""Of what a sentence says of the question, so much a part between two ； has to say. Of the tune
questions' quotes 25 are cut so, and no fact that was asked for goes; with 0.5 it does from 2."""
PART_END = re.compile("；[”’）》]*(?=.)")
CLAUSE_END = re.compile(r"[，；：。！？][”’）》]*")


class Extractive:
    """Quotes what it is given, the direct answer in front where the kind of question allows one."""

    mode = "extractive"
    name = "摘录原文"

    def write(self, question: str, quotes: Sequence[Quote]) -> Iterator[Sentence]:
        lines = _labelled(question, quotes)
        if not lines and _side_by_side(question, quotes):
            newest = sorted(quotes, key=lambda quote: quote.date or "", reverse=True)
            lines = [(quote, f"{_printed(quote)}：") for quote in newest]
        if lines:
            if far := how_far_apart(question, [quote for quote, _ in lines]):
                yield far
            for quote, label in lines:
                yield _said(quote, label)
            return
        if quotes and (said := lead(question, quotes[0])):
            yield Sentence(said, (quotes[0].n,))
        for place, quote in enumerate(quotes):
            yes = yes_or_no(question, quotes) if place == 0 else ""
            yield _said(quote, f"{yes}{_whose(question, quote)}")

    def completed(self, question: str, turns: Sequence[str]) -> str | None:
        return None


def _said(quote: Quote, label: str) -> Sentence:
    """With a warning in front of words that the source itself has garbled or broken off: they are
    not mended."""
    garbled = AS_IT_STANDS if quote.broken_off or GARBLED.search(quote.text) else ""
    return Sentence(ended(quote.text), (quote.n,), f"{label}{garbled}")


def _printed(quote: Quote) -> str:
    """By which a bulletin is told from another, and when it was."""
    return quote.issue or f"{quote.title}（{quote.dated}）"


def _side_by_side(question: str, quotes: Sequence[Quote]) -> bool:
    """Whether two bulletins are compared, or say the same thing with different figures: then each is
    named, the newest first, the undated last."""
    several = len({(quote.title, quote.issue, quote.date) for quote in quotes}) > 1
    if not several or is_compared(question):
        return several
    one, other = quotes[:2]
    return one.places_spoken_of == other.places_spoken_of and bool(
        all_asked_apart(question, one.text, other.text)
    )


def _labelled(question: str, quotes: Sequence[Quote]) -> list[tuple[Quote, str]]:
    """Of a comparison, each quote behind the side that it is about and when that was said. Where two
    sides have theirs, what is about neither is left out: of five such tune questions none loses a
    fact. Empty where nothing is compared."""
    sides = _sides(question, quotes)
    both = len({*sides} - {""}) > 1
    return [
        (quote, f"{side}（{quote.dated}）：" if side else f"{quote.dated}：")
        for side, quote in zip(sides, quotes, strict=False)
        if side or not both
    ]


def _sides(question: str, quotes: Sequence[Quote]) -> list[str]:
    """For each quote a place or person of the question that is named around it and around no other;
    where things are compared in so many words, else what the question shares with the title of its
    article and of no other. Empty where there are no two sides."""
    if len(quotes) < 2:
        return []
    named = []
    for quote in quotes:
        others = {name for other in quotes if other.about != quote.about for name in other.about}
        named.append(quote.side or _longest(name for name in quote.about if name not in others))
    if not is_compared(question):
        asked = fold(question)
        apart = all(side and fold(side) in asked for side in named)
        return named if apart and len(set(named)) > 1 else []
    titles = [quote.article or "" for quote in quotes]
    sides = []
    for side, quote in zip(named, quotes, strict=True):
        elsewhere = "\n".join(title for title in titles if title != quote.article)
        runs = (run for run in _of_the_title(question, quote) if run not in elsewhere)
        sides.append(side or _longest(runs))
    return sides if len(set(sides)) > 1 else []


def _whose(question: str, quote: Quote) -> str:
    """Whose profile a quote is from, where neither it nor the question says so."""
    unsaid = quote.whose and quote.whose not in quote.text and quote.whose not in fold(question)
    return f"{quote.whose}：" if unsaid else ""


def _longest(names: Iterable[str]) -> str:
    return max(names, key=len, default="")


def _of_the_title(question: str, quote: Quote) -> list[str]:
    """What a title says of a side: the stretches that stand at a 和 of the question."""
    return [
        run
        for run in _shared_runs(question, quote.article or "")
        if re.search(f"{JOIN}{run}|{run}[^，。？?]{{0,6}}{JOIN}", question)
    ]


def _shared_runs(question: str, title: str) -> list[str]:
    """The longest stretches of Chinese characters that both have."""
    found = SequenceMatcher(None, question, title, autojunk=False).get_matching_blocks()
    runs = (question[each.a : each.a + each.size] for each in found)
    return [run for each in runs for run in re.findall("[\u4e00-\u9fff]{2,}", each)]


def ended(quote: str) -> str:
    """The quote as a sentence: where it was cut behind a clause it ends here. A row of a table or a
    list has no mark and gets none; its cells are set apart."""
    text = quote.strip().replace("\t", "　")
    if announces_a_list(text):
        return text
    return f"{text.rstrip('，；：、')}。" if text.endswith(("，", "；", "：", "、")) else text


def cut(
    text: str,
    worth: Callable[[Sequence[str]], Sequence[float]],
    answers: Callable[[str], bool] = lambda run: True,
    for_one: bool = False,
) -> tuple[int, int]:
    """The span of the clauses that answer: of a long sentence the shortest run of neighbouring
    clauses that keeps nearly all that `worth` finds in it, and what `answers` if anything does: the
    day with which it begins. `for_one` thing that is asked for, one part of a sentence in parts will
    do, however short the sentence."""
    if for_one and (part := _part(text, worth, answers)):
        return part
    if len(text) <= SHORT_ENOUGH:
        return 0, len(text)
    spans = clauses(text)
    values = worth([text[start:end] for start, end in spans])
    for share in KEPT:
        start, end = _shortest_run(text, spans, values, share * sum(values), answers)
        if end - start <= LONGEST_CUT:
            break
    return start, end


def _shortest_run(
    text: str,
    spans: Sequence[tuple[int, int]],
    values: Sequence[float],
    wanted: float,
    answers: Callable[[str], bool],
) -> tuple[int, int]:
    best = (0, len(text))
    for first in range(len(spans)):
        gained = 0.0
        for last in range(first, len(spans)):
            gained += values[last]
            start, end = spans[first][0], spans[last][1]
            if gained >= wanted and end - start >= SHORTEST_CUT and answers(text[start:end]):
                if end - start < best[1] - best[0]:
                    best = (start, end)
                break
    return best


def _part(
    text: str, worth: Callable[[Sequence[str]], Sequence[float]], answers: Callable[[str], bool]
) -> tuple[int, int] | None:
    """What stands between two ；, where it says alone most of what the sentence says of the question."""
    ends = [match.end() for match in PART_END.finditer(text)]
    spans = list(zip([0, *ends], [*ends, len(text)], strict=True))
    if len(spans) < 2:
        return None
    parts = [text[start:end] for start, end in spans]
    *values, whole = worth([*parts, text])
    best = max(values)
    at = values.index(best)
    if best < PART_KEPT * whole or len(parts[at]) > SHORT_ENOUGH:
        return None
    return spans[at] if answers(parts[at]) else None


def clauses(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for match in CLAUSE_END.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans
