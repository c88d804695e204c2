"""The answer without a language model: the sentences that answer, cut to what answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from rag.answer.asked_for import ANNOUNCES
from rag.answer.generate.affirm import affirmed
from rag.answer.generate.lead import how_far_apart, lead
from rag.answer.quote import Quote, Sentence
from rag.answer.same_thing import asked_apart
from rag.question.kind import is_compared
from rag.search.fold import fold

SHORT_ENOUGH = 250
"""A sentence up to this length is quoted whole. Of 391 tune questions 0.78 are answered right so,
with 150 0.77; what is cut away is oftener the answer than a burden to the reader."""
SHORTEST_CUT = 30

YES = "是的。"
AS_IT_STANDS = "［原文如此］"
GARBLED = re.compile("[\ufffd\ue000-\uf8ff]|[?？]{3,}|[□■]{3,}")
"""Signs that no font and no decoder knew."""
JOIN = "[、和与跟同]"
CLAUSE_END = re.compile(r"[，；：。！？][”’）》]*")


class Extractive:
    """Quotes what it is given, the direct answer in front where the kind of question allows one."""

    mode = "extractive"
    name = "摘录原文"

    def write(self, question: str, quotes: Sequence[Quote]) -> Iterator[Sentence]:
        labels = _sides(question, quotes)
        if not labels and _side_by_side(question, quotes):
            quotes = sorted(quotes, key=lambda quote: quote.date or "", reverse=True)
            labels = _labels(quotes)
        if labels:
            if far := how_far_apart(question, quotes):
                yield far
            for quote, label in zip(quotes, labels, strict=True):
                yield _said(quote, f"{label}：" if label else "")
            return
        if quotes and (said := lead(question, quotes[0])):
            yield Sentence(said, (quotes[0].n,))
        for place, quote in enumerate(quotes):
            yes = YES if place == 0 and affirmed(question, quotes) else ""
            yield _said(quote, f"{yes}{_whose(question, quote)}")

    def completed(self, question: str, turns: Sequence[str]) -> str | None:
        return None


def _labels(quotes: Sequence[Quote]) -> list[str]:
    """The issue, else the title; with its date where others have the same."""
    dates: dict[str, set[str | None]] = {}
    for quote in quotes:
        dates.setdefault(quote.issue or quote.title, set()).add(quote.date)
    names = [quote.issue or quote.title for quote in quotes]
    return [
        f"{name}（{quote.date}）" if quote.date and len(dates[name]) > 1 else name
        for name, quote in zip(names, quotes, strict=True)
    ]


def _said(quote: Quote, label: str) -> Sentence:
    """With a warning in front of words that the source itself has garbled or broken off: they are
    not mended."""
    garbled = AS_IT_STANDS if quote.broken_off or GARBLED.search(quote.text) else ""
    return Sentence(ended(quote.text), (quote.n,), f"{label}{garbled}")


def _side_by_side(question: str, quotes: Sequence[Quote]) -> bool:
    """Whether two bulletins are compared, or say the same thing with different figures: then each is
    named, the newest first, the undated last."""
    several = len({(quote.title, quote.issue, quote.date) for quote in quotes}) > 1
    if not several or is_compared(question):
        return several
    one, other = quotes[:2]
    return (
        one.places_spoken_of == other.places_spoken_of
        and asked_apart(question, one.text, other.text) is not None
    )


def _sides(question: str, quotes: Sequence[Quote]) -> list[str]:
    """Of a comparison, for each quote the side that it is about, where its own words do not say it: a
    place or person that is named around it and around no other, else what the question shares with
    the title of its article and of no other. Empty where nothing is compared."""
    if not is_compared(question) or len(quotes) < 2:
        return []
    titles = [quote.article or "" for quote in quotes]
    sides = []
    for quote in quotes:
        others = {name for other in quotes if other.about != quote.about for name in other.about}
        elsewhere = "\n".join(title for title in titles if title != quote.article)
        sides.append(
            _longest(name for name in quote.about if name not in others)
            or _longest(run for run in _of_the_title(question, quote) if run not in elsewhere)
        )
    if len(set(sides)) < 2:
        return []
    return ["" if side in quote.text else side for side, quote in zip(sides, quotes, strict=True)]


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
    if ANNOUNCES.search(text):
        return text
    return f"{text.rstrip('，；：、')}。" if text.endswith(("，", "；", "：", "、")) else text


def cut(
    text: str,
    worth: Callable[[Sequence[str]], Sequence[float]],
    answers: Callable[[str], bool] = lambda run: True,
) -> tuple[int, int]:
    """The span of the clauses that answer: of a long sentence the shortest run of neighbouring
    clauses that keeps nearly all that `worth` finds in it, and what `answers` if anything does: the
    day with which it begins."""
    if len(text) <= SHORT_ENOUGH:
        return 0, len(text)
    spans = clauses(text)
    values = worth([text[start:end] for start, end in spans])
    wanted = 0.95 * sum(values)
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


def clauses(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for match in CLAUSE_END.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans
