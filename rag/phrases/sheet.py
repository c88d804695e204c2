"""The places of a phrase as a workbook, for colleagues who count and sort in a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from rag.answer.cite import house_style
from rag.errors import RequestError
from rag.phrases.concordance import Concordance
from rag.sheets import cell

MOST_ROWS = 100_000
PLACES = {
    "序号 no.": 7,
    "刊物 bulletin": 22,
    "期号 issue": 14,
    "日期 date": 12,
    "文章 article": 34,
    "页码 page": 9,
    "推定 inferred": 10,
    "原文 sentence": 80,
    "次数 times": 10,
    "出处 reference": 50,
    "引文编号 citation id": 40,
}
COUNTS = {"刊物 bulletin": 40, "期号 issue": 14, "日期 date": 12, "次数 times": 10}


def workbook(found: Concordance) -> bytes:
    """Two sheets: every place in its sentence, and how often each issue has the phrase."""
    from openpyxl import Workbook

    if len(found.mentions) > MOST_ROWS:
        raise RequestError(
            f"共 {len(found.mentions)} 处，一张表最多 {MOST_ROWS} 行（too many）：请缩小范围。"
        )
    book = Workbook(write_only=True)
    _sheet(book, "出处 places", PLACES, _places(found))
    _sheet(book, "各期 by issue", COUNTS, _counts(found))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _places(found: Concordance) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = []
    for each in found.mentions:
        cited = each.citation
        inferred = "推定" if cited.page_inferred and cited.page is not None else ""
        head = (cited.n, cited.title, cited.issue, cited.date, cited.article, cited.page, inferred)
        rows.append((*head, each.text, len(each.spans), house_style(cited), cited.id))
    return rows


def _counts(found: Concordance) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [
        (each.bulletin.title, each.bulletin.issue, each.bulletin.date, each.times)
        for each in found.counts
    ]
    return [*rows, (f"“{found.phrase}” 合计 total", None, None, found.times)]


def _sheet(book: Any, name: str, columns: dict[str, int], rows: list[Sequence[object]]) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(columns.values(), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row in (tuple(columns), *rows):
        sheet.append([cell(sheet, value) for value in row])
