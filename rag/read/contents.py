"""A magazine's table of contents, as lines of title, tab and page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.read.lines import HEADING_MARK, Line

_ENTRY = re.compile(
    r"^(?P<title>\S.*?)\s*(?:/[^\t/]{1,12})?(?:\t\s*|[.…·]{3,}\s*)(?P<page>\d{1,3})$"
)
_MADE_BY = re.compile(
    r"(?:副?主任|委员|(?:副|执行)?主编|总?编辑|责任编辑|编委|校对|美编|主\s?办|编\s?印|承\s?办|出版|发行|发送|印刷|准印|地\s?址|邮\s?[箱编]|电\s?话|网\s?址)"
    r"[^\t：:。，]{0,6}(?:[\t：:]|\s)\s*\S.{0,60}$"
)
"""A line of the colophon: what, and who or where."""
LONGEST_ENTRY = 200
"""Characters. Longer lines are text, and are not searched for an entry."""
FEWEST_ENTRIES = 5
MOST_ENTRIES = 500
"""More are a table."""
MOST_BETWEEN = 20
"""Lines of colophon or headings that may stand between two entries; running text may not."""


@dataclass(frozen=True)
class Contents:
    """The entries, as title and page, and the lines that the list covers, colophon and all."""

    entries: tuple[tuple[str, int], ...]
    first: int
    last: int
    colophon: tuple[int, ...] = ()
    """Lines between the entries that say who made the issue: 主编, a tab, a name."""

    def count_of(self, page: int) -> int:
        return sum(entry_page == page for _, entry_page in self.entries)


@dataclass(frozen=True)
class _Entry:
    line: int
    title: str
    page: int


def find_contents(lines: Sequence[Line]) -> Contents | None:
    """The longest list of lines whose pages never go back."""
    lists = [_rising(entries) for entries in _lists(lines) if len(entries) <= MOST_ENTRIES]
    longest = max(lists, key=len, default=[])
    if len(longest) < FEWEST_ENTRIES:
        return None
    first, last = longest[0].line, longest[-1].line
    # The heading above the first entry, and the one above that (目录, 卷首), belong to the list.
    while first > 0 and HEADING_MARK.match(lines[first - 1].text):
        first -= 1
    entries = tuple((entry.title, entry.page) for entry in longest)
    taken = {entry.line for entry in longest}
    between = [index for index in range(first, last) if index not in taken]
    said = tuple(index for index in between if _MADE_BY.match(lines[index].text))
    return Contents(entries, first, last, said if len(said) >= FEWEST_ENTRIES else ())


def _lists(lines: Sequence[Line]) -> Iterator[list[_Entry]]:
    """Entries that follow each other closely, without running text between them."""
    current: list[_Entry] = []
    for index, line in enumerate(lines):
        if match := _ENTRY.match(line.text[: LONGEST_ENTRY + 1]):
            title = match["title"].strip(" /\t")
            current.append(_Entry(index, title, int(match["page"])))
        elif current and (line.is_prose or index - current[-1].line > MOST_BETWEEN):
            yield current
            current = []
    yield current


def _rising(entries: Sequence[_Entry]) -> list[_Entry]:
    """The longest choice of entries, in order, whose pages never go back."""
    # For the choice that ends at each entry: its length, and the entry before.
    best: list[tuple[int, int]] = []
    for index, entry in enumerate(entries):
        earlier = ((best[i][0], i) for i in range(index) if entries[i].page <= entry.page)
        length, before = max(earlier, default=(0, -1))
        best.append((length + 1, before))
    chosen: list[_Entry] = []
    at = max(range(len(best)), key=lambda index: best[index][0], default=-1)
    while at >= 0:
        chosen.append(entries[at])
        at = best[at][1]
    return chosen[::-1]
