"""Lines become running text: joined, without layout's spaces, each character with its origin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.read.lines import CJK, HEADING_MARK

_MARKS = "，。、；：！？“”‘’（）《》"
_AROUND = rf"[{_MARKS}…·—,.;:!?()]{{0,4}}"
_TOKEN = rf"(?:{_AROUND}(?:[{CJK}]|\d+(?:\.\d+)?){_AROUND}|[{_MARKS}]{{1,4}})"
JUSTIFIED = re.compile(
    rf"(?<![^\s{_MARKS}]){_TOKEN}(?:[ \u3000]{{1,8}}{_TOKEN}){{2,}}(?![{CJK}\d])"
)
"""Single characters set apart by spaces, with marks between them or not: justified text."""
SPACE = re.compile(r"[ \u00a0\u2002-\u200a\u202f\u3000]+")
EMPHASIS = re.compile(r"(\*\*|(?<![\w_])__)(?=[^\s*_])[^\n]*?(?<=[^\s*_])(\1)")

CLOSES = "，。、；：！？”’）》〉」』】,;:!?)%"
OPENS = "，。、；：！？“‘（《〈「『【("
WIDE = re.compile(rf"[{CJK}\u3000-\u303f\uff01-\uff5e“”‘’—…·]")
BROKEN = re.compile(rf"(?<={WIDE.pattern})[ \t\r\f]*\n[ \t\r\n\f]*(?={WIDE.pattern})")
"""A line break of the file between Chinese characters is no space."""


class Clean:
    """Clean text under way: the text, and for each character where it stands in the source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.origins: list[int] = []
        self._parts: list[str] = []
        self._spaces_used: set[int] = set()

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, parts: Sequence[Sequence[int]], joint: str | None = None) -> str:
        """Append one block and a line break; returns the block's text.

        `parts` are its lines or cells as offsets into the source. `joint` is shown between them;
        without one, only words of Latin script are parted, by a space.
        """
        begin = len(self._parts)
        last = None
        for part in parts:
            if not part:
                continue
            if last is not None:
                between = joint or _joint(self.source[last], self.source[part[0]])
                if between:
                    self._add_space(last, between)
            self._parts.append("".join(map(self.source.__getitem__, part)))
            self.origins += part
            last = part[-1]
        text = "".join(self._parts[begin:])
        if last is not None:
            self._add_space(last, "\n")
        return text

    def _add_space(self, after: int, shown: str) -> None:
        """White space that layout calls for stands for the next of the source that does not stand
        for another. Each line and each cell has some behind it, so there is always one left."""
        at = after + 1
        while at in self._spaces_used or not self.source[at].isspace():
            at = at + 1 if at + 1 < len(self.source) else 0
        self._spaces_used.add(at)
        self.origins.append(at)
        self._parts.append(shown)


def _joint(before: str, after: str) -> str:
    """Words of Latin script are parted by their line break; Chinese runs on, and so do digits."""
    latin = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return " " if latin and not (before.isdigit() and after.isdigit()) else ""


def shown_characters(source: str, start: int, end: int) -> list[int]:
    """The characters of one line or cell that are text, in order, as offsets into the source."""
    text = source[start:end]
    dropped = _markdown_marks(text)
    if SPACE.search(text):
        dropped |= _layout_spaces(text, dropped)
    if not dropped:
        return list(range(start, end))
    return [start + index for index in range(len(text)) if index not in dropped]


def _layout_spaces(text: str, dropped: set[int]) -> set[int]:
    """Spaces that the typesetter put in; of several that part words, all but one."""
    spaces: set[int] = set()
    for match in JUSTIFIED.finditer(text):
        spaces.update(i for i in range(*match.span()) if text[i].isspace())
    for match in SPACE.finditer(text):
        if match.start() in spaces:
            continue
        before, after = _neighbours(text, match, dropped)
        if _is_layout(before, after):
            spaces.update(range(*match.span()))
        else:
            spaces.update(range(match.start() + 1, match.end()))
    return spaces


def _markdown_marks(text: str) -> set[int]:
    """Heading marks, and the pairs of marks around words in bold; a lone pair of stars is text."""
    marks: set[int] = set()
    if heading := HEADING_MARK.match(text):
        marks.update(range(heading.end()))
    bold = EMPHASIS.finditer(text) if "**" in text or "__" in text else ()
    for match in bold:
        marks.update((*range(*match.span(1)), *range(*match.span(2))))
    return marks


def _neighbours(text: str, space: re.Match[str], dropped: set[int]) -> tuple[str, str]:
    before, after = space.start() - 1, space.end()
    while before in dropped:
        before -= 1
    while after in dropped:
        after += 1
    return text[before] if before >= 0 else "", text[after] if after < len(text) else ""


@lru_cache(maxsize=4096)
def _is_layout(before: str, after: str) -> bool:
    """A space beside a mark, or between a Chinese character and a digit, is the typesetter's."""
    if not before or not after:
        return True
    wide_before, wide_after = bool(WIDE.match(before)), bool(WIDE.match(after))
    if before in OPENS and (wide_after or after.isdigit() or before in "（(“《"):
        return True
    if after in CLOSES and (wide_before or before.isdigit() or after in "）)”》"):
        return True
    if before in "+－~～" or after in "+－~～":
        return wide_before or wide_after
    return (wide_before and after.isdigit()) or (
        wide_after and (before.isdigit() or before in "%％")
    )
