"""A Document becomes Passages, which are searched, and Units (sentences, rows), to be cited."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.records import Article, Block, Document, PageSpan, Passage, Unit

VERSION = 2
"""Raised when the same document would be cut otherwise, so that old builds are made anew."""
LONGEST_PASSAGE = 500
LONGEST_QUOTATION = 160
SENTENCE_END = re.compile(
    r"(?:[。！？]+[!?]*|[!?]+(?![\w=&/])|…{2,}(?=[“”’」』\s]|$))[”’」』）)》]*"
)
"""Half-width marks inside an address (`?id=1`) end nothing."""
_NUMERALS = r"\d.,%〇零一二两三四五六七八九十百千万亿"
SEPARATORS = [
    r"\n",
    r"(?<=[。！？!?])(?![”’」』）)》。！？!?])|(?<=[。！？!?][”’」』）)》])(?![”’」』）)》])",
    r"(?<=[；;])",
    r"(?<=[，,：])(?!\d)",
    r"(?<=、)",
    rf"(?<=[^{_NUMERALS}])(?=[^{_NUMERALS}])",  # no mark at all: anywhere but inside a number
    "",
]


class Splitter:
    """Cuts at sentence ends; lists of separators and sizes go into the index's manifest."""

    def __init__(self, characters: int) -> None:
        # Imported late: it takes about a second, and who looks up a citation does not need it.
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self.characters = min(characters, LONGEST_PASSAGE)
        self._splitter = RecursiveCharacterTextSplitter(
            separators=SEPARATORS,
            is_separator_regex=True,
            keep_separator="end",
            chunk_size=self.characters,
            chunk_overlap=0,
            strip_whitespace=False,
        )

    def passages(self, document: Document) -> list[Passage]:
        """In order; together they hold every character of the articles, white space aside."""
        finder = PageFinder(document.pages)
        return [
            _passage(document, article, section, span, finder)
            for article in document.articles
            for section, start, end in _sections(document, article)
            for span in self._spans(document, start, end)
        ]

    def _spans(self, document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A table row longer than a passage should be still is one, where a passage can hold it."""
        for block in _blocks_between(document, start, end):
            length = block.end - block.start
            if block.kind == "row" and self.characters < length <= LONGEST_PASSAGE:
                yield from self._pieces(document.text, start, block.start)
                yield block.start, block.end
                start = block.end
        yield from self._pieces(document.text, start, end)

    def _pieces(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Spans that tile text[start:end], white space at their edges left out."""
        at = start
        for piece in self._splitter.split_text(text[start:end]):
            at = text.index(piece, at)  # pieces come in order and nothing is changed
            begin, stop = _trimmed(text, at, at + len(piece))
            if stop > begin:
                yield begin, stop
            at += len(piece)


def _passage(
    document: Document,
    article: Article,
    section: str | None,
    span: tuple[int, int],
    finder: PageFinder,
) -> Passage:
    start, end = span
    page, inferred = finder.page_at(start)
    return Passage(
        id=f"{document.bulletin.key}:{start}-{end}",
        document=document.bulletin.key,
        article=article.number,
        section=section,
        start=start,
        end=end,
        page=page,
        page_inferred=inferred,
        text=document.text[start:end],
        context=_context(document, article, section),
    )


def _sections(document: Document, article: Article) -> Iterator[tuple[str | None, int, int]]:
    """(heading, start, end): a heading opens a section and stands at its head."""
    heading: str | None = None
    start, in_heading = article.start, False
    for block in _blocks_between(document, article.start, article.end):
        if block.kind == "heading" and not in_heading:
            if block.start > start:
                yield heading, start, block.start
            start, heading = block.start, document.text[block.start : block.end]
        elif block.kind == "heading":
            heading = f"{heading} {document.text[block.start : block.end]}"
        in_heading = block.kind == "heading"
    if article.end > start:
        yield heading, start, article.end


def _context(document: Document, article: Article, section: str | None) -> str:
    """What a paragraph seldom says of itself: bulletin, issue, article, author, section."""
    bulletin = document.bulletin
    head = document.text[article.start : article.body].split("\n")
    own = "".join("".join(head).split())
    # A title that a person corrected, or that only the contents have, stands not in the text.
    title = article.title if "".join((article.title or "").split()) not in own else None
    names = [bulletin.title, bulletin.issue, title, *head, section]
    return " ".join(dict.fromkeys(name for name in names if name))


def _blocks_between(document: Document, start: int, end: int) -> Sequence[Block]:
    first = bisect_left(document.blocks, start, key=lambda block: block.start)
    return document.blocks[first : bisect_left(document.blocks, end, key=lambda block: block.start)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class PageFinder:
    def __init__(self, pages: Sequence[PageSpan]) -> None:
        self._pages = pages
        self._starts = [span.start for span in pages]

    def page_at(self, offset: int) -> tuple[int | None, bool]:
        """The printed page of a character, and whether it was inferred."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._pages[index].end:
            return None, False
        return self._pages[index].page, self._pages[index].inferred


def units(document: Document) -> list[Unit]:
    """Every sentence, row, heading and title, in order. Ids survive rebuilds and other models:
    they are made of the words alone, and of which occurrence of them this is."""
    finder = PageFinder(document.pages)
    seen: Counter[str] = Counter()
    found: list[Unit] = []
    for article in document.articles:
        for block in _blocks_between(document, article.start, article.end):
            for start, end in sentences(document.text, block):
                name = citation_name(document.bulletin.key, document.text[start:end])
                seen[name] += 1
                page, inferred = finder.page_at(start)
                found.append(
                    Unit(
                        id=f"{name}-{seen[name]}",
                        document=document.bulletin.key,
                        article=article.number,
                        start=start,
                        end=end,
                        page=page,
                        page_inferred=inferred,
                        text=document.text[start:end],
                    )
                )
    return found


def citation_name(key: str, text: str) -> str:
    """The document's key and a digest of the words, white space aside, so that a page that is
    set anew keeps its ids."""
    words = "".join(text.split())
    return f"{key}-{hashlib.sha256(words.encode('utf-8')).hexdigest()[:12]}"


def sentences(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of one block; a row or a heading is one whatever its marks."""
    if block.kind not in ("paragraph", "item"):
        yield block.start, block.end
        return
    start = block.start
    for match in SENTENCE_END.finditer(text, block.start, block.end):
        if match.start() < start or _inside_quotation(text, start, match.end()):
            continue
        yield _trimmed(text, start, match.end())
        start = match.end()
    begin, end = _trimmed(text, start, block.end)
    if end > begin:
        yield begin, end


def _inside_quotation(text: str, start: int, end: int) -> bool:
    """A full stop inside quotation marks or brackets that are still open ends no sentence."""
    piece = text[start:end]
    if len(piece) > LONGEST_QUOTATION:
        return False  # a mark that was never closed must not swallow the paragraph
    return any(piece.count(a) > piece.count(b) for a, b in ("“”", "（）", "《》"))
