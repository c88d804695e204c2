"""「…」在哪些地方出现过、几次: questions about the words themselves, answered by every place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rag.answer.cite import house_style
from rag.records import Citation

QUOTED = re.compile('[“「『"]([^“”「」『』"]{2,40})[”」』"]')
ABOUT_WORDS = re.compile(
    "(?:出现|提到|提过|提及|说到|讲到|写到|见于|提法|这个词|这句话|这个说法|这几个字)"
    "|哪[些几][期篇]|在哪[些几]?(?:处|个?地方)[？?]?$|[几哪多少]+[处回遍][？?]?$"
    r"|how often|how many times|\bmention|\bappear|\boccur",
    re.IGNORECASE,
)
"""Spoken of words, not of what they name: 在哪里颁奖 and 办了几次 are asked about the thing."""
MOST_PLACES = 20
ENOUGH = 80
"""A sentence up to this length is quoted whole where there are many; of a longer one at least half
as much. Where there are few places each has more room."""
LONGEST_LIST = 640
MOST_BENEATH = 26
NAMES_ROOM = 90
"""About what the names of a place take of the list's room."""


def asked_phrase(question: str) -> str | None:
    """The quoted words, where the question is about where or how often they stand."""
    quoted = QUOTED.findall(question)
    rest = QUOTED.sub("", question)
    return quoted[0] if len(quoted) == 1 and ABOUT_WORDS.search(rest) else None


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


def listed(phrase: str, count: int, citations: Sequence[Citation], heads: Sequence[str]) -> str:
    """How often, and each place with its words; those for which there is no room are counted by bulletin.
    `heads` are the titles of the places' articles with what stands beneath: a title alone seldom
    says whose article it is."""
    lines = [f"“{phrase}”共出现{count}处："]
    length = len(lines[0])
    for shown, (cited, head) in enumerate(zip(citations, heads, strict=True)):
        place = f"{house_style(cited)}{_beneath(head, cited)}"
        line = f"{place}：{_short(cited.quote, room(len(citations)))}[{cited.n}]"
        if length + len(line) > LONGEST_LIST:
            rest = Counter(f"《{each.title}》{each.issue or ''}" for each in citations[shown:])
            per_issue = "，".join(f"{issue} {number} 处" for issue, number in rest.items())
            lines.append(f"……其余见引文：{per_issue}。")
            break
        lines.append(line)
        length += len(line)
    return "\n".join(lines)


def _beneath(head: str, cited: Citation) -> str:
    """What stands under the title, subtitle or author: it often says whose article it is."""
    lines = (" ".join(line.split()) for line in head.split("\n")[1:])
    text = " ".join(line for line in lines if line and line not in (cited.article or ""))
    text = text.removeprefix("——").removeprefix("□").strip()
    return f"（{_short(text, MOST_BENEATH)}）" if text else ""


def _short(quote: str, most: int) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= most else f"{text[:most]}……"
