"""People judge too: a sheet to mark answers in, written as xlsx and read back.

The sheet leaves the reference answer out, and the type of the question, so that raters are not led.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.answer.cite import house_style
from rag.errors import RequestError
from rag.records import Citation
from rag.sheets import writable

Run = Mapping[str, Any]
Row = Mapping[str, Any]

MARKS_SHEET = "评分 marks"
GUIDE_SHEET = "说明 read me"
COLUMNS = {
    "编号 id": 13,
    "问题 question": 34,
    "回答 answer": 56,
    "引文 citations": 64,
    "判断 answer right": 14,
    "引文成立 citation holds": 14,
    "备注 note": 30,
}
"""Headings and widths, in characters of a spreadsheet."""
ID, _, ANSWER, _, JUDGED, HOLDS, NOTE = COLUMNS
JUDGED_WORDS = {"right": "对 right", "partly": "部分对 partly", "wrong": "错 wrong"}
HOLDS_WORDS = {"yes": "是 yes", "no": "否 no"}
GUIDE = (
    ("怎样评分", "How to mark"),
    (
        "在“评分 marks”表里，每行是一个问题和系统的回答。请独立评，不要先看别人的。",
        "In the sheet “评分 marks” each row is a question and an answer. Mark on your own, before seeing others' marks.",
    ),
    (
        "判断：对 = 问到的都答了，没有错；部分对 = 有对的，但缺了或多了要紧的；错 = 答错，或材料里没有答案却作答。",
        "Answer: right = all that was asked and nothing wrong; partly = some of it, with something that matters missing or added; wrong = wrong, or answered though the documents do not say.",
    ),
    (
        "引文成立：是 = 每条引文都说明了它所支持的那句话；只要有一条不成立就选否。没有引文的留空。",
        "Citation holds: yes = every quote bears out the sentence it stands behind; no = at least one does not. Leave empty where there is no citation.",
    ),
    (
        "拿不准时请查原文；想不清的写在备注里。没评的行留空即可，不算数。",
        "When in doubt look into the document; put doubts into the note. Rows left empty are not counted.",
    ),
    (
        "请只填后三列，不要改编号和回答；评完用自己的名字作文件名保存（xlsx）。",
        "Fill in the last three columns only and leave id and answer as they are; save as xlsx under your own name.",
    ),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What one rater said of one answer; None where the cell was left empty."""

    row: int
    id: str
    answer: str
    """As it stands in the sheet, to tell whether it is the answer of the run."""
    judged: str | None
    """right, partly, wrong."""
    holds: str | None
    """yes, no."""
    note: str


@dataclass(frozen=True, slots=True)
class Marks:
    """One rater's sheet: the rows in which something was marked."""

    file: Path
    given: tuple[Mark, ...]

    @property
    def rater(self) -> str:
        return self.file.stem


# ------------------------------------------------------------------------------------ the sheet


def write_sheet(run: Run, file: Path) -> None:
    """An xlsx with a row for each answered question, in the order of the run."""
    from openpyxl import Workbook

    book = Workbook()
    _guide(book.active)
    sheet = book.create_sheet(MARKS_SHEET)
    rows = [row for row in run["rows"] if answered(row)]
    _head(sheet)
    for number, row in enumerate(rows, 2):
        _line(sheet, number, _texts(row))
    last = max(len(rows) + 1, 2)
    _choices(sheet, JUDGED, JUDGED_WORDS, last)
    _choices(sheet, HOLDS, HOLDS_WORDS, last)
    file.parent.mkdir(parents=True, exist_ok=True)
    book.save(file)


def answered(row: Row) -> bool:
    record = row["record"]
    return "error" not in record and not record.get("refused")


def _texts(row: Row) -> list[str]:
    """A question is read together with the earlier ones of its conversation."""
    record = row["record"]
    turns = [f"（前文 earlier）{turn}" for turn in row.get("turns") or ()]
    cited = [
        f"[{each['n']}] {house_style(Citation(**each))}：{' '.join(each['quote'].split())}"
        for each in record.get("citations") or ()
    ]
    question = "\n".join([*turns, row["question"]])
    return [str(row["id"]), question, record.get("answer") or "", "\n".join(cited)]


def _guide(sheet: Any) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = GUIDE_SHEET
    sheet.column_dimensions["A"].width = 60
    sheet.column_dimensions["B"].width = 60
    for number, words in enumerate(GUIDE, 1):
        for column, text in enumerate(words, 1):
            cell = sheet.cell(number, column, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1, size=14 if number == 1 else 11)


