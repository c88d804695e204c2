"""Pages of text boxes become articles: as many begin on a page as titles stand on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from rag.read.articles.draft import Draft
from rag.read.layout import STANDFIRST, Layout
from rag.read.pages import PageMarks

FRESH = re.compile(
    r"^(?:\d{1,2}\s*月\s*\d{1,2}\s*日|近[日期来年]|日前|连日来|今[天年]|去年以来"
    r"|\d{4}\s*年以来|为[深认贯落全进切庆]|据)"
)
"""How a report begins."""
DATED = re.compile(r"^\d{1,2}\s*月\s*\d{1,2}\s*日")
CLEAR_GAIN = 4.0
"""Log likelihood that a seam elsewhere must gain before two articles are parted there."""
WIDEST_TITLE = 52
"""Half-width columns. A wider line beside a title is what stands under it."""

# How much each sign says that a run begins an article. They were set on one issue and are only
# compared with each other, among the runs of one page.
BEGINS_FRESH = 3.0
OPENS_AFTER_FULL_STOP = 2.5
AFTER_CREDIT = 1.5
AFTER_TITLE = 1.0
IN_MID_PAGE = -1.0
GOES_ON = -4.0
SEAM_UNKNOWN = 0.3
"""How likely a run goes on with an article whose seam with it stands nowhere else in the text."""


@dataclass
class Run:
    """Body lines between two edges: a page's, a title's, or the credit that closes an item."""

    lines: list[int]
    after_title: bool
    after_credit: bool
    opens_page: bool


class Boxes:
    def __init__(self, layout: Layout, marks: PageMarks) -> None:
        self.layout = layout
        self.lines = layout.lines
        self.marks = marks
        self.drafts: list[Draft] = []
        self._homeless: list[list[int]] = []
        """Titles on a page without text of its own: they wait for the next page's."""

    def articles(self) -> list[Draft]:
        for begin, end in pairwise([*self.marks.openings, len(self.lines)]):
            self._read_page(range(begin, end))
        leftover = [index for group in self._homeless for index in group]
        if leftover:
            self.drafts.append(Draft(title=leftover))
        return self.drafts

    def _read_page(self, page: range) -> None:
        runs = self._runs(page)
        groups = self._homeless + self._title_groups(page)
        self._homeless = []
        if not runs:
            self._homeless = groups
            return
        begun = self._begin(runs, len(groups))
        fresh: list[Draft] = []
        for number, run in enumerate(runs):
            home = None if number in begun else self._home(run, fresh)
            if home is not None:
                home.body.extend(run.lines)
                continue
            self.drafts.append(Draft(body=list(run.lines)))
            if number in begun:
                fresh.append(self.drafts[-1])
        # zip stops at the shorter: a first page may begin an article that has no title.
        for draft, group in zip(fresh, groups, strict=False):
            self._entitle(draft, group)
        for group in groups[len(fresh) :]:
            self.drafts[-1].body.extend(group)

    def _title_groups(self, page: range) -> list[list[int]]:
        """Title lines and bylines that follow each other; what stands between them parts them."""
        roles = self.layout.roles
        return [
            list(group)
            for is_title, group in groupby(page, lambda i: roles[i] in ("title", "byline"))
            if is_title
        ]

    def _runs(self, page: range) -> list[Run]:
        roles = self.layout.roles
        runs: list[Run] = []
        new, after_title = True, False
        for index in page:
            if roles[index] == "label":
                continue
            if roles[index] in ("title", "byline"):
                new, after_title = True, True
                continue
            before = runs[-1].lines[-1] if runs else self._last_line()
            credit = before is not None and self.lines[before].closes_item
            dated = bool(DATED.match(self._text(index))) and self._ends_paragraph(before)
            if new or credit or dated:
                runs.append(Run([], after_title, credit, opens_page=not runs))
            runs[-1].lines.append(index)
            new = after_title = False
        return runs

    def _ends_paragraph(self, index: int | None) -> bool:
        return index is not None and self.lines[index].ends_sentence

    def _last_line(self) -> int | None:
        return self.drafts[-1].body[-1] if self.drafts else None

    def _begin(self, runs: Sequence[Run], titles: int) -> set[int]:
        """The runs that begin an article: those that look it most, one for each title."""
        ranked = sorted(range(len(runs)), key=lambda i: (-self._looks_new(runs[i]), i))
        if self.drafts:
            return set(ranked[:titles])
        after_first = [number for number in ranked if number > 0]
        return {0, *after_first[: max(titles - 1, 0)]}

    def _looks_new(self, run: Run) -> float:
        score = BEGINS_FRESH if FRESH.match(self._text(run.lines[0])) else 0.0
        score += AFTER_CREDIT * run.after_credit + AFTER_TITLE * run.after_title
        if not (run.after_credit or run.after_title or run.opens_page):
            score += IN_MID_PAGE
        if run.opens_page and self._ends_paragraph(self._last_line()):
            score += OPENS_AFTER_FULL_STOP
        if broken := self._broken_off():
            score += GOES_ON * max(self._likely(draft, run) for draft in broken)
        return score

    def _broken_off(self) -> list[Draft]:
        """Articles whose text so far ends in mid-sentence."""
        return [draft for draft in self.drafts if not self.lines[draft.body[-1]].ends_sentence]

    def _likely(self, draft: Draft, run: Run) -> float:
        known = self.layout.seams.known(self._text(draft.body[-1]), self._text(run.lines[0]))
        return 1.0 if known else SEAM_UNKNOWN

    def _text(self, index: int) -> str:
        return self.lines[index].text

    def _home(self, run: Run, fresh: Sequence[Draft]) -> Draft | None:
        """The article that a run goes on with: one that broke off, else the one read last. None
        where that one closed, so that an article without a title begins."""
        everywhere = self._broken_off()
        broken = [draft for draft in everywhere if draft not in fresh] or everywhere
        if not broken:
            last = self.drafts[-1]
            return None if self.lines[last.body[-1]].closes_item else last
        best = max(broken, key=lambda draft: (self._likely(draft, run), self.drafts.index(draft)))
        return self._disentangled(best, run, fresh) or best

    def _disentangled(self, broken: Draft, run: Run, fresh: Sequence[Draft]) -> Draft | None:
        """Two articles whose columns were run together: the end of `broken` was read as part of the
        article that begins beside it, and it is that one which the run goes on with."""
        fit = self.layout.seams.fit
        end, begin = self._text(broken.body[-1]), self._text(run.lines[0])
        as_read = fit(end, begin)
        best: tuple[float, Draft, int] | None = None
        for other in self.drafts[self.drafts.index(broken) + 1 :]:
            if other in fresh:
                continue
            for at in range(1, len(other.body)):
                if self.lines[other.body[at - 1]].ends_sentence:
                    continue
                before, after = (self._text(index) for index in other.body[at - 1 : at + 1])
                gain = fit(end, after) + fit(before, begin) - fit(before, after) - as_read
                if gain >= CLEAR_GAIN and (best is None or gain > best[0]):
                    best = (gain, other, at)
        if best is None:
            return None
        _, other, at = best
        broken.body += other.body[at:]
        del other.body[at:]
        return other

    def _entitle(self, draft: Draft, group: Sequence[int]) -> None:
        draft.byline = [index for index in group if self.layout.roles[index] == "byline"]
        titles = [index for index in group if index not in draft.byline]
        under = [index for index in titles if self._stands_under(index)]
        draft.subtitle = under if len(under) < len(titles) else []
        draft.title = self._in_order([i for i in titles if i not in draft.subtitle])

    def _stands_under(self, index: int) -> bool:
        line = self.lines[index]
        return (
            line.text.startswith("——")
            or STANDFIRST.search(line.text) is not None
            or line.width > WIDEST_TITLE
        )

    def _in_order(self, title: list[int]) -> list[int]:
        """Two lines of a title can stand in either order: the seam that the text knows decides."""
        if len(title) != 2:
            return title
        one, other = (self._text(index) for index in title)
        text = self._running_text
        if other[-2:] + one[:2] in text and one[-2:] + other[:2] not in text:
            return title[::-1]
        return title

    @cached_property
    def _running_text(self) -> str:
        return "".join("".join(line.split()) for line in self._body_lines())

    def _body_lines(self) -> Iterable[str]:
        return (
            line.text
            for line, role in zip(self.lines, self.layout.roles, strict=True)
            if role == "body"
        )
