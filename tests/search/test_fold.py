from __future__ import annotations

import time

import pytest

from rag.search.fold import fold, terms


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("工", "工"),
        ("２０２４年１２月，ＡＢＣ", "2024年12月,abc"),
        ("二〇二四年", "2024年"),
        ("二○二四 年", "2024年"),
        ("二零二四年", "2024年"),
        ("一九四九年十月", "1949年10月"),
        ("二〇一七至二〇二二", "2017至2022"),
        ("三十六个", "36个"),
        ("十五届", "15届"),
        ("党的二十届三中全会", "党的20届三中全会"),
        ("第三次、第十次、第一卷", "第3次、第10次、第1卷"),
        ("一届七次", "1届七次"),
        ("十二月三日", "12月3日"),
        ("一千二百", "1200"),
        ("一千零八十和一百零八", "1080和108"),
        ("两千多吨", "2000多吨"),
        ("三万余元", "3万余元"),
        ("一万二千", "12000"),
        ("一万零二和二十万零三百五", "10002和二十万零三百五"),
        ("十八亿亩", "18亿亩"),
        ("1.2万", "1.2万"),
        ("1.2 万", "1.2万"),
        ("百分之九十", "90%"),
        ("百分之 九十五点六", "95.6%"),
        ("百分之零点五", "0.5%"),
        ("百分之百", "100%"),
        ("百分之85", "85%"),
        ("1,200人，1，200，300元", "1200人,1200300元"),
        ("1,2,3", "1,2,3"),
        ("青 海 省\n总工会", "青海省总工会"),
        ("a　 b", "a b"),
        ("臺灣職工會員發展", "台湾职工会员发展"),
        ("瞭解乾隆", "了解干隆"),
        ("⻘海⻄宁", "青海西宁"),
        ("①2023年", "1 2023年"),
        ("工\u200b会\ufeff", "工会"),
        ("职工👷‍♀️之家😀", "职工👷♀之家😀"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


WORDS = """
一般 统一 三江源 十分 千方百计 万一 五一 十四五 十五五规划 四个意识 零距离 九三学社 三八节
一二三等奖 百万千瓦 千万家 亿万职工 七八百 三四十 二十三十 百年 一万二 三百五 一带一路 唯一
"""


@pytest.mark.parametrize(
    "text",
    WORDS.split(),
)
def test_words_are_not_numbers(text: str) -> None:
    assert fold(text) == text


def test_every_number_below_ten_thousand_is_read() -> None:
    assert [fold(spell(n) + "个") for n in range(10, 10_000)] == [
        f"{n}个" for n in range(10, 10_000)
    ]


def spell(number: int) -> str:
    text, zero = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit == 0:
            zero = bool(text)
            continue
        text += ("零" if zero else "") + "零一二三四五六七八九"[digit] + unit
        zero = False
    return text.removeprefix("一") if 10 <= number < 20 else text


def test_terms() -> None:
    assert terms("2024年海西州 Unions") == (
        ["2024", "2024年", "年", "海", "西", "州", "年海", "海西", "西州", "union"]
    )
    assert terms("三十六个") == ["36", "36个", "个"]
    assert terms("5G、90％") == ["5", "5g", "g", "90", "90%"]
    assert terms("1.2万元") == ["1.2", "1.2万", "万", "元", "万元"]


@pytest.mark.parametrize("text", ["", " ", "。", "😀", "\n\t", "——……"])
def test_no_terms(text: str) -> None:
    assert terms(text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("companies", "company"),
        ("Workers", "worker"),
        ("二〇二四年職工", "2024年职工"),
        ("百分之九十", "90%"),
        ("总 工 会", "总工会"),
    ],
)
def test_same_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize("word", ["class", "status", "analysis", "bus", "as"])
def test_not_a_plural(word: str) -> None:
    assert terms(word) == [word]


@pytest.mark.parametrize(
    "piece", ["工", "一", " ", "1,", "十二", "百分之", "a", "1.", "1,200,", "海西州2024年，"]
)
def test_a_line_of_two_megabytes(piece: str) -> None:
    text = piece * (2_000_000 // len(piece.encode("utf-8")))
    started = time.perf_counter()
    terms(text)
    assert time.perf_counter() - started < 10  # a slow pattern would take hours, not seconds
