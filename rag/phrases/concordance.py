"""Every place where a phrase stands, each in its sentence and counted by issue: never the best ones only.

What is compared is folded, so that marks, spaces, widths and script do not matter; what is shown and
marked is the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from rag.answer.cite import citation, house_style
from rag.errors import RequestError
from rag.records import Bulletin, Citation, Scope, Unit
from rag.search.fold import letters
from rag.search.library import Library

LONGEST_PHRASE = 500
NEARBY = 32
"""Letters around a difference that are matched at once."""
_SENTENCES = re.compile(r"[。！？!?；;…\n]+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place: the sentence, or the neighbouring sentences that the phrase crosses."""

    citation: Citation
    """Of the sentence in which the phrase begins."""
    article: int
    text: str
    spans: tuple[Span, ...]
    """Where in `text` the phrase stands."""


@dataclass(frozen=True, slots=True)
class Count:
    bulletin: Bulletin
    times: int


@dataclass(frozen=True, slots=True)
class Concordance:
    phrase: str
    mentions: tuple[Mention, ...]
    counts: tuple[Count, ...]
    """One for each issue that has the phrase, in the order of the bulletins."""

    @property
    def times(self) -> int:
        return sum(each.times for each in self.counts)


def concordance(library: Library, phrase: str, scope: Scope) -> Concordance:
    if not letters(phrase):
        raise RequestError("没有可查的字（nothing to look for）：请输入一个词或一句原文。")
    if len(phrase) > LONGEST_PHRASE:
        raise RequestError(
            f"要查的词句有 {len(phrase)} 个字，最多 {LONGEST_PHRASE} 个（too long）。"
        )
    found = [
        _mention(library, n, units, phrase)
        for n, units in enumerate(_places(library, phrase, scope), 1)
    ]
    times: dict[str, int] = {}
    for each in found:
        times[each.citation.document] = times.get(each.citation.document, 0) + len(each.spans)
    counts = [Count(each, times[each.name]) for each in library.bulletins() if each.name in times]
    return Concordance(phrase, tuple(found), tuple(counts))


def phrase_record(found: Concordance) -> dict[str, Any]:
    """What the command line and the API give."""
    return {
        "phrase": found.phrase,
        "times": found.times,
        "issues": [
            {
                "document": each.bulletin.name,
                "title": each.bulletin.title,
                "issue": each.bulletin.issue,
                "times": each.times,
            }
            for each in found.counts
        ],
        "places": [
            {
                "citation": asdict(each.citation),
                "reference": house_style(each.citation),
                "text": each.text,
                "spans": each.spans,
            }
            for each in found.mentions
        ],
    }


def _places(library: Library, phrase: str, scope: Scope) -> Iterator[Sequence[Unit]]:
    parts = [part for part in _SENTENCES.split(phrase) if letters(part)]
    if len(parts) == 1:
        for unit in library.units_holding(phrase, scope):
            yield [unit]
        return
    # It may cross from one sentence into the next: articles that hold its longest part are read.
    holding = library.units_holding(max(parts, key=len), scope)
    for key, number in dict.fromkeys((unit.document, unit.article) for unit in holding):
        article = library.article(key, number)
        yield from _across(library.units_within(key, article.start, article.end), phrase)


def _across(units: Sequence[Unit], phrase: str) -> Iterator[Sequence[Unit]]:
    """The runs of neighbouring sentences that hold the phrase, each run once."""
    wanted = letters(phrase)
    texts = [letters(unit.text) for unit in units]
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text))
    runs: dict[Span, None] = {}
    whole = "".join(texts)
    at = whole.find(wanted)
    while at >= 0:
        first = bisect_right(starts, at) - 1
        last = bisect_right(starts, at + len(wanted) - 1) - 1
        runs[first, last + 1] = None
        at = whole.find(wanted, at + len(wanted))
    for first, end in runs:
        yield units[first:end]


def _mention(library: Library, n: int, units: Sequence[Unit], phrase: str) -> Mention:
    first, last = units[0], units[-1]
    bulletin = library.bulletin(first.document)
    article = library.article(first.document, first.article)
    text = first.text
    if len(units) > 1:
        text = library.clean_text(first.document)[first.start : last.end]
    cited = citation(n, first, bulletin, article)
    return Mention(cited, first.article, text, spans(text, phrase))


# ------------------------------------------------------------------------- where in the sentence


def spans(text: str, phrase: str) -> tuple[Span, ...]:
    """Where the phrase stands in a text of which it is known that it is there; else all of it."""
    found = _as_written(text, phrase.strip())
    for start, end in _as_folded(text, letters(phrase)):
        if all(end <= other[0] or start >= other[1] for other in found):
            found.append((start, end))
    return tuple(sorted(found)) or ((0, len(text)),)


def _as_written(text: str, phrase: str) -> list[Span]:
    return [match.span() for match in re.finditer(re.escape(phrase), text)] if phrase else []


def _as_folded(text: str, wanted: str) -> Iterator[Span]:
    if not wanted:
        return
    folded, sources = _sources(text)
    for match in re.finditer(re.escape(wanted), folded):
        yield sources[match.start()][0], sources[match.end() - 1][1]


def _sources(text: str) -> tuple[str, list[Span]]:
    """The folded letters, and for each the characters of the text that it comes from."""
    single = [(at, letter) for at, each in enumerate(text) for letter in _folded_alone(each)]
    folded, alone = letters(text), "".join(letter for _, letter in single)
    if folded == alone:
        return folded, [(at, at + 1) for at, _ in single]
    # Numerals are folded by what stands beside them (十月 to 10月): those come from all of their run.
    sources: list[Span] = []
    for equal, a, b, c, d in _aligned(alone, folded):
        if equal:
            sources += [(at, at + 1) for at, _ in single[a:b]]
        else:
            run = single[a:b] or single[max(a - 1, 0) : a + 1]
            sources += [(run[0][0], run[-1][0] + 1)] * (d - c)
    return folded, sources


def _aligned(alone: str, folded: str) -> Iterator[tuple[bool, int, int, int, int]]:
    """Stretches of both that are equal, or stand for each other. Matched near each difference and no
    further: a sentence can be as long as a file, and matching all of it would take hours."""
    i = j = 0
    while i < len(alone) or j < len(folded):
        same, most = 0, min(len(alone) - i, len(folded) - j)
        while same < most and alone[i + same] == folded[j + same]:
            same += 1
        if same:
            yield True, i, i + same, j, j + same
            i, j = i + same, j + same
            continue
        reach = NEARBY
        while True:
            near, like = alone[i : i + reach], folded[j : j + reach]
            first, *others = SequenceMatcher(None, near, like, autojunk=False).get_opcodes()
            if others or reach >= max(len(alone) - i, len(folded) - j):
                break
            reach *= 2  # no letter in common yet
        yield False, i, i + first[2], j, j + first[4]
        i, j = i + first[2], j + first[4]


@lru_cache(maxsize=10_000)
def _folded_alone(character: str) -> str:
    return letters(character)
