"""Citations: their ids, the house style in which they are copied, and what stands around a quote.

An id names the document, the sentence or row (by a digest of its words) and which occurrence of it:
`qinghai-gongyun-2024-12-1f0c22a9b3d4-1`. A shorter quote is a span inside it: `…-1:12-40`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.errors import CitationError
from rag.records import Article, Bulletin, Citation, Unit, bulletin_name

ID = re.compile(
    r"^(?P<unit>[^\s:]{1,200}-[0-9a-f]{12}-\d{1,6})(?::(?P<start>\d{1,6})-(?P<end>\d{1,6}))?$"
)


@dataclass(frozen=True, slots=True)
class CitationId:
    unit: str
    start: int | None = None
    end: int | None = None
    """The quote's span inside the sentence; both None for the whole of it."""

    def __str__(self) -> str:
        return self.unit if self.start is None else f"{self.unit}:{self.start}-{self.end}"


def parse_id(text: str) -> CitationId:
    match = ID.match(text.strip())
    if match is None:
        raise CitationError(
            f"不是引文编号（not a citation id）：{text[:80]!r}。例：某刊-1f0c22a9b3d4-1"
        )
    if match["start"] is None:
        return CitationId(match["unit"])
    return CitationId(match["unit"], int(match["start"]), int(match["end"]))


def citation(
    n: int, unit: Unit, bulletin: Bulletin, article: Article, span: tuple[int, int] | None = None
) -> Citation:
    """`span` is the quote's place in the unit's text; None quotes all of it."""
    name = (
        CitationId(unit.id, *span) if span and span != (0, len(unit.text)) else CitationId(unit.id)
    )
    start, end = span or (0, len(unit.text))
    if not 0 <= start < end <= len(unit.text):
        raise CitationError(f"引文编号里的范围不在原句之内（span outside its sentence）：{name}")
    return Citation(
        n=n,
        id=str(name),
        document=bulletin.name,
        title=bulletin.title,
        issue=bulletin.issue,
        date=bulletin.date,
        article=article.title,
        page=unit.page,
        page_inferred=unit.page_inferred,
        quote=unit.text[start:end],
        start=unit.start + start,
        end=unit.start + end,
        author=one_line(article.byline) if article.byline else None,
    )


def house_style(cited: Citation) -> str:
    """`《青海工运》2024年第12期，第37页，《…》`; without issue and page, title and author as far as
    known."""
    parts = [bulletin_name(cited)]
    if cited.author and not cited.issue and cited.page is None:
        parts.append(re.sub("[，,；;]", "、", cited.author))
    if cited.page is not None:
        parts.append(f"第{cited.page}页{'（推定）' if cited.page_inferred else ''}")
    if cited.article and cited.article != cited.title:
        parts.append(f"《{one_line(cited.article)}》")
    return "，".join(parts)


def one_line(text: str) -> str:
    return " ".join(text.split())


def shortened(text: str, longest: int) -> str:
    """On one line, and cut off with …… where it is longer."""
    line = one_line(text)
    return line if len(line) <= longest else f"{line[:longest]}……"
