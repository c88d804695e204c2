"""A file becomes a Document: clean text in reading order, with a map back to the source."""

from __future__ import annotations

from pathlib import Path

from rag.errors import ReadError
from rag.read.articles import find_articles
from rag.read.assembly import assemble
from rag.read.layout import Layout
from rag.read.lines import split_lines
from rag.read.pages import find_pages
from rag.read.spans import listed_pages, marked_pages, unused_stretches
from rag.read.text import decode, digest, line_starts, read_bytes
from rag.records import Bulletin, Document


def read_document(bulletin: Bulletin, path: Path) -> Document:
    """Raises ReadError, which names the file and the way out."""
    data = read_bytes(path)
    source = decode(data, path.name)
    lines = split_lines(source)
    marks = find_pages(lines, bulletin.title)
    layout = Layout(lines, frozenset(marks.openings), marks.footers)
    drafts = find_articles(layout, marks, bulletin)
    written = assemble(source, layout, drafts)
    if not written.text.strip():
        raise ReadError(f"{path.name}：只有分隔线或页码，没有正文（no text in it）。请换一个文件。")
    pages = marked_pages(written, marks, lines) if marks.openings else listed_pages(written, drafts)
    return Document(
        bulletin=bulletin,
        digest=digest(data),
        text=written.text,
        origins=written.origins,
        lines=line_starts(source),
        articles=written.articles,
        blocks=written.blocks,
        pages=tuple(pages),
        furniture=tuple(unused_stretches(source, written.origins)),
    )
