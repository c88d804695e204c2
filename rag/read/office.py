"""Word documents: headings by their styles, paragraphs with their numbers, tables as rows, notes
behind the paragraph that they belong to.

A docx keeps no pages: Word breaks them anew on each machine. So its passages have none.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rag.errors import ReadError
from rag.read.clean import BROKEN
from rag.read.grid import Grid
from rag.read.layout import ITEM
from rag.read.numbering import Numbers, read_numbers
from rag.read.source import Source, extracted
from rag.read.word_sizes import levels_of_large
from rag.read.word_table import OPENED, WordRows, rows_of
from rag.read.word_text import boxes, characters, references
from rag.read.word_xml import W

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement

MOST_UNPACKED = 200_000_000
MOST_PARTS = 5000
LONGEST_PART = 60_000_000
"""Bytes of the text itself; pictures may be larger."""
DEEPEST = 30
"""Tables, frames and controls inside each other."""
MOST_FILLED = 100_000
"""Columns of a file's tables into which other cells reach; a file can ask for any number of them."""
MOST_RUNNING = 100
"""Different lines of headers and footers."""

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_CONTENTS = re.compile(r"^(?:toc|目录)\s*(?:\d|heading|标题)$", re.IGNORECASE)
_HEADING = re.compile(r"^(?:heading|标题|見出し)\s*([1-9])$", re.IGNORECASE)
_TITLES = ("title", "标题")
_RELATIONS, _STRICT = "_rels/.rels", b"http://purl.oclc.org/ooxml/"
_MARKS = re.compile(r"^#{1,10} ")


def extract_docx(data: bytes, name: str) -> Source:
    word = _opened(data, name)
    try:
        reader = _Reader.of(word)
        running = _running_lines(word)
    except (SyntaxError, ValueError) as error:  # lxml's, of a part that is no XML
        raise ReadError(
            f"{name}：编号、脚注或页眉已损坏（damaged docx）：{str(error)[:120]}。请用 Word 或 WPS 另存一次。"
        ) from error
    lines = [line for line in reader.document(word.element.body) if line.strip()]
    lines = _from_level_one(lines)
    if not lines and next(word.element.body.iter(_PICTURE), None) is not None:
        raise ReadError(
            f"{name}：里面只有图片，没有文字，像是扫描件（pictures only）。"
            "请先做文字识别（OCR），或换有文字的版本。"
        )
    left_out = [*reader.contents, *running] if lines else []
    # A line of the text stands on each odd line of the source; see `extracted`.
    furniture = frozenset(2 * (len(lines) + each) + 1 for each in range(len(left_out)))
    return extracted([*lines, *left_out], name, furniture=furniture, warnings=_not_read(word))


def _not_read(word: Word) -> list[str]:
    embedded = sum(1 for _ in word.element.body.iter(f"{W}altChunk"))
    return [f"嵌入的 {embedded} 份文件没有读（embedded files were not read）"] if embedded else []


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
            if _STRICT in parts.read(_RELATIONS):
                raise ReadError(
                    f"{name}：是“严格的 Open XML”格式（strict Open XML），还不能读。请用 Word 或 WPS 打开，"
                    "另存为“Word 文档 (*.docx)”，不要选带“严格”的那种。"
                )
        word = docx.Document(io.BytesIO(data))
        if getattr(word.element, "body", None) is None:
            raise ValueError("no body")
        return word
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
        outline = style.element.find(f"{W}pPr/{W}outlineLvl")
        named = _HEADING.match(style.name or "")
        if (style.name or "").lower() in _TITLES:
            levels[style.style_id] = 0
        elif outline is not None and (value := outline.get(f"{W}val", "9")).isdecimal():
            if int(value) < 9:
                levels[style.style_id] = int(value) + 1
        elif named:
            levels[style.style_id] = int(named[1])
    return levels


