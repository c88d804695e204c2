"""Articles under headings, with or without a list of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from rag.read.articles.draft import Draft
from rag.read.articles.one import is_byline
from rag.read.contents import Contents
from rag.read.layout import Layout
from rag.read.lines import HEADING_MARK

LIKE_ENOUGH = 0.72
"""Contents and headings differ by a character, a byline, or the last words of a slogan."""
CLEARLY_LIKER = 0.02
"""By which a later heading must be liker to be the one that the contents mean."""
LIKE_THE_JOURNAL = 0.7
"""A line so like the journal's name is its name again, not a title."""
LEAST_MATCHED = 1 / 3
"""Share of the entries that a heading must match: fewer, and the list is a table of the text."""
LONGEST_COVER = 12
"""Lines."""
WIDEST_TITLE_LINE = 80
"""Half-width columns: 40 characters."""
DATE_LINE = re.compile(r"^[（(]\s*\d{4}\s*年[\d\s年月日]+[）)]$")
EDITORS_NOTE = re.compile(r"\W*编者按\W")
COLOPHON = "编委会和版权页"
LAST_PAGE = 10**6
"""More than any bulletin has: behind the last listed article nothing ends."""


def under_headings(layout: Layout, contents: Contents | None, journal: str) -> list[Draft]:
    """Headings of unreliable level: the contents decide on the titles, then the highest level."""
    skipped = _front_and_back_matter(layout, contents, journal) if contents else set()
    starts = _listed_starts(layout, contents, skipped) if contents else {}
    if contents and len(starts) < LEAST_MATCHED * len(contents.entries):
        return under_headings(layout, None, journal)
    starts.update(_unlisted_starts(layout, starts, skipped))
    claimed = {index for draft in starts.values() for index in draft.head}
    drafts: list[Draft] = []
    for index, role in enumerate(layout.roles):
        if index in starts:
            drafts.append(starts[index])
        if index in skipped or index in claimed or role == "label":
            continue
        if not drafts:
            drafts.append(Draft())
        if drafts[-1].body[-1:] != [index]:  # an editor's note begins its own body
            drafts[-1].body.append(index)
    if contents:
        _give_left_over_entries(drafts, contents)
        if contents.colophon:
            drafts.append(Draft(body=list(contents.colophon), listed_title=COLOPHON))
    return drafts


def _front_and_back_matter(layout: Layout, contents: Contents, journal: str) -> set[int]:
    """The cover (from the journal's own name to the next heading), the contents, the back cover."""
    lines = layout.lines
    skipped = set(range(contents.first, contents.last + 1))
    covers: set[str] = set()
    for index, line in enumerate(lines):
        if _bare(line.text) != _bare(journal) or not HEADING_MARK.match(line.text):
            continue
        cover = range(index, _next_heading(layout, index + 1))
        if len(cover) <= LONGEST_COVER and cover.stop < len(lines):
            skipped.update(cover)
            covers.update(lines[i].text for i in cover)
    last = len(lines) - 1
    while covers and last > contents.last and _repeats(lines[last].text, covers, journal):
        skipped.add(last)
        last -= 1
    return skipped


def _next_heading(layout: Layout, start: int) -> int:
    after = range(start, len(layout.lines))
    return next((i for i in after if HEADING_MARK.match(layout.lines[i].text)), len(layout.lines))


def _repeats(text: str, covers: set[str], journal: str) -> bool:
    alike = SequenceMatcher(None, _bare(text), _bare(journal), autojunk=False).ratio()
    return text in covers or alike >= LIKE_THE_JOURNAL


def _bare(text: str) -> str:
    """Letters and digits only, so that two settings of one title compare."""
    return re.sub(r"[\W_]+", "", HEADING_MARK.sub("", text))


def _heading_groups(layout: Layout, skipped: set[int]) -> list[list[int]]:
    """Headings that follow each other, with a plain short line before or after one of them."""
    near: set[int] = set()
    for index, role in enumerate(layout.roles):
        if role != "heading" or index in skipped:
            continue
        near.add(index)
        near.update(
            other
            for other in (index - 1, index + 1)
            if 0 <= other < len(layout.lines)
            and other not in skipped
            and _could_be_title(layout, other)
        )
    return [
        [index for _, index in group]
        for _, group in groupby(enumerate(sorted(near)), lambda pair: pair[1] - pair[0])
    ]


