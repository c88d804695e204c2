"""Numbers, dates and titles against values read by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.answer.facts import dates, even, numbers, titles, value_of


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("一百二十万元", "1200000", "元"),
        ("１２０人", "120", "人"),
        ("120名", "120", "人"),
        ("1.2万人次", "12000", "人次"),
        ("6.3万余名", "63000", "人"),
        ("12,000户", "12000", "户"),
        ("百分之三", "3", "%"),
        ("百分之三十点五", "30.5", "%"),
        ("3%", "3", "%"),
        ("三成", "30", "%"),
        ("两家", "2", "家"),
        ("四千九百二十九名", "4929", "人"),
        ("三点五万元", "35000", "元"),
        ("1.02亿元", "102000000", "元"),
        ("10万余吨", "100000", "吨"),
        ("兩百萬元", "2000000", "元"),
        ("十六个月", "16", "个月"),
        ("五百户次", "500", "户次"),
        ("43起", "43", "起"),
        ("四分之一", "0.25", "/"),
        ("￥300", "300", "元"),
    ],
)
def test_a_number_has_one_value_however_written(text: str, value: str, unit: str) -> None:
    for around in ("{}", "共{}。", "投入了{}，"):
        sentence = around.format(text)
        (number,) = numbers(sentence)
        assert (number.value, number.unit, number.ordinal) == (Decimal(value), unit, False)
        assert sentence[number.start : number.end] == number.text
        assert text.startswith(number.text.removeprefix("￥")) or text.startswith("￥")


@pytest.mark.parametrize(
    "text", ["统一", "三江源", "一级工会", "T1100", "十分重要", "百万千瓦", "", "一", "🙂"]
)
def test_words_with_numerals_are_no_numbers(text: str) -> None:
    assert numbers(text) == []


def test_an_ordinal_is_no_count() -> None:
    assert [(n.value, n.ordinal) for n in numbers("第十五次会议开了15次")] == [
        (15, True),
        (15, False),
    ]
    assert [(n.value, n.unit, n.ordinal) for n in numbers("二十届三中全会")] == [(20, "届", False)]


def test_vague_numbers_say_so() -> None:
    assert [n.vague for n in numbers("30余家、300多名、400余万元、5项")] == [
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年12月3日", [(2024, 12, 3)]),
        ("2024-12-03", [(2024, 12, 3)]),
        ("二〇二四年三月", [(2024, 3, None)]),
        ("二〇二四年十二月三十一日", [(2024, 12, 31)]),
        ("12月3日上午", [(None, 12, 3)]),
        ("三月", [(None, 3, None)]),
        ("2023年", [(2023, None, None)]),
        ("11月26日至28日", [(None, 11, 26), (None, 11, 28)]),
        ("2022、2023年", [(2022, None, None), (2023, None, None)]),
        ("2025—2029年", [(2025, None, None), (2029, None, None)]),
        ("2012年11月至2017年10月", [(2012, 11, None), (2017, 10, None)]),
        ("December 3, 2024", [(2024, 12, 3)]),
        ("on 3 May and in June 2023", [(None, 5, 3), (2023, 6, None)]),
        ("３０日", []),
        ("16个月", []),
        ("workers may ask", []),
        ("", []),
    ],
)
def test_dates(text: str, found: list[tuple[int | None, int | None, int | None]]) -> None:
    assert [(each.year, each.month, each.day) for each in dates(text)] == found
    assert all(text[each.start : each.end] == each.text for each in dates(text))


def test_a_date_is_not_read_as_a_number_again() -> None:
    assert [(n.text) for n in numbers("2024年12月3日慰问37人")] == ["37人"]


def test_titles_with_their_kind() -> None:
    found = titles("《纲要》提出“五学机制”，见《a》")
    assert [(each.kind, each.text) for each in found] == [
        ("《", "纲要"), ("“", "五学机制"), ("《", "a"),
    ]  # fmt: skip


def test_even_keeps_every_place() -> None:
    text = "１２０名勞模㎡　…① A"
    assert len(even(text)) == len(text)
    assert even("１２０名勞模Ａ") == "120名劳模a"


def test_value_of() -> None:
    assert value_of("一千二百三十四") == 1234
    assert value_of("十四五") is None
    assert value_of("12,000") == 12000
