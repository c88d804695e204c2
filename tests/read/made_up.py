"""Documents made up for the tests: written to a file and read as any other."""

from __future__ import annotations

from pathlib import Path

from rag.read.bulletin import read_document
from rag.records import Article, Block, Bulletin, Document

JOURNAL = "江岸工运"


def read(folder: Path, text: str | bytes, kind: str = "review", title: str = JOURNAL) -> Document:
    path = folder / "made-up.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read_document(Bulletin("made-up", path.name, title, kind=kind), path)


def shown(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def blocks(document: Document, *kinds: str) -> list[str]:
    return [shown(document, b) for b in document.blocks if not kinds or b.kind in kinds]


def body(document: Document, article: Article) -> str:
    return document.text[article.body : article.end]


def page_of(document: Document, words: str) -> tuple[int | None, bool]:
    at = document.text.index(words)
    return next((s.page, s.inferred) for s in document.pages if s.start <= at < s.end)
