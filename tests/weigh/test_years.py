"""What is printed in spring reports on the year before, and 去年 is the year before the bulletin's own."""

from __future__ import annotations

import pytest

from rag.question.anchors import anchors
from rag.records import Bulletin
from rag.weigh.years import about, in_spring


@pytest.mark.parametrize("date", ["2024-03-15", "2024-04", "2024年3月", "二〇二四年三月"])
def test_the_month_is_read_as_a_manifest_may_have_it(date: str) -> None:
    assert in_spring(Bulletin("a", "a.txt", "a", date=date))


@pytest.mark.parametrize("date", [None, "2024", "2024-12-01", "2024年12月", "2024年秋"])
def test_without_such_a_month_it_is_not_spring(date: str | None) -> None:
    assert not in_spring(Bulletin("a", "a.txt", "a", date=date))


APRIL = Bulletin("a", "a.txt", "清泉工运", date="2023-04")


@pytest.mark.parametrize(
    ("year", "article", "reason"),
    [
        (2021, "困难职工由2021年底的785户增加至1726户。投入3495万元。", "other_time"),
        (2021, "2021年投入3495万元。", None),
        (2022, "投入3495万元。", None),  # printed in spring, it reports on the year before
        (2022, "4月21日,阅读交流活动举办。", "other_time"),
        (2023, "4月21日,阅读交流活动举办。", None),
        (2022, "12月27日,阅读交流活动举办。", None),
        (2022, "4月21日,活动举办。去年办了3场。", None),
        (2022, "2022年4月21日,阅读交流活动举办。", None),
    ],
)
def test_the_years_that_an_article_speaks_of(year: int, article: str, reason: str | None) -> None:
    assert anchors(f"{year}年投了多少").unmet(about(article, APRIL)) == reason


def test_in_december_a_year_that_is_looked_back_on_is_that_year() -> None:
    december = Bulletin("a", "a.txt", "清泉工运", date="2024-12")
    asked = anchors("2023年走访了多少人")
    assert asked.unmet(about("一年来走访慰问143名。", december)) == "other_time"
    assert asked.unmet(about("去年走访慰问143名。", december)) is None
