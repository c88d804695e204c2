"""Every place where a phrase stands, one below the other, as many as an answer has room for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from rag.answer.cite import house_style, shortened
from rag.records import Citation, bulletin_name

MOST_PLACES = 40
ENOUGH = 80
"""A sentence up to this length is quoted whole where there are many; of a longer one at least half
as much. Where there are few places each has more room."""
GLANCE = 44
"""Characters of each place where not all of them fit into the list."""
LONGEST_LIST = 640
MOST_BENEATH = 26
MOST_TITLE = 14
"""Characters of what stands under an article's title, and of a bulletin's title where its places are counted."""
MOST_COUNTED = 8
"""Bulletins whose places are counted one by one."""
NAMES_ROOM = 90
"""About what the names of a place take of the list's room."""
CLOSING_ROOM = 70
"""Of the line that says how many are cited of how many."""
LONGEST_OF_MANY = 690
"""Characters, where each place is a glance and the closing line is counted with them."""
ALL_LISTED = "已经全部列出（that is all）。"


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that holds the phrase."""

    citation: Citation
    head: str
    """The title of its article with what stands beneath: a title alone seldom says whose article
    it is."""
    times: int


def room(places: int) -> int:
    """How much of each place is quoted, so that all of them fit into the list where they can."""
    return max(ENOUGH, LONGEST_LIST // max(places, 1) - NAMES_ROOM)


def around(text: str, phrase: str, enough: int = ENOUGH) -> tuple[int, int]:
    """The span of the clauses about the phrase: enough to see what it is said of."""
    at = text.find(phrase)
    if at < 0 or len(text) <= enough:
        return 0, len(text)  # other marks or script: then the sentence is shown whole
    edges = [0, *(match.end() for match in re.finditer("[，；：。！？]", text)), len(text)]
    first = max(n for n, edge in enumerate(edges) if edge <= at)
    last = min(n for n, edge in enumerate(edges) if edge >= at + len(phrase))
    while edges[last] - edges[first] < enough // 2 and (first > 0 or last < len(edges) - 1):
        first, last = max(first - 1, 0), min(last + 1, len(edges) - 1)
    return max(edges[first], at - enough), min(edges[last], at + len(phrase) + enough)


def listed(phrase: str, places: Sequence[Place], more: int = 0) -> tuple[str, list[Citation]]:
    """How often, and each place with its words. Where they do not all fit they are counted by
    bulletin, some of each bulletin are listed and the next ones are cited; `more` is how often it was
    asked what else there is. Nothing is cited where all was listed before."""
    times = sum(each.times for each in places)
    held = f"（{len(places)}句）" if times > len(places) else ""
    first = f"“{phrase}”共出现{times}处{held}："
    lines = [first, *(_line(each, phrase, room(len(places))) for each in places)]
    if len(places) <= MOST_PLACES and sum(map(len, lines)) <= LONGEST_LIST:
        if more:
            return ALL_LISTED, []
        return "\n".join(lines), [each.citation for each in places]
    return _some(phrase, places, [first, _by_bulletin(places)], more)


def _some(
    phrase: str, places: Sequence[Place], opening: Sequence[str], more: int
) -> tuple[str, list[Citation]]:
    order = _over_bulletins(places)
    begin, end = 0, _fitting(order, phrase, opening)
    for _ in range(more):
        opening = opening[:1]
        begin, end = end, end + _fitting(order[end:], phrase, opening)
    if begin == len(order):
        return ALL_LISTED, []
    chosen = [*_as_they_stand(order[begin:end]), *_as_they_stand(order[end : begin + MOST_PLACES])]
    numbered = [
        replace(each, citation=replace(each.citation, n=n)) for n, each in enumerate(chosen, 1)
    ]
    lines = [_line(each, phrase, GLANCE) for each in numbered[: end - begin]]
    closing = (
        f"……以上第{begin + 1}—{end}句，引文列出{len(chosen)}句，共{len(places)}句"
        f"（{len(chosen)} of {len(places)} cited）。全部见“查出处”，或 python -m rag search --phrase。"
    )
    return "\n".join([*opening, *lines, closing]), [each.citation for each in numbered]


def _fitting(order: Sequence[Place], phrase: str, opening: Sequence[str]) -> int:
    """How many places there is room for, at least one while there are any."""
    length = sum(map(len, opening)) + CLOSING_ROOM
    for count, place in enumerate(order):
        length += len(_line(place, phrase, GLANCE)) + 1
        if count and length > LONGEST_OF_MANY:
            return count
    return len(order)


def _over_bulletins(places: Sequence[Place]) -> list[Place]:
    """One of each bulletin, then the next of each; of a bulletin one of each article first."""
    articles: dict[tuple[str, str], int] = Counter()
    turns: dict[str, list[tuple[int, Place]]] = {}
    for place in places:
        cited = place.citation
        article = cited.document, place.head
        turns.setdefault(cited.document, []).append((articles[article], place))
        articles[article] += 1
    columns = [sorted(column, key=lambda turn: turn[0]) for column in turns.values()]
    rows = zip_longest(*columns)
    return [turn[1] for row in rows for turn in row if turn]


def _as_they_stand(places: Sequence[Place]) -> list[Place]:
    return sorted(places, key=lambda each: each.citation.n)


def _by_bulletin(places: Sequence[Place]) -> str:
    counts: Counter[str] = Counter()
    for each in places:
        cited = each.citation
        counts[bulletin_name(replace(cited, title=shortened(cited.title, MOST_TITLE)))] += (
            each.times
        )
    most = counts.most_common(MOST_COUNTED)
    told = [f"{name} {times}处" for name, times in counts.items() if (name, times) in most]
    if len(most) < len(counts):
        rest = counts.total() - sum(times for _, times in most)
        told.append(f"其余{len(counts) - len(most)}份 {rest}处")
    return f"各期：{'，'.join(told)}。"


def _line(place: Place, phrase: str, most: int) -> str:
    cited = place.citation
    said = _glance(" ".join(cited.quote.split()), phrase, most)
    named = f"{house_style(replace(cited, author=None))}{_beneath(place.head, cited)}"
    return f"{named}：{said}[{cited.n}]"


def _beneath(head: str, cited: Citation) -> str:
    """What stands under the title, subtitle or author: it often says whose article it is. The author
    stands at its end."""
    lines = (" ".join(line.split()) for line in head.split("\n")[1:])
    text = " ".join(line for line in lines if line and line not in (cited.article or ""))
    text = text.removeprefix("——").removeprefix("□").strip()
    if len(text) > MOST_BENEATH:
        text = f"{text[: MOST_BENEATH // 2]}……{text[-MOST_BENEATH // 2 :]}"
    return f"（{text}）" if text else ""


def _glance(text: str, phrase: str, most: int) -> str:
    """The words and what stands around them, where not all can be shown."""
    at = max(text.find(phrase), 0)
    start = max(min(at - (most - len(phrase)) // 2, len(text) - most), 0)
    return f"{'……' * (start > 0)}{shortened(text[start:], most)}"
