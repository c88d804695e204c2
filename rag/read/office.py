"""Word documents: headings by their styles, paragraphs, and tables as rows.

A docx keeps no pages: Word breaks them anew on each machine. So its passages have none.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag.errors import ReadError
from rag.read.source import Source, extracted

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement

MOST_UNPACKED = 200_000_000
MOST_PARTS = 5000
LONGEST_PART = 60_000_000
"""Bytes of the text itself; pictures may be larger."""
DEEPEST = 30
"""Tables, frames and controls inside each other."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = (f"{_W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
_REMOVED = frozenset(
    (_FALLBACK, *(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "rt", "txbxContent")))
)
"""Words that a tracked change took out, pinyin above the characters, and what is no running text."""
_OPENED = frozenset(
    f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
)
_HEADING = re.compile(r"^(?:heading|标题|見出し)\s*([1-9])$", re.IGNORECASE)
_TITLES = ("title", "标题")
_MARKS = re.compile(r"^#{1,10} ")


def extract_docx(data: bytes, name: str) -> Source:
    word = _opened(data, name)
    levels = _levels(word)
    lines = [line for line in _lines(word.element.body, levels, 0) if line.strip()]
    return extracted(_from_level_one(lines), name, warnings=list(_left_out(word)))


def _opened(data: bytes, name: str) -> Word:
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            infos = parts.infolist()
            if any(info.flag_bits & 1 for info in infos):
                raise ReadError(f"{name}：有密码（encrypted）。请去掉密码，另存后再放入。")
            # What a part unpacks to is never more than it says here: zipfile reads no further.
            if (
                len(infos) > MOST_PARTS
                or sum(info.file_size for info in infos) > MOST_UNPACKED
                or any(i.file_size > LONGEST_PART for i in infos if i.filename.endswith(".xml"))
            ):
                raise ReadError(
                    f"{name}：解压后太大（unpacks to too much），没有读。请拆成几份，或另存为 txt。"
                )
        return docx.Document(io.BytesIO(data))
    except ReadError:
        raise
    # Whatever is wrong with a package, python-docx, lxml and zipfile each have their own error for it.
    except Exception as error:
        raise ReadError(
            f"{name}：打不开，不是 Word 文件或已损坏（damaged docx）：{str(error)[:120]}。"
            "请用 Word 或 WPS 打开，另存为 .docx。"
        ) from error


def _levels(word: Word) -> dict[str, int]:
    """The heading level of each style that has one: by its outline level, else by its name."""
    levels: dict[str, int] = {}
    for style in word.styles:
        outline = style.element.find(f"{_W}pPr/{_W}outlineLvl")
        named = _HEADING.match(style.name or "")
        if (style.name or "").lower() in _TITLES:
            levels[style.style_id] = 0
        elif outline is not None and (value := outline.get(f"{_W}val", "9")).isdecimal():
            if int(value) < 9:
                levels[style.style_id] = int(value) + 1
        elif named:
            levels[style.style_id] = int(named[1])
    return levels


def _lines(body: BaseOxmlElement, levels: dict[str, int], depth: int) -> Iterator[str]:
    for element in body:
        if element.tag == f"{_W}p":
            yield from _paragraph(element, levels, depth)
        elif element.tag == f"{_W}tbl":
            yield from _rows(element, levels, depth)
        elif element.tag in _OPENED and depth < DEEPEST:
            yield from _lines(element, levels, depth + 1)


def _paragraph(paragraph: BaseOxmlElement, levels: dict[str, int], depth: int) -> Iterator[str]:
    """Its lines, then what stands in a text box that hangs on it."""
    level = _level(paragraph, levels)
    # A heading broken over two lines is one heading.
    text = "".join(_characters(paragraph))
    parts = [" ".join(text.split())] if level is not None else text.split("\n")
    for part in filter(str.strip, parts):
        # Here the title is of level 0, and becomes the highest of those there are.
        yield f"{'#' * (level + 1)} {part.strip()}" if level is not None else part.strip()
    if depth < DEEPEST:
        for box in _boxes(paragraph):
            yield from _lines(box, levels, depth + 1)


def _level(paragraph: BaseOxmlElement, levels: dict[str, int]) -> int | None:
    own = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    if own is not None and (value := own.get(f"{_W}val", "9")).isdecimal() and int(value) < 9:
        return int(value) + 1
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return levels.get(style.get(f"{_W}val", "")) if style is not None else None


def _characters(element: BaseOxmlElement) -> Iterator[str]:
    """The text as it is shown now: tracked insertions are in, deletions are not."""
    for child in element:
        if child.tag in _REMOVED:
            continue
        if child.tag in _TEXT:
            yield _one_line(child.text or "")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            yield "　"  # a tab inside a paragraph is no column of a table
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            yield from _characters(child)


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n\t\f\v]+", " ", text)


def _boxes(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Text boxes, once each: the fallback for old programs repeats them."""
    for child in element:
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag != _FALLBACK:
            yield from _boxes(child)


def _rows(table: BaseOxmlElement, levels: dict[str, int], depth: int) -> Iterator[str]:
    """A row a line, its cells parted by tabs. A table of one column is a frame around text."""
    if depth >= DEEPEST:
        return
    for row in _inside(table, f"{_W}tr"):
        cells = [
            [line for line in _lines(cell, levels, depth + 1) if line.strip()]
            for cell in _inside(row, f"{_W}tc")
            if not _goes_on(cell)
        ]
        if len(cells) == 1:
            yield from cells[0]
        else:
            texts = [" ".join(_MARKS.sub("", line) for line in cell) for cell in cells]
            yield "\t".join(text.replace("\t", " ") for text in texts).rstrip("\t")


def _inside(element: BaseOxmlElement, tag: str) -> Iterator[BaseOxmlElement]:
    """Its rows or cells, those too that a control or a tracked insertion wraps."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _OPENED:
            yield from _inside(child, tag)


def _goes_on(cell: BaseOxmlElement) -> bool:
    """Whether the cell is the lower part of one merged with that above, whose text it may repeat."""
    merged = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merged is not None and merged.get(f"{_W}val") != "restart"


def _from_level_one(lines: list[str]) -> list[str]:
    """Whatever levels were used, the highest is 1 and none is lower than 6."""
    found = [len(marks[0]) - 1 for line in lines if (marks := _MARKS.match(line))]
    highest = min(found, default=1)
    return [
        _MARKS.sub(lambda marks: "#" * min(len(marks[0]) - highest, 6) + " ", line)
        for line in lines
    ]


def _left_out(word: Word) -> Iterator[str]:
    kinds = {"footnotes": "脚注（footnotes）", "endnotes": "尾注（endnotes）"}
    for part in word.part.package.parts:
        name = part.partname.rsplit("/", 1)[-1].removesuffix(".xml")
        # Two notes are in every such part: the separators, which have no words.
        if name in kinds and re.search(rb"<w:t[ >]", part.blob):
            yield f"{kinds[name]}没有读入"
    if next(word.element.body.iter(f"{_W}numPr"), None) is not None:
        yield "自动编号不在文字里，没有读入（automatic numbers are not read）"
