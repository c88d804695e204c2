"""Words in the cells of a spreadsheet: they stay words, whatever they begin with."""

from __future__ import annotations

from typing import Any

LONGEST_CELL = 32_000
"""Characters; a little less than a cell can hold."""
FORMULA = tuple("=+-@＝＋－＠\t\r")
"""What spreadsheets take for the beginning of a formula."""


def writable(text: str) -> str:
    """Without the characters that a sheet cannot hold: controls, half surrogate pairs."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    whole = text.encode("utf-8", "replace").decode("utf-8")
    return str(ILLEGAL_CHARACTERS_RE.sub("", whole))


def cell(sheet: Any, value: object) -> object:
    """For a row of a write-only sheet. A spreadsheet is told that =1+1 is text, and nothing is put
    in front of it."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    made = WriteOnlyCell(sheet, value=writable(value)[:LONGEST_CELL])
    made.data_type = "s"
    if value.startswith(FORMULA):
        made.quotePrefix = True
        made.number_format = "@"
    return made


def plain(value: object) -> object:
    """For a CSV file, which cannot say what is text: an apostrophe in front does."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
