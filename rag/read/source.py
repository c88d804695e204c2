"""One door for every format: a file becomes the text that the reader reads, and what else it tells.

Text files are their own source. Of other formats the source is the text as it was extracted, a
paragraph, heading or row a line, blank lines between them, headings marked as Markdown marks them:
offsets count in that text, and `python -m rag read` shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import ReadError
from rag.read.lines import HEADING_MARK
from rag.read.text import decode, digest, read_bytes

TEXT = (".txt", ".md", ".markdown")
HTML = (".html", ".htm")
READABLE = (*TEXT, *HTML, ".pdf", ".docx")

_PDF, _ZIP, _OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Source:
    text: str
    is_plain: bool = True
    """Lines are as they were printed. Otherwise each is a paragraph, a heading or a row."""
    pages: tuple[tuple[int, int | None, bool], ...] = ()
    """Where a page begins in `text`, its printed number, and whether that is inferred."""
    furniture: frozenset[int] = frozenset()
    """Numbers of the lines, from 1, that are no text: running heads and page numbers."""
    warnings: tuple[str, ...] = ()
    """What was left out or may be wrong, for a person to check."""


@dataclass(frozen=True)
class Read:
    source: Source
    digest: str
    """SHA-256 of the file's bytes."""


def read_source(path: Path) -> Read:
    """Raises ReadError, which names the file and the way out."""
    data = read_bytes(path)
    _check_kind(data, path)
    return Read(_extractor(path.suffix.lower())(data, path.name), digest(data))


def _extractor(suffix: str) -> Callable[[bytes, str], Source]:
    """The libraries are imported for the formats that need them."""
    if suffix in HTML:
        from rag.read.html import extract_html

        return extract_html
    if suffix == ".pdf":
        from rag.read.pdf import extract_pdf

        return extract_pdf
    if suffix == ".docx":
        from rag.read.office import extract_docx

        return extract_docx
    return lambda data, name: Source(decode(data, name))


def _check_kind(data: bytes, path: Path) -> None:
    """A file whose ending belies what it is would give an error that helps nobody."""
    suffix = path.suffix.lower()
    is_pdf, is_zip = _PDF in data[:1024], data.startswith(_ZIP)
    if not data.strip():
        raise ReadError(f"{path.name}：文件是空的（empty file）。请换一个有内容的文件。")
    if suffix == ".pdf" and not is_pdf:
        raise ReadError(
            f"{path.name}：不是 PDF 文件，或开头已损坏（not a PDF）。请重新导出，或改成正确的扩展名。"
        )
    if suffix == ".docx" and data.startswith(_OLE):
        raise ReadError(
            f"{path.name}：是加密的文件或旧式 .doc（encrypted, or an old .doc）。"
            "请用 Word 或 WPS 打开，去掉密码，另存为 .docx。"
        )
    if suffix == ".docx" and not is_zip:
        raise ReadError(
            f"{path.name}：不是 Word 文件，或已损坏（not a docx）。请用 Word 或 WPS 另存为 .docx。"
        )
    if suffix in (*TEXT, *HTML) and (data.startswith(_PDF) or is_zip):
        kind = "PDF" if is_pdf else "Office 或压缩文件"
        raise ReadError(
            f"{path.name}：内容是{kind}，扩展名却是 {suffix}（wrong extension）。请改成正确的扩展名。"
        )


def extracted(
    lines: Sequence[str],
    name: str,
    *,
    pages: Sequence[tuple[int, int | None, bool]] = (),
    furniture: frozenset[int] = frozenset(),
    warnings: Sequence[str] = (),
) -> Source:
    """A source of lines without breaks in them. The first stands on line 1, the next on line 3."""
    if not any(HEADING_MARK.sub("", line).strip() for line in lines):
        raise ReadError(f"{name}：里面没有文字（no text in it）。请换一个有内容的文件。")
    text = "\n\n".join(lines) + "\n"
    return Source(text, False, tuple(pages), furniture, tuple(warnings))
