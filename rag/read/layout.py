"""What a line is (text, title, heading, byline, label), and which lines are one paragraph.

Extracted text keeps its lines but loses its layout, and line breaks mean other things in each file.
So their meaning is inferred from the file itself, before any line is judged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from rag.read.lines import CJK, CLOSING, HEADING_MARK, WIDEST_BYLINE, Line
from rag.read.seams import Seams
from rag.read.style import CLEAR_SEAM, NARROWEST_CUT, SLACK, Style, infer_style

RULE = re.compile(r"^[-=_*\s]{3,}$|^[-:|\s]{5,}$")
BULLETS = "■●◆▲※★☆•"
ITEM = re.compile(
    rf"^(?:[{BULLETS}]|[（(][一二三四五六七八九十\d]{{1,3}}[）)]|[一二三四五六七八九十]{{1,3}}、"
    r"|第[一二三四五六七八九十]{1,2}[，、]|\d{1,2}[.、](?!\d)|[-*+]\s)"
)
BYLINE = re.compile(
    r"^(?:□|文\s*[/／]|作者[:：]|(?:本报|本刊|特约)?(?:记者|通讯员)[\s:：]"
    r"|《.{2,12}》(?:社论|评论员文章)$)"
)
PEOPLE = re.compile(rf"^[{CJK}·]{{2,4}}(?:[\s、]+[{CJK}·]{{2,4}}){{0,3}}$")
STANDFIRST = re.compile(r"(?:强调|指出|要求|(?<!的)讲话|主持|出席|发言)$")
STRETCHED = re.compile(rf"[{CJK}][，。、]? [{CJK}][，。、]? [{CJK}]")
INDENT = 4
"""Half-width columns by which a paragraph's first line is set in."""
NEARBY = 8
"""Lines before and after one that show how wide its column is."""
WIDEST_PLAIN_HEADING = 60
LONGEST_GROUP = 6
NARROW = 0.75
"""Share of its column that a heading fills at most."""
MOST_BLANKS_CUT = 3
"""Blank lines that the end of a column or page leaves inside a sentence, at most."""


