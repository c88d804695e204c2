"""Printed pages come from footers; a leading space opens one only where footers confirm it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.read.lines import split_lines
from rag.read.pages import NO_PAGES, PageMarks, find_pages
from tests.read.made_up import JOURNAL, blocks, page_of, read

TEXT = "江岸区各级工会为职工办实事好事"


def paged(
    pages: int, footers: dict[int, str], first: int = 1, lines: int = 6, marks: bool = True
) -> str:
    """Pages whose lines tell their page; each opens with a space save behind a footer."""
    out: list[str] = []
    after_footer = True
    for page in range(first, first + pages):
        for n in range(lines):
            space = " " if n == 0 and not after_footer and marks else ""
            out.append(f"{space}{TEXT}第{page}页{n}行")
        after_footer = page in footers
        if after_footer:
            out.append(footers[page])
    return "\n\n".join(out) + "\n"


def find(text: str) -> PageMarks:
    return find_pages(split_lines(text), JOURNAL)


def pages_by_line(text: str) -> dict[str, tuple[int | None, bool]]:
    lines, marks = split_lines(text), find(text)
    return {line.text: marks.page_of(i) for i, line in enumerate(lines) if i not in marks.footers}


def test_footers_confirm_the_marks_and_the_pages_between_are_inferred() -> None:
    text = paged(
        9, {4: f"4{JOURNAL}　2023 年第 4期", 7: "7", 9: "9准印证号：江（001）  内部资料"}, first=2
    )
    # The last page, 10, stands behind the imprint's footer.
    for line, (page, inferred) in pages_by_line(text).items():
        assert f"第{page}页" in line
        assert inferred == (page not in (4, 7, 9))


def test_marks_without_footers_are_not_trusted() -> None:
    assert find(paged(9, {})) is NO_PAGES
    assert find(paged(9, {4: f"4{JOURNAL} 第4期"})) is NO_PAGES


def test_a_numbered_list_gives_no_pages() -> None:
    assert find("1\n\n开展学习。\n\n2\n\n组织活动。\n\n3\n\n送去温暖。\n") is NO_PAGES


def test_footers_on_each_page_do_without_marks() -> None:
    footers = {page: f"{JOURNAL} 2023年第4期 {page}" for page in range(1, 6)}
    for line, page in pages_by_line(paged(5, footers, marks=False)).items():
        assert page[0] is not None and f"第{page[0]}页" in line and page[1] is False


def test_unmarked_pages_before_the_first_footer_are_not_told() -> None:
    footers = {page: f"{page}{JOURNAL} 第4期" for page in (7, 8, 9)}
    pages = pages_by_line(paged(9, footers, marks=False))
    assert pages[f"{TEXT}第2页0行"] == (None, False)
    assert pages[f"{TEXT}第8页0行"] == (8, False)


def test_marks_beyond_the_pages_are_columns() -> None:
    text = paged(9, {2: f"2{JOURNAL} 第4期", 5: "5", 9: f"9{JOURNAL} 第4期"})
    column = text.replace(f"{TEXT}第7页2行", f" {TEXT}第7页2行")
    assert pages_by_line(column) == pages_by_line(text)


def test_marks_that_do_not_fit_give_no_page_and_lose_no_line(tmp_path: Path) -> None:
    text = paged(12, {2: f"2{JOURNAL} 第4期", 5: f"5{JOURNAL} 第4期", 12: f"12{JOURNAL} 第4期"})
    unmarked = text.replace(f" {TEXT}第8页", f"{TEXT}第8页").replace(
        f" {TEXT}第10页", f"{TEXT}第10页"
    )
    pages = pages_by_line(unmarked)
    assert pages[f"{TEXT}第4页0行"] == (4, True)
    assert pages[f"{TEXT}第6页0行"] == pages[f"{TEXT}第12页0行"] == (None, False)
    document = read(tmp_path, unmarked, kind="magazine")
    assert all(f"第{page}页0行" in document.text for page in range(1, 13))


def test_more_marks_than_pages_before_the_first_footer_lose_nothing(tmp_path: Path) -> None:
    text = paged(6, {3: f"3{JOURNAL} 第4期", 6: f"6{JOURNAL} 第4期"})
    crowded = "".join(f" {TEXT}序{n}\n\n" for n in range(4)) + text
    document = read(tmp_path, crowded, kind="magazine")
    assert page_of(document, "序3") == (None, False)
    assert page_of(document, "第5页1行") == (5, True)


def test_a_number_in_the_text_is_no_footer() -> None:
    text = paged(9, {2: f"2{JOURNAL} 第4期", 5: "5", 9: f"9{JOURNAL} 第4期"})
    for number in ("300", "1", "8"):
        stray = text.replace(f"{TEXT}第3页2行", number)
        marks = find(stray)
        assert marks.counted_on == {2, 5, 9}, number


def test_pages_never_go_back(tmp_path: Path) -> None:
    document = read(tmp_path, paged(9, {4: f"4{JOURNAL} 第4期", 9: "9"}), kind="magazine")
    numbers = [span.page for span in document.pages if span.page is not None]
    assert numbers == sorted(numbers) == list(range(1, 10))
    assert JOURNAL not in document.text


# ------------------------------------------------------------------------------------- numbers in dashes

PART = "江岸区总工会要求各级工会认真组织开展慰问活动，确保资金及时发放到位。"


def notice(feet: Sequence[str], first: str = "") -> str:
    """Pages that end inside a sentence, each with its foot but for the last."""
    pages = [f"　　第{n}条：{PART}要抓好" for n in range(len(feet) + 1)]
    parts = [part for page, foot in zip(pages, feet, strict=False) for part in (page, foot)]
    return "\n\n".join([*([first] if first else []), *parts, f"落实。{PART}"])


@pytest.mark.parametrize("foot", ["— {} —", "- {} -", "－{}－", "第 {} 页 共 9 页", "第{}页"])
def test_numbers_that_say_what_they_are(tmp_path: Path, foot: str) -> None:
    document = read(tmp_path, notice([foot.format(n) for n in (3, 4, 5)]))
    assert [(s.page, s.inferred) for s in document.pages] == [
        *((3, False), (4, False), (5, False), (6, True))
    ]
    assert page_of(document, "第1条") == (4, False) and page_of(document, "落实。") == (6, True)
    assert foot.format(4) not in document.text
    (paragraph,) = blocks(document)  # each page ends inside a sentence
    assert "要抓好第2条" in paragraph and "要抓好落实。" in paragraph


def test_where_a_number_was_lost_there_is_no_page(tmp_path: Path) -> None:
    document = read(tmp_path, notice(["— 3 —", "— 4 —", "— 6 —", "— 7 —"]))
    assert [s.page for s in document.pages] == [3, 4, None, 7, 8]


def test_numbers_above_their_pages(tmp_path: Path) -> None:
    document = read(tmp_path, notice(["第2页", "第3页"], first="第1页"))
    assert [(s.page, s.inferred) for s in document.pages] == [(n, False) for n in (1, 2, 3)]
    assert page_of(document, "第0条") == (1, False) and page_of(document, "落实") == (3, False)


@pytest.mark.parametrize("feet", [["— 3 —"], ["— 3 —", "— 3 —"], ["— 9 —", "— 3 —", "— 4 —"]])
def test_numbers_that_do_not_rise_are_no_pages(tmp_path: Path, feet: list[str]) -> None:
    document = read(tmp_path, notice(feet))
    assert {s.page for s in document.pages} == {None} and "3" in document.text