def _could_be_title(layout: Layout, index: int) -> bool:
    """A short plain line, with a blank line after it, that is neither text nor part of a list."""
    lines, line = layout.lines, layout.lines[index]
    if DATE_LINE.match(line.text):
        return True
    in_a_list = (
        index > 0 and not lines[index - 1].ends_sentence and layout.roles[index - 1] == "body"
    )
    return (
        layout.roles[index] == "body"
        and not (line.ends_sentence or line.is_marked or in_a_list)
        and line.text[-1] not in "：，、；"
        and line.width <= WIDEST_TITLE_LINE
        and not re.match(r"[（(\d]", line.text)
        and (index + 1 < len(lines) and lines[index + 1].blanks_before > 0)
    )


@dataclass(frozen=True)
class _Candidate:
    """A stretch of one group of headings that may be a title."""

    group: int
    titles: list[int]
    bare: str


def _listed_starts(layout: Layout, contents: Contents, skipped: set[int]) -> dict[int, Draft]:
    """For each entry of the contents, in order, the lines of the heading that it names."""
    groups = _heading_groups(layout, skipped)
    candidates = [
        _Candidate(number, titles, _bare("".join(_text(layout, i) for i in titles)))
        for number, group in enumerate(groups)
        for titles in _runs(group)
    ]
    starts: dict[int, Draft] = {}
    position = 0
    for title, page in contents.entries:
        likest = _likest([c for c in candidates if c.group >= position], _bare(title))
        if likest is None:
            continue
        position = likest.group + 1
        draft = _draft_of_group(layout, groups[likest.group], likest.titles)
        draft.listed_page = page
        starts[groups[likest.group][0]] = draft
    return starts


def _text(layout: Layout, index: int) -> str:
    return HEADING_MARK.sub("", layout.lines[index].text)


def _runs(group: Sequence[int]) -> Iterator[list[int]]:
    """Every stretch of neighbours in a group of headings, the longest last."""
    for length in range(1, len(group) + 1):
        for start in range(len(group) - length + 1):
            yield list(group[start : start + length])


def _likest(candidates: Sequence[_Candidate], title: str) -> _Candidate | None:
    """The first that is like enough, unless a later one is clearly liker."""
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(title)
    best, chosen = LIKE_ENOUGH - CLEARLY_LIKER, None
    for candidate in candidates:
        matcher.set_seq1(candidate.bare)
        wanted = best + CLEARLY_LIKER
        # The two quick ratios are upper bounds, and spare most of the comparisons.
        if matcher.real_quick_ratio() < wanted or matcher.quick_ratio() < wanted:
            continue
        if (likeness := matcher.ratio()) >= wanted:
            best, chosen = likeness, candidate
    return chosen


def _draft_of_group(layout: Layout, group: Sequence[int], titles: list[int]) -> Draft:
    rest = [index for index in group if index not in titles]
    byline = [index for index in rest if is_byline(layout.lines[index])]
    after = max(group) + 1
    if after < len(layout.lines) and layout.roles[after] == "byline":
        byline.append(after)
    subtitle = [index for index in rest if index not in byline]
    return Draft(title=titles, subtitle=subtitle, byline=byline)


def _unlisted_starts(
    layout: Layout, listed: dict[int, Draft], skipped: set[int]
) -> dict[int, Draft]:
    """Articles that the contents leave out: headings of the highest level, and editor's notes."""
    claimed = {index for draft in listed.values() for index in draft.head}
    levels = {
        index: len(match[1])
        for index, line in enumerate(layout.lines)
        if index not in skipped | layout.footers and (match := HEADING_MARK.match(line.text))
    }
    highest = min(levels.values(), default=1)
    starts: dict[int, Draft] = {}
    for group in _heading_groups(layout, skipped):
        tops = [index for index in group if levels.get(index) == highest]
        if tops and not claimed & set(group):
            starts[group[0]] = _draft_of_group(layout, group, tops[:1])
    for index, line in enumerate(layout.lines):
        if EDITORS_NOTE.match(line.text) and index not in skipped | claimed:
            starts[index] = Draft(body=[index])
    return {
        index: draft
        for index, draft in starts.items()
        if index not in listed and (index - 1 not in starts or index - 1 in skipped)
    }


def _give_left_over_entries(drafts: Sequence[Draft], contents: Contents) -> None:
    """An article without a heading takes the entry that no heading matched, where just one of each
    stands between two articles that were matched."""
    for index, draft in enumerate(drafts):
        if draft.title:
            continue
        pages = [other.listed_page for other in drafts]
        low = max((page for page in pages[:index] if page is not None), default=0)
        after = (page for page in pages[index + 1 :] if page is not None)
        high = min(after, default=LAST_PAGE)
        free = [
            (title, page)
            for title, page in contents.entries
            if low <= page <= high and pages.count(page) < contents.count_of(page)
        ]
        if len(free) == 1:
            draft.listed_title, draft.listed_page = free[0]