def _head(sheet: Any) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, (name, width) in enumerate(COLUMNS.items(), 1):
        cell = sheet.cell(1, number, name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E9F0FA")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = width
    # The id too, so that a row is still known when one scrolls to the marks.
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _line(sheet: Any, number: int, texts: Sequence[str]) -> None:
    from openpyxl.styles import Alignment

    for column in range(1, len(COLUMNS) + 1):
        cell = sheet.cell(number, column)
        if column <= len(texts):
            cell.value = writable(texts[column - 1])
            # Not '=1+1' behind an apostrophe: the words stay as they are, and a spreadsheet is told
            # that they are text.
            cell.data_type = "s"
            cell.quotePrefix = True
            cell.number_format = "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[number].height = _height(texts)


def _height(texts: Sequence[str]) -> float:
    """Points. Not every program fits a row to wrapped text, so the lines are counted here."""

    def lines(text: str, width: float) -> int:
        wide = [sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in text.split("\n")]
        return sum(max(1, -(-length // max(round(width) - 2, 1))) for length in wide)

    widths = COLUMNS.values()
    most = max(lines(text, width) for text, width in zip(texts, widths, strict=False))
    return min(15.5 * most + 4, 400.0)


def _choices(sheet: Any, column: str, words: Mapping[str, str], last: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = "，".join(words.values())
    choice = DataValidation(
        type="list",
        formula1=f'"{",".join(words.values())}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=column,
        error=f"请从列表里选 choose from the list：{listed}",
    )
    letter = get_column_letter(list(COLUMNS).index(column) + 1)
    choice.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(choice)


# ------------------------------------------------------------------------------------ the marks


def read_marks(files: Sequence[Path]) -> list[Marks]:
    marks = [_read(file) for file in files]
    raters = Counter(each.rater for each in marks)
    if twice := [name for name, count in raters.items() if count > 1]:
        raise RequestError(
            f"有两份表同名（two sheets of one name）：{twice[0]}。文件名就是评分人，请改名。"
        )
    return marks


def _read(file: Path) -> Marks:
    lines = _lines(file)
    head = [_text(cell) for cell in next(lines, (0, ()))[1]]
    if missing := [name for name in (ID, ANSWER, JUDGED, HOLDS) if name not in head]:
        raise problem(file, 1, f"缺少这一列（no such column）：{missing[0]}")
    marks = [_mark(file, number, dict(zip(head, cells, strict=False))) for number, cells in lines]
    given = tuple(mark for mark in marks if mark.judged or mark.holds)
    if not given:
        raise RequestError(
            f"{file.name}，“{MARKS_SHEET}”：一行也没有评（empty sheet: nothing was marked）。"
            f"请填“{JUDGED}”和“{HOLDS}”两列。"
        )
    counted = Counter(mark.id for mark in given)
    for mark in given:
        if counted[mark.id] > 1:
            raise problem(file, mark.row, f"编号出现了不止一次（id more than once）：{mark.id!r}")
    return Marks(file, given)


def _mark(file: Path, number: int, row: Mapping[str, object]) -> Mark:
    return Mark(
        row=number,
        id=_text(row[ID]),
        answer=_text(row[ANSWER]),
        judged=_choice(file, number, JUDGED, row, JUDGED_WORDS),
        holds=_choice(file, number, HOLDS, row, HOLDS_WORDS),
        note=_text(row.get(NOTE)),
    )


def _lines(file: Path) -> Iterator[tuple[int, Sequence[object]]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file, data_only=True)
    except FileNotFoundError as error:
        raise RequestError(f"没有这个文件（no such file）：{file}") from error
    except (InvalidFileException, BadZipFile, KeyError, ValueError) as error:
        raise RequestError(f"{file.name}：不是能读的 xlsx（unreadable）：{error}") from error
    if MARKS_SHEET not in book.sheetnames:
        raise RequestError(
            f"{file.name}：没有“{MARKS_SHEET}”这张表（no such sheet），只有：{'、'.join(book.sheetnames)}"
        )
    for number, cells in enumerate(book[MARKS_SHEET].iter_rows(values_only=True), 1):
        if any(cell is not None for cell in cells):
            yield number, cells


def _text(cell: object) -> str:
    """A spreadsheet may turn the id 7 into a number when the cell is touched."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _choice(
    file: Path, number: int, column: str, row: Mapping[str, object], words: Mapping[str, str]
) -> str | None:
    """Either half of a choice will do, however it was typed: 对, right, ＲＩＧＨＴ."""
    typed = plain(_text(row[column]))
    if not typed:
        return None
    for key, shown in words.items():
        if typed in {plain(shown), *map(plain, shown.split())}:
            return key
    listed = "、".join(words.values())
    raise problem(
        file, number, f"“{column}”里的词不认识（unknown word）：{row[column]!r}。可用：{listed}"
    )


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def problem(file: Path, row: int, what: str) -> RequestError:
    return RequestError(f"{file.name}，“{MARKS_SHEET}”第 {row} 行（row {row}）：{what}")
