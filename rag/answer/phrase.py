"""「…」在哪些地方出现过、几次: questions about the words themselves, answered by every place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rag.answer.cite import house_style
from rag.records import Citation

QUOTED = re.compile('[“「『"]([^“”「」『』"]{2,40})[”」』"]')
ABOUT_WORDS = re.compile(
    "(?:哪些?地方|哪里|哪儿|哪几[期篇处]|哪些[期篇材文]|几[次处回遍]|多少[次处回遍]|出现过?|提到过?|提法|"
    "how often|how many times|where)",
    re.IGNORECASE,
)
MOST_PLACES = 20
ENOUGH = 80
"""A sentence up to this length is quoted whole; of a longer one at least half as much."""
LONGEST_LIST = 640


def asked_phrase(question: str) -> str | None:
    """The quoted words, where the question is about where or how often they stand."""
    quoted = QUOTED.findall(question)
    rest = QUOTED.sub("", question)
    return quoted[0] if len(quoted) == 1 and ABOUT_WORDS.search(rest) else None


def around(text: str, phrase: str) -> tuple[int, int]:
    """The span of the clauses about the phrase: enough to see what it is said of."""
    at = text.find(phrase)
    if at < 0 or len(text) <= ENOUGH:
        return 0, len(text)  # other marks or script: then the sentence is shown whole
    edges = [0, *(match.end() for match in re.finditer("[，；：。！？]", text)), len(text)]
    first = max(n for n, edge in enumerate(edges) if edge <= at)
    last = min(n for n, edge in enumerate(edges) if edge >= at + len(phrase))
    while edges[last] - edges[first] < ENOUGH // 2 and (first > 0 or last < len(edges) - 1):
        first, last = max(first - 1, 0), min(last + 1, len(edges) - 1)
    return max(edges[first], at - ENOUGH), min(edges[last], at + len(phrase) + ENOUGH)


def listed(phrase: str, count: int, citations: Sequence[Citation]) -> str:
    """How often, and each place with its words; counted by bulletin when there are many."""
    issues = Counter(f"《{cited.title}》{cited.issue or ''}" for cited in citations)
    lines = [f"“{phrase}”共出现{count}处："]
    length = len(lines[0])
    for cited in citations:
        line = f"{_short(cited.quote)}（{house_style(cited)}）[{cited.n}]"
        if length + len(line) > LONGEST_LIST:
            per_issue = "，".join(f"{issue} {number} 处" for issue, number in issues.items())
            lines.append(f"……其余见引文：{per_issue}。")
            break
        lines.append(line)
        length += len(line)
    return "\n".join(lines)


def _short(quote: str) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= ENOUGH else f"{text[:ENOUGH]}……"
