"""Articles are written one after another into one clean text, and it is noted what went where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.read.articles import Draft
from rag.read.clean import Clean, shown_characters
from rag.read.layout import ITEM, Layout
from rag.read.tables import table_rows
from rag.records import Article, Block

WIDEST_LIST_LINE = 90
"""In half-width columns: a line without a full stop that stands between blank lines."""


@dataclass(frozen=True)
class Written:
    text: str
    origins: tuple[int, ...]
    articles: tuple[Article, ...]
    blocks: tuple[Block, ...]


@dataclass
class _Group:
    """Lines of an article's body that become one block; of a table, one block a row."""

    kind: str
    lines: list[int]


def assemble(source: str, layout: Layout, drafts: Sequence[Draft]) -> Written:
    writer = _Writer(source, layout)
    for draft in drafts:
        writer.write(draft)
    return Written(
        text=writer.clean.text,
        origins=tuple(writer.clean.origins),
        articles=tuple(writer.articles),
        blocks=tuple(writer.blocks),
    )


class _Writer:
    def __init__(self, source: str, layout: Layout) -> None:
        self.source = source
        self.layout = layout
        self.lines = layout.lines
        self.clean = Clean(source)
        self.blocks: list[Block] = []
        self.articles: list[Article] = []

    def write(self, draft: Draft) -> None:
        start = self._here()
        title = self._add("title", [draft.title])
        self._add("title", [[index] for index in draft.subtitle])
        byline = self._add("byline", [[index] for index in draft.byline])
        body = self._here()
        for group in self._grouped(draft.body):
            if group.kind == "table":
                self._add_table(group.lines)
            else:
                self._add(group.kind, [group.lines])
        end = max(self._here() - 1, start)  # without the last line break
        self.articles.append(
            Article(
                number=len(self.articles) + 1,
                title=title or draft.listed_title,
                byline=byline.lstrip("□ \u3000") or None,
                start=start,
                end=end,
                body=min(body, end),
            )
        )

    def _here(self) -> int:
        return len(self.clean.origins)

    def _add(self, kind: str, groups: Iterable[Sequence[int]]) -> str:
        """One block for each group of lines; returns their text."""
        texts = [self._block(kind, [self._shown(index) for index in group]) for group in groups]
        return " ".join(filter(None, texts))

    def _add_table(self, group: Sequence[int]) -> None:
        for cells in table_rows(self.source, [self.lines[index] for index in group]):
            self._block("row", cells, joint="\t")

    def _shown(self, index: int) -> list[int]:
        return shown_characters(self.source, self.lines[index].start, self.lines[index].end)

    def _block(self, kind: str, parts: Sequence[Sequence[int]], joint: str | None = None) -> str:
        start = self._here()
        text = self.clean.add(parts, joint)
        if text:
            self.blocks.append(Block(start, start + len(text), kind))
        return text

    def _grouped(self, body: Sequence[int]) -> list[_Group]:
        groups: list[_Group] = []
        for index in body:
            kind = self._kind(index)
            if groups and self._continues(groups[-1], kind, index):
                groups[-1].lines.append(index)
            else:
                groups.append(_Group(kind, [index]))
        return groups

    def _kind(self, index: int) -> str:
        line, role = self.lines[index], self.layout.roles[index]
        if line.is_row:
            return "table"
        if role in ("heading", "title"):
            return "heading"
        short = not line.is_prose and line.width <= WIDEST_LIST_LINE
        in_a_list = self.layout.style.blank_ends_paragraph and short and not self._runs_on(index)
        if line.hard_break or in_a_list:
            return "row"
        return "item" if ITEM.match(line.text) else "paragraph"

    def _runs_on(self, index: int) -> bool:
        """Whether a line without a full stop is the beginning or the end of one cut by a column."""
        near = [i for i in (index - 1, index) if 0 <= i < len(self.lines) - 1]
        return any(self.layout.joins_next(i, i + 1) for i in near)

    def _continues(self, group: _Group, kind: str, index: int) -> bool:
        last = group.lines[-1]
        if kind == group.kind == "table":
            return True
        if kind == group.kind == "heading":
            # One character a line: a heading that was set upright.
            return len(self.lines[last].text) == len(self.lines[index].text) == 1
        text = ("paragraph", "item")
        return kind in text and group.kind in text and self.layout.joins_next(last, index)
