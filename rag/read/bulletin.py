"""A file becomes a Document: clean text in reading order, with a map back to the source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from rag.errors import ReadError
from rag.read.articles import find_articles
from rag.read.assembly import assemble
from rag.read.layout import Layout
from rag.read.lines import HEADING_MARK, Line, split_lines
from rag.read.pages import NO_PAGES, Feet, find_feet, find_pages
from rag.read.source import Read, Source, read_source
from rag.read.spans import known_pages, listed_pages, marked_pages, unused_stretches
from rag.read.style import PARAGRAPHS
from rag.read.text import line_starts
from rag.records import Bulletin, Document

LONGEST_FRONT_MATTER = 40
"""Lines."""
_FIELD = re.compile(r"[\w-]+\s*:|- |#")


def read_document(bulletin: Bulletin, path: Path) -> Document:
    """Raises ReadError, which names the file and the way out."""
    return document_of(bulletin, read_source(path))


def document_of(bulletin: Bulletin, read: Read) -> Document:
    source = read.source
    lines = split_lines(source.text)
    starts = source.pages
    if source.is_plain:
        marks = find_pages(lines, bulletin.title)
        feet = find_feet(lines) if marks is NO_PAGES else Feet()
        starts = feet.pages
        no_text = marks.footers | feet.lines | _front_matter(lines)
        layout = Layout(lines, frozenset(marks.openings), no_text)
    else:
        marks = NO_PAGES
        layout = Layout(lines, footers=_furniture(lines, source, bulletin), style=PARAGRAPHS)
    drafts = find_articles(layout, marks, bulletin)
    written = assemble(source.text, layout, drafts)
    if not written.text.strip():
        raise ReadError(
            f"{bulletin.name}：只有分隔线或页码，没有正文（no text in it）。请换一个文件。"
        )
    if starts:
        pages = known_pages(written, starts)
    else:
        pages = (
            marked_pages(written, marks, lines) if marks.openings else listed_pages(written, drafts)
        )
    return Document(
        bulletin=bulletin,
        digest=read.digest,
        text=written.text,
        origins=written.origins,
        lines=line_starts(source.text),
        articles=written.articles,
        blocks=written.blocks,
        pages=tuple(pages),
        furniture=tuple(unused_stretches(source.text, written.origins)),
    )


def _front_matter(lines: Sequence[Line]) -> frozenset[int]:
    """What some programs write above Markdown, between dashes: the title and the date, as fields."""
    if not lines or lines[0].text != "---":
        return frozenset()
    for index, line in enumerate(lines[1 : LONGEST_FRONT_MATTER + 1], 1):
        if line.text == "---":
            return frozenset(range(index + 1))
        if not _FIELD.match(line.text):
            break
    return frozenset()


def _furniture(lines: Sequence[Line], source: Source, bulletin: Bulletin) -> frozenset[int]:
    """Running heads and page numbers; and of a magazine its own name, where that alone has a
    heading of the highest level: the articles are those one level below."""
    found = {index for index, line in enumerate(lines) if line.number in source.furniture}
    levels = {
        index: len(match[1])
        for index, line in enumerate(lines)
        if index not in found and (match := HEADING_MARK.match(line.text))
    }
    highest = min(levels.values(), default=0)
    top = [index for index, level in levels.items() if level == highest]
    if bulletin.kind == "magazine" and len(levels) > 2 and top == [min(levels)]:
        found.update(top)
    return frozenset(found)
