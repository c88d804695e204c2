"""Sheets that people mark: what stands in them, what is read back, what the marks say."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from rag.errors import RequestError
from rag.evaluate.agreement import compare, kappa, print_marks
from rag.evaluate.sheet import (
    COLUMNS,
    HOLDS,
    JUDGED,
    MARKS_SHEET,
    NOTE,
    read_marks,
    write_sheet,
)
from tests.evaluate.test_report import small_run

Words = Mapping[str, tuple[str, str]]
ONE: Words = {
    "q1": ("对 right", "是 yes"),
    "q2": ("错 wrong", "否 no"),
    "=1+1": ("部分对 partly", "是 yes"),
    "q4": ("错 wrong", "否 no"),
}
OTHER: Words = {
    "q1": ("对", "YES"),
    "q2": (" ｒｉｇｈｔ ", "否"),
    "=1+1": ("部分对  partly", "no"),
    "q4": ("错", ""),
}


def marked(file: Path, words: Words, run: Mapping[str, Any] | None = None) -> Path:
    """A sheet of the small run, filled in as a rater would."""
    write_sheet(run or small_run(), file)
    book = load_workbook(file)
    sheet = book[MARKS_SHEET]
    for row in sheet.iter_rows(min_row=2):
        judged, holds = words.get(str(row[0].value), ("", ""))
        row[4].value, row[5].value = judged or None, holds or None
    book.save(file)
    return file


# ------------------------------------------------------------------------------------ the sheet


def test_a_row_for_each_answered_question_without_what_would_lead(tmp_path: Path) -> None:
    write_sheet(small_run(), tmp_path / "new" / "s.xlsx")
    book = load_workbook(tmp_path / "new" / "s.xlsx")
    guide, sheet = book.worksheets
    lines = list(sheet.iter_rows(values_only=True))
    assert "怎样评分" in guide["A1"].value and guide["B1"].value == "How to mark"
    assert list(lines[0]) == list(COLUMNS)
    assert [line[0] for line in lines[1:]] == ["q1", "q2", "=1+1", "q4"]  # q5 was refused
    assert lines[1][3] == (
        "[1] 《清泉工运》2022年第3期，第7页（推定），《清泉县总工会为环卫工人送早餐》：全县共设早餐点 17 个。"
    )
    assert lines[3][1] == "（前文 earlier）清泉县有早餐点吗？\n=HYPERLINK(1)"
    assert all(cell is None for line in lines[1:] for cell in line[4:])
    words = "".join(str(cell) for line in lines for cell in line)
    assert "unanswerable" not in words and "十七个" not in words


def test_text_like_a_formula_stays_text_and_unwritable_characters_go(tmp_path: Path) -> None:
    run = small_run()
    run["rows"][2]["turns"] = []
    run["rows"][1]["question"] = "半个\ud83d字"
    write_sheet(run, tmp_path / "s.xlsx")
    sheet = load_workbook(tmp_path / "s.xlsx")[MARKS_SHEET]
    cells = {cell.value: cell for row in sheet.iter_rows(min_row=2, max_col=4) for cell in row}
    for text in ("=1+1", "=HYPERLINK(1)", "+8 家[1]"):
        assert cells[text].data_type == "s" and cells[text].quotePrefix
    assert "半个?字" in cells


def test_the_sheet_is_fit_to_be_filled_in(tmp_path: Path) -> None:
    write_sheet(small_run(), tmp_path / "s.xlsx")
    sheet = load_workbook(tmp_path / "s.xlsx")[MARKS_SHEET]
    lists = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert lists == {"E2:E5": '"对 right,部分对 partly,错 wrong"', "F2:F5": '"是 yes,否 no"'}
    assert sheet.freeze_panes == "B2"
    assert sheet["C2"].alignment.wrap_text
    assert sheet.column_dimensions["C"].width == COLUMNS["回答 answer"]


def test_a_run_without_answers_gives_a_sheet_without_rows(tmp_path: Path) -> None:
    write_sheet(small_run() | {"rows": []}, tmp_path / "s.xlsx")
    assert load_workbook(tmp_path / "s.xlsx")[MARKS_SHEET].max_row == 1


# ------------------------------------------------------------------------------------ the marks


def test_written_marked_and_read(tmp_path: Path) -> None:
    one, other = read_marks(
        [marked(tmp_path / "甲.xlsx", ONE), marked(tmp_path / "乙.xlsx", OTHER)]
    )
    assert (one.rater, other.rater) == ("甲", "乙")
    assert [(mark.row, mark.id, mark.judged, mark.holds) for mark in one.given] == [
        (2, "q1", "right", "yes"),
        (3, "q2", "wrong", "no"),
        (4, "=1+1", "partly", "yes"),
        (5, "q4", "wrong", "no"),
    ]
    assert [mark.judged for mark in other.given] == ["right", "right", "partly", "wrong"]
    assert [mark.holds for mark in other.given] == ["yes", "no", "no", None]


def test_rows_left_empty_are_not_counted_and_notes_are_kept(tmp_path: Path) -> None:
    file = marked(tmp_path / "甲.xlsx", {"q2": ("对", "")})
    book = load_workbook(file)
    book[MARKS_SHEET].cell(3, list(COLUMNS).index(NOTE) + 1, "第 3 页也有")
    book.save(file)
    (marks,) = read_marks([file])
    assert [(mark.id, mark.note) for mark in marks.given] == [("q2", "第 3 页也有")]


def test_an_id_that_became_a_number_is_still_the_id(tmp_path: Path) -> None:
    run = small_run()
    run["rows"][0]["id"] = 7
    file = marked(tmp_path / "甲.xlsx", {"7": ("对", "是")}, run)
    book = load_workbook(file)
    book[MARKS_SHEET]["A2"].value = 7.0
    book.save(file)
    assert compare(read_marks([file]), run).judged["甲"]["right"] == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({}, "一行也没有评"),
        ({"q2": ("很好", "")}, "第 3 行（row 3）：“判断 answer right”里的词不认识（unknown word）：'很好'"),
        ({"q2": ("", "对")}, "第 3 行（row 3）：“引文成立 citation holds”里的词不认识"),
    ],
)  # fmt: skip
def test_cells_that_cannot_be_used_are_named(tmp_path: Path, words: Words, told: str) -> None:
    with pytest.raises(RequestError) as raised:
        read_marks([marked(tmp_path / "甲.xlsx", words)])
    assert str(raised.value).startswith(f"甲.xlsx，“{MARKS_SHEET}”") and told in str(raised.value)


def test_files_that_are_no_sheets_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no such file"):
        read_marks([tmp_path / "none.xlsx"])
    (tmp_path / "bad.xlsx").write_text("不是表格", encoding="utf-8")
    with pytest.raises(RequestError, match="bad.xlsx：不是能读的 xlsx"):
        read_marks([tmp_path / "bad.xlsx"])
    Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(RequestError, match="no such sheet"):
        read_marks([tmp_path / "other.xlsx"])


def test_a_missing_column_an_id_twice_and_a_rater_twice_are_refused(tmp_path: Path) -> None:
    file = marked(tmp_path / "甲.xlsx", ONE)
    (tmp_path / "again").mkdir()
    with pytest.raises(RequestError, match="two sheets of one name.*甲"):
        read_marks([file, marked(tmp_path / "again" / "甲.xlsx", ONE)])
    book = load_workbook(file)
    book[MARKS_SHEET]["A3"].value = "q1"
    book.save(file)
    with pytest.raises(RequestError, match="第 2 行.*id more than once.*'q1'"):
        read_marks([file])
    book[MARKS_SHEET]["E1"].value = "别的"
    book.save(file)
    with pytest.raises(RequestError, match=f"no such column）：{JUDGED}"):
        read_marks([file])


# --------------------------------------------------------------------------- what the marks say


def test_kappa_by_hand() -> None:
    # 4 rows, 3 the same: 0.75. By chance: right 2/4 · 1/4, wrong 2/4 · 3/4, together 0.5.
    # (0.75 - 0.5) / (1 - 0.5) = 0.5
    one, other = ["right", "right", "wrong", "wrong"], ["right", "wrong", "wrong", "wrong"]
    assert kappa(one, other) == pytest.approx(0.5)
    assert kappa(one, one) == pytest.approx(1)
    assert kappa(["yes", "no"], ["no", "yes"]) == pytest.approx(-1)


def test_kappa_where_there_is_none() -> None:
    assert isnan(kappa(["yes", "yes"], ["yes", "yes"]))
    assert isnan(kappa([], []))
    with pytest.raises(RequestError, match="not the same rows"):
        kappa(["yes"], [])


def test_marks_against_each_other_and_against_the_figures(tmp_path: Path) -> None:
    files = [marked(tmp_path / "甲.xlsx", ONE), marked(tmp_path / "乙.xlsx", OTHER)]
    report = compare(read_marks(files), small_run())
    assert report.answered == 4
    assert report.judged["甲"] == {"right": 1, "partly": 1, "wrong": 2}
    assert report.holds["乙"] == {"yes": 1, "no": 2}
    (judged,), (holds,) = report.judged_kappas, report.holds_kappas
    # right, wrong, partly, wrong with right, right, partly, wrong: 3 of 4 the same.
    # By chance 1/4 · 2/4 + 1/4 · 1/4 + 2/4 · 1/4 = 5/16; (12 - 5) / (16 - 5)
    assert judged.value == pytest.approx(7 / 11) and (judged.same, judged.n) == (3, 4)
    # yes, no, yes with yes, no, no: 2/3; by chance 2/3 · 1/3 + 1/3 · 2/3 = 4/9
    assert holds.value == pytest.approx(0.4) and (holds.same, holds.n) == (2, 3)
    # The figures: q1 right, q2 and =1+1 not; q4 is unanswerable and has none.
    one, other = report.right
    assert (one.same, one.n, one.lenient, one.strict, one.share) == (3, 3, 0, 0, 1.0)
    assert (other.same, other.n, other.lenient, other.strict) == (2, 3, 0, 1)
    one, other = report.precision
    assert (one.same, one.n, one.strict) == (2, 3, 1)
    assert (other.same, other.n) == (3, 3)
    # 是: q1, =1+1 of one and q1 of the other; 否: q2 and q2, =1+1.
    assert report.mean_precision == {"yes": pytest.approx(2 / 3), "no": 0.0}


def test_the_terminal_tells_all_of_it(tmp_path: Path) -> None:
    files = [marked(tmp_path / "甲.xlsx", ONE), marked(tmp_path / "乙.xlsx", OTHER)]
    told = print_marks(compare(read_marks(files), small_run()))
    assert "甲　判断 answer：对 right 1，部分对 partly 1，错 wrong 2（共 4 行 rows）" in told
    assert "kappa, answer：0.64（甲 / 乙，相同 same 3 / 4）" in told
    assert "乙　67%（2 / 3；自动偏宽 too lenient 0，自动偏严 too strict 1）" in told
    alone = print_marks(compare(read_marks(files[:1]), small_run()))
    assert "kappa" not in alone


def test_raters_who_share_no_row_or_use_one_word(tmp_path: Path) -> None:
    apart = [
        marked(tmp_path / "甲.xlsx", {"q1": ("对", "是")}),
        marked(tmp_path / "乙.xlsx", {"q2": ("对", "是")}),
    ]
    assert "没有两人都评的行" in print_marks(compare(read_marks(apart), small_run()))
    apart[1] = marked(tmp_path / "乙.xlsx", {"q1": ("对", "是")})
    assert "undefined, one word only" in print_marks(compare(read_marks(apart), small_run()))


def test_marks_of_another_run_are_refused(tmp_path: Path) -> None:
    marks = read_marks([marked(tmp_path / "甲.xlsx", ONE)])
    run = small_run()
    run["rows"][1]["record"]["answer"] = "换了一个回答。"
    with pytest.raises(RequestError, match="甲.xlsx.*第 3 行.*'q2'.*another answer"):
        compare(marks, run)
    del run["rows"][1]
    with pytest.raises(RequestError, match="甲.xlsx.*第 3 行.*id not in the run.*'q2'"):
        compare(marks, run)


def test_the_headings_that_the_tests_fill_in_are_where_they_think() -> None:
    assert [list(COLUMNS)[4], list(COLUMNS)[5]] == [JUDGED, HOLDS]