def _root(word: Word, kind: str) -> BaseOxmlElement | None:
    """The root of a part that the document names by what it is to it."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml

    related = getattr(RELATIONSHIP_TYPE, kind)
    parts = [each for each in word.part.rels.values() if each.reltype == related]
    return parse_xml(parts[0].target_part.blob) if parts and not parts[0].is_external else None


def _notes(word: Word) -> dict[tuple[str, str], BaseOxmlElement]:
    """By the name of the reference and its id; separators of notes are none."""
    found = {}
    for kind, tag in (("FOOTNOTES", "footnote"), ("ENDNOTES", "endnote")):
        if (root := _root(word, kind)) is not None:
            for note in root.iterchildren(f"{W}{tag}"):
                if note.get(f"{W}type", "normal") == "normal":
                    found[f"{W}{tag}Reference", note.get(f"{W}id", "")] = note
    return found


def _running_lines(word: Word) -> list[str]:
    """Of headers and footers, once each. Their page numbers are counted by whoever prints."""
    from docx.oxml import parse_xml

    lines: dict[str, None] = {}
    for reference in word.element.body.iter(f"{W}headerReference", f"{W}footerReference"):
        relation = word.part.rels.get(reference.get(_RELATION, ""))
        if relation is not None and not relation.is_external:
            for paragraph in parse_xml(relation.target_part.blob).iter(f"{W}p"):
                lines[" ".join("".join(characters(paragraph)).split())] = None
    return [line for line in lines if _MARKS.sub("", line)][:MOST_RUNNING]


@dataclass
class _Reader:
    levels: Mapping[str, int]
    """Of styles."""
    large: Mapping[BaseOxmlElement, int]
    """The levels of paragraphs that only their size makes headings."""
    numbers: Numbers
    notes: dict[tuple[str, str], BaseOxmlElement]
    """Those that were not read yet."""
    _to_fill: int = MOST_FILLED
    _begun: str = ""
    """What comes before the words of the next paragraph."""
    contents_styles: Set[str] = frozenset()
    contents: list[str] = field(default_factory=list)
    """The list of contents: Word makes it of the headings, which are read where they stand."""
    _waiting: list[BaseOxmlElement] = field(default_factory=list)
    """Notes of the paragraph or table that is being read."""

    @classmethod
    def of(cls, word: Word) -> _Reader:
        numbers = read_numbers(_root(word, "NUMBERING"), word.styles.element)
        body, styles, levels = word.element.body, word.styles.element, _levels(word)
        styled = any(_level(each, levels) is not None for each in body.iter(f"{W}p"))
        large = {} if styled else levels_of_large(body, styles)
        listing = {each.style_id for each in word.styles if _CONTENTS.match(each.name or "")}
        return cls(levels, large, numbers, _notes(word), contents_styles=listing)

    def document(self, body: BaseOxmlElement) -> Iterator[str]:
        for element in body:
            yield from self._element(element, 0)
            while self._waiting and not self._begun:
                waiting, self._waiting = self._waiting, []
                for note in waiting:
                    said = " ".join(line.lstrip("# ") for line in self._lines(note, 1))
                    yield f"注：{said}".replace("\t", " ") if said.strip() else ""

    def _lines(self, parent: BaseOxmlElement, depth: int) -> Iterator[str]:
        for element in parent:
            yield from self._element(element, depth)

    def _element(self, element: BaseOxmlElement, depth: int) -> Iterator[str]:
        if element.tag == f"{W}p" and self._of_contents(element):
            self.contents += filter(None, [" ".join("".join(characters(element)).split())])
        elif element.tag == f"{W}p":
            yield from self._paragraph(element, depth)
        elif element.tag == f"{W}tbl":
            yield from self._rows(element, depth)
        elif element.tag in OPENED and depth < DEEPEST:
            yield from self._lines(element, depth + 1)

    def _of_contents(self, paragraph: BaseOxmlElement) -> bool:
        if _style(paragraph) in self.contents_styles:
            return True
        after = paragraph.getnext()
        if after is None or _style(after) not in self.contents_styles:
            return False
        return "".join("".join(characters(paragraph)).split()) in ("目录", "目次")

    def _paragraph(self, paragraph: BaseOxmlElement, depth: int) -> Iterator[str]:
        """Its lines, then what stands in a text box that hangs on it."""
        text, begun, self._begun = "".join(characters(paragraph)), self._begun, ""
        taken_out, goes_on = _end_taken_out(paragraph), self._goes_on(paragraph)
        left = taken_out and (goes_on or not text.strip())
        number = "" if left else self.numbers.before(paragraph)
        text = begun + text
        # A number alone says something in the column of a table that has the numbers.
        text = f"{number}{text}" if text.strip() or (depth and not goes_on) else ""
        text, begun = ("", text) if goes_on else (text, "")
        level = self.large.get(paragraph, _level(paragraph, self.levels))
        # A heading broken over two lines is one heading.
        one_line = " ".join(BROKEN.sub("", text).split())
        parts = [one_line] if level is not None else text.split("\n")
        for part in filter(str.strip, parts):
            # Here the title is of level 0, and becomes the highest of those there are.
            yield f"{'#' * (level + 1)} {part.strip()}" if level is not None else part.strip()
        for reference in references(paragraph):
            note = self.notes.pop((reference.tag, reference.get(f"{W}id", "")), None)
            self._waiting += [] if note is None else [note]
        if depth < DEEPEST:
            for box in boxes(paragraph):
                yield from self._lines(box, depth + 1)
        self._begun = begun

    def _goes_on(self, paragraph: BaseOxmlElement) -> bool:
        """Its words belong to the next paragraph: its end was taken out, or it is one of the lines of
        a heading, and not the last."""
        following = paragraph.getnext()
        if following is None or following.tag != f"{W}p" or self._of_contents(following):
            return False
        if _end_taken_out(paragraph):
            return True
        level = self.large.get(paragraph)
        return (
            level is not None
            and level == self.large.get(following)
            and not self.numbers.has_one(following)
            and not ITEM.match("".join(characters(following)).strip())
        )

    def _rows(self, table: BaseOxmlElement, depth: int) -> Iterator[str]:
        """A table of one column is a frame around text."""
        if depth >= DEEPEST:
            return
        grid, merged = Grid(), WordRows()
        for row in rows_of(table):
            grid.open_row()
            for cell in merged.cells(row):
                self._to_fill -= grid.open_cell(cell.columns, 1, self._to_fill)
                for part in cell.parts:
                    grid.rows[-1][-1] += filter(str.strip, self._lines(part, depth + 1))
        yield from grid.lines()


def _end_taken_out(paragraph: BaseOxmlElement) -> bool:
    """A tracked change took out the mark at its end: what is left of it belongs to the next one."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _level(paragraph: BaseOxmlElement, levels: Mapping[str, int]) -> int | None:
    own = paragraph.find(f"{W}pPr/{W}outlineLvl")
    if own is not None and (value := own.get(f"{W}val", "9")).isdecimal() and int(value) < 9:
        return int(value) + 1
    return levels.get(_style(paragraph))


def _style(paragraph: BaseOxmlElement) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val", ""))


def _from_level_one(lines: list[str]) -> list[str]:
    """Whatever levels were used, the highest is 1 and none is lower than 6."""
    found = [len(marks[0]) - 1 for line in lines if (marks := _MARKS.match(line))]
    highest = min(found, default=1)
    return [
        _MARKS.sub(lambda marks: "#" * min(len(marks[0]) - highest, 6) + " ", line)
        for line in lines
    ]