class Layout:
    """The lines of one file with the role of each: body, heading, title, byline or label."""

    def __init__(
        self,
        lines: Sequence[Line],
        openings: frozenset[int] = frozenset(),
        footers: frozenset[int] = frozenset(),
        style: Style | None = None,
    ) -> None:
        """`style` is given where it is known what a line is; otherwise it is inferred."""
        self._style = style
        self.lines = lines
        self.openings = openings
        self.footers = footers

    @cached_property
    def seams(self) -> Seams:
        return Seams([line.text for line in self.lines])

    @cached_property
    def style(self) -> Style:
        return self._style or infer_style(self.lines, self.seams)

    @cached_property
    def roles(self) -> list[str]:
        roles = [self._marked_role(index) for index in range(len(self.lines))]
        if self.style.blank_ends_paragraph:
            self._find_plain_headings(roles)
        else:
            self._find_headings(roles)
        return roles

    def _marked_role(self, index: int) -> str:
        """The role that the line's own marks give it."""
        line = self.lines[index]
        if index in self.footers or RULE.match(line.text):
            return "label"
        if HEADING_MARK.match(line.text):
            return "heading"
        if BYLINE.match(line.text) and line.width <= WIDEST_BYLINE:
            return "byline"
        return "body"

    # ------------------------------------------------------- where a blank line ends a paragraph

    def _find_plain_headings(self, roles: list[str]) -> None:
        """A heading is in bold, or a short line without a full stop before running text."""
        previous_ended = True
        for index, line in enumerate(self.lines):
            unmarked = roles[index] == "body" and not (line.is_marked or line.ends_sentence)
            stands_apart = previous_ended and self._heads_prose(index)
            if unmarked and (_is_bold(line) or stands_apart):
                roles[index] = "heading"
            previous_ended = line.ends_sentence or roles[index] == "heading"

    def _heads_prose(self, index: int) -> bool:
        line, after = self.lines[index], self.lines[index + 1 : index + 2]
        column = self.style.column
        widest = NARROWEST_CUT - 1 if self.style.blank_cuts_sentences else WIDEST_PLAIN_HEADING
        if column:
            widest = min(widest, int(NARROW * column))
        if line.width > widest or line.text[-1] in "，、；：" or not after:
            return False
        if column:
            return after[0].is_prose or after[0].width > widest
        apart = index == 0 or line.blanks_before > 0
        return apart and after[0].is_prose and after[0].blanks_before > 0

    # ------------------------------------------------------- where a column is justified

    def _find_headings(self, roles: list[str]) -> None:
        """In a column of justified text, a line that neither fills the column nor ends a sentence
        is no running text. Groups of such lines at the edge of a text box are titles."""
        bylines = {index for index, role in enumerate(roles) if role == "byline"}
        standing_out = {i for i in range(len(self.lines)) if self._stands_out(i)} - self.footers
        for group in self._groups(self._completed(standing_out, bylines) | bylines):
            at_edge = self._at_edge(group)
            if not at_edge and not self._is_heading(group):
                continue
            for index in group:
                if roles[index] != "byline":
                    is_tab = at_edge and _is_label(self.lines[index])
                    roles[index] = "label" if is_tab else "title" if at_edge else "heading"

    def _is_heading(self, group: Sequence[int]) -> bool:
        """Inside a text box a heading begins after a full stop and leaves much of its line free.
        Otherwise it is the last line of a paragraph without a full stop, or the first of one."""
        first = self.lines[group[0]]
        if group[0] > 0 and not self.lines[group[0] - 1].ends_sentence:
            return False
        after = self.lines[group[-1] + 1 : group[-1] + 3]
        if after and self.seams.fit(self.lines[group[-1]].text, after[0].text) >= CLEAR_SEAM:
            return False
        near = after or self.lines[max(group[0] - 4, 0) : group[0]]
        column = max((line.width for line in near), default=0)
        return first.width <= NARROW * column or bool(ITEM.match(first.text))

    def _stands_out(self, index: int) -> bool:
        line = self.lines[index]
        text = line.text
        if line.ends_sentence or line.is_row or text[-1] in "，、；：,;:" or not _balanced(text):
            return False
        if text.startswith("——") or len(text) == 1:
            return True
        return not STRETCHED.search(text) and not self._fills_column(index)

    def _fills_column(self, index: int) -> bool:
        """Whether lines of about this width run on around it. A paragraph's first line is narrower
        by its indent; a title shares its width with a line or two at most."""
        width = self.lines[index].width
        indent = INDENT if "，" in self.lines[index].text else 0
        between_items = (
            index > 0 and index not in self.openings and self.lines[index - 1].closes_item
        )
        slack = SLACK - 2 if between_items else SLACK
        running = [
            self.lines[other].width - width
            for other in self._around(index, NEARBY)
            if not self.lines[other].ends_sentence
        ]
        if width < max(running, default=0):
            return False
        alike = sum(-slack <= wider <= slack + indent for wider in running)
        return alike >= max(len(running) / 3, 1)

    def _around(self, index: int, reach: int) -> list[int]:
        """The lines near one, on its own page."""
        first = next((i for i in range(index, max(index - reach, 0), -1) if i in self.openings), 0)
        after = range(index + 1, min(index + reach + 1, len(self.lines)))
        last = next((i for i in after if i in self.openings), after.stop)
        return [i for i in range(max(index - reach, first), last) if i != index]

    def _completed(self, standing_out: set[int], bylines: set[int]) -> set[int]:
        """Title lines that happen to be as wide as the column: those that touch one that is not,
        stand between one and the edge of the box, or above a byline."""
        found = set(standing_out)
        found |= {i - 1 for i in bylines if i and not self.lines[i - 1].ends_sentence}
        for index in sorted(found):
            if index + 1 < len(self.lines) and STANDFIRST.search(self.lines[index + 1].text):
                found.add(index + 1)
            if (
                index not in self.openings
                and self._touches_next(index - 1)
                and not self.lines[index - 1].ends_sentence
            ):
                found.add(index - 1)
            for last in (index + 1, index + 2):
                between = range(index + 1, last + 1)
                if (self._touches_next(last) or last + 1 in bylines) and not any(
                    self.lines[i].ends_sentence or i in self.openings for i in between
                ):
                    found.update(between)
        return found - self.footers

    def _groups(self, candidates: set[int]) -> list[list[int]]:
        groups: list[list[int]] = []
        for index in sorted(candidates):
            follows = groups and groups[-1][-1] == index - 1 and index not in self.openings
            if follows and not self.lines[index - 1].text.startswith("——"):
                groups[-1].append(index)
            else:
                groups.append([index])
        return [group for group in groups if len(group) <= LONGEST_GROUP]

    def _touches_next(self, index: int) -> bool:
        following = index + 1
        return (
            self.style.touching_lines_part
            and 0 < following < len(self.lines)
            and self.lines[following].blanks_before == 0
        )

    def _at_edge(self, group: Sequence[int]) -> bool:
        """Whether the group ends or begins a text box, or stands between two items."""
        first, last = group[0], group[-1]
        if not self.style.touching_lines_part:
            return any(self.lines[index].text.startswith("——") for index in group)
        after_item = first > 0 and self.lines[first - 1].closes_item
        return (
            any(self._touches_next(index) for index in group)
            or last + 1 in self.openings
            or last + 1 == len(self.lines)
            or last + 1 in self.footers
            or (after_item and not any("，" in self.lines[index].text for index in group))
        )

    # ------------------------------------------------------- which lines are one paragraph

    def joins_next(self, index: int, following: int) -> bool:
        """Whether two body lines, next to each other in reading order, are one paragraph."""
        line, after = self.lines[index], self.lines[following]
        if line.is_row or after.is_row or line.hard_break:
            return False
        if ITEM.match(after.text) and line.ends_sentence:
            return False
        if self.style.blank_ends_paragraph:
            if self._wraps(line, after):
                return True
            return self._runs_over(line, after, neighbours=following - index == 1)
        if not line.ends_sentence:
            return after.text[0] not in BULLETS
        return not self._is_short(index, following)

    def _runs_over(self, line: Line, after: Line, neighbours: bool) -> bool:
        """Whether a blank line stands inside a sentence, where a column or a page ended.

        Only running text can finish a sentence: a heading or a name in a list cannot.
        """
        if line.ends_sentence or line.text.rstrip(CLOSING)[-1:] == "：":
            return False
        if not neighbours or after.blanks_before == 0:
            return True
        return (
            self.style.blank_cuts_sentences
            and line.width >= NARROWEST_CUT
            and after.blanks_before <= MOST_BLANKS_CUT
            and after.is_prose
        )

    def _wraps(self, line: Line, after: Line) -> bool:
        """Whether a line that ends a sentence fills its column, and the paragraph goes on."""
        column = self.style.column
        return (
            column is not None
            and line.width >= column - SLACK
            and after.blanks_before == 0
            and not after.set_in
            and not line.closes_item
        )

    def _is_short(self, index: int, following: int) -> bool:
        """Whether the line leaves its column unfilled, as the last line of a paragraph does."""
        line = self.lines[index]
        neighbours = [self.lines[following].width]
        if index > 0 and not self.lines[index - 1].ends_sentence:
            neighbours.append(self.lines[index - 1].width)
        return line.width < min(neighbours) - SLACK + 1


def _is_bold(line: Line) -> bool:
    return len(line.text) > 4 and line.text.startswith("**") and line.text.endswith("**")


def _balanced(text: str) -> bool:
    return all(text.count(a) == text.count(b) for a, b in ("“”", "《》", "（）", "()"))


def _is_label(line: Line) -> bool:
    """A tab at the page's edge, printed twice over (`甲市工会甲市`), or a line in Latin script."""
    text = line.text
    if not re.search(f"[{CJK}]", text):
        return True
    return any(len(text) > 2 * n and text[:n] == text[-n:] for n in (2, 3, 4))
