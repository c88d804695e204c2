from __future__ import annotations

import pytest

from rag.search.days import days, months
from rag.search.fold import fold


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12月3日开了会", {(12, 3)}),
        ("十二月十九日谁去了", {(12, 19)}),
        ("四月三号在北京，五月十号，六月二十号", {(4, 3), (5, 10), (6, 20)}),
        ("11月26日至28日", {(11, 26), (11, 27), (11, 28)}),
        ("1月30日至2月1日", {(1, 30), (2, 1)}),
        ("on December 3 and 27 Dec 2024", {(12, 3), (12, 27)}),
        ("12月下旬，近3个月，第2日", set()),
        ("1月1日至99999日", {(1, 1)}),
    ],
)
def test_days(text: str, found: set[tuple[int, int]]) -> None:
    assert days(fold(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年11月有什么", {11}),
        ("1至3月", {1, 2, 3}),
        ("十月—十二月", {10, 11, 12}),
        ("12月下旬至2025年2月12日", {12, 2}),
        ("近3个月", set()),
        ("13月", set()),
    ],
)
def test_months(text: str, found: set[int]) -> None:
    assert months(fold(text)) == found
