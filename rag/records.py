"""The records that travel between the stages.

Offsets are code points in a document's clean text, end exclusive. Ids are made once, by the reader,
and travel to the screen, so that a citation is looked up and never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What the manifest says of a document. `name` is its file in corpus/."""

    key: str
    name: str
    title: str
    publisher: str | None = None
    issue: str | None = None
    date: str | None = None
    kind: str = "document"
    licence: str | None = None


class OfABulletin(Protocol):
    """A bulletin, or what was taken from one."""

    @property
    def title(self) -> str: ...

    @property
    def issue(self) -> str | None: ...


def bulletin_name(each: OfABulletin) -> str:
    """`《青海工运》2024年第12期`: what a person is told it is, on one line."""
    return f"《{' '.join(each.title.split())}》{each.issue or ''}"


@dataclass(frozen=True, slots=True)
class PageSpan:
    """A stretch of clean text that stands on one printed page (None where nothing tells)."""

    start: int
    end: int
    page: int | None
    inferred: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row of the clean text. Blocks never overlap.

    kind: title, byline, heading, paragraph, item, row.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Article:
    """One item of a bulletin, contiguous in the clean text; title and byline stand at its head."""

    number: int
    title: str | None
    byline: str | None
    start: int
    end: int
    body: int
    """Where the text begins, after title and byline."""


@dataclass(frozen=True, slots=True)
class Document:
    bulletin: Bulletin
    digest: str
    """SHA-256 of the file's bytes."""
    text: str
    origins: tuple[int, ...]
    """For each character of `text`, where it stands in the decoded source; never the same twice."""
    lines: tuple[int, ...]
    """Offset in the decoded source at which each line begins."""
    articles: tuple[Article, ...]
    blocks: tuple[Block, ...]
    pages: tuple[PageSpan, ...]
    furniture: tuple[tuple[int, int], ...]
    """Stretches of the decoded source that belong to no article: footers, side tabs, contents."""

    def articles_with_pages(self) -> list[tuple[Article, tuple[int | None, bool]]]:
        """Each article with the printed page on which its text begins, and whether it is inferred."""
        return [(article, self.page_at(article.body)) for article in self.articles]

    def page_at(self, offset: int) -> tuple[int | None, bool]:
        """The printed page of a character of the clean text, and whether it is inferred."""
        for span in self.pages:
            if span.start <= offset < span.end:
                return span.page, span.inferred
        return None, False


@dataclass(frozen=True, slots=True)
class Unit:
    """A citable sentence or table row. `id` is the citation id."""

    id: str
    document: str
    article: int
    start: int
    end: int
    page: int | None
    page_inferred: bool
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched and shown: within one article, at most 500 characters, cut at sentence ends.

    `context` (bulletin, issue, article, section) is searched in front of the text and not shown.
    """

    id: str
    document: str
    article: int
    section: str | None
    start: int
    end: int
    page: int | None
    page_inferred: bool
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. `signals` holds each signal's own score, for a person to see why."""

    passage: Passage
    score: float
    signals: Mapping[str, float]
    document: str = ""
    """The document's file name, and the title of the article: what a person knows it by."""
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look. Empty means everywhere; documents are manifest keys, file names, titles or
    issues, as a person names them."""

    documents: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Exact words in a bulletin. `quote` equals the document's clean text from `start` to `end`."""

    n: int
    id: str
    document: str
    title: str
    issue: str | None
    date: str | None
    article: str | None
    page: int | None
    page_inferred: bool
    quote: str
    start: int
    end: int
    author: str | None = None
    """As its article is signed; None too in what was saved before this was kept."""


@dataclass(frozen=True, slots=True)
class OpenedCitation:
    """A citation with what stands around it in its article."""

    citation: Citation
    publisher: str | None
    byline: str | None
    before: str
    after: str
    status: str = "unchanged"
    """One of STATUSES. Of a quote that is superseded or withdrawn only its own words are left."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What `ask` returns, refused or not. `text` carries [n] marks that name `citations`.

    While an answer is being written, `finished` is False and `text` grows from one record to the next.
    """

    question: str
    text: str = ""
    refused: bool = False
    reason: str | None = None
    """None, or one of REASONS."""
    mode: str = "extractive"
    seconds: float = 0.0
    citations: tuple[Citation, ...] = ()
    retrieved: tuple[Hit, ...] = ()
    finished: bool = True
    trace: Mapping[str, object] = field(default_factory=dict)


STATUSES = ("unchanged", "moved", "superseded", "withdrawn")
"""What became of a quote since it was shown: it stands where it stood; it stands elsewhere, or on
another page; its document has other words now; its document is gone."""
REASONS = ("nothing_found", "weak_evidence", "other_name", "other_time", "off_topic")
