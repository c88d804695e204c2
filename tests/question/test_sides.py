from __future__ import annotations

import pytest

from rag.question.sides import days_apart, parts, sides, wholes, years_between


@pytest.mark.parametrize(
    ("question", "each"),
    [
        (
            "海鼎公司和凯瑞公司，哪家成立得早？",
            ("海鼎公司，哪家成立得早？", "凯瑞公司，哪家成立得早？"),
        ),
        (
            "公交里最长的市内线和最长的城乡线哪条长",
            ("公交里最长的市内线哪条长", "最长的城乡线哪条长"),
        ),
        ("会议和培训", ("会议", "培训")),
        (
            "清泉建的书屋跟服务站，哪样数目大？",
            ("清泉建的书屋，哪样数目大？", "清泉建的服务站，哪样数目大？"),
        ),
        ("Who has more, Li or Wang?", ("Who has more, Li?", "Who has more, Wang?")),
        ("哪家成立得早", ("哪家成立得早",)),
        (
            "一级补贴和六级补贴的金额相差多少元？",
            ("一级补贴的金额相差多少元？", "六级补贴的金额相差多少元？"),
        ),
    ],
)
def test_each_side_of_a_comparison(question: str, each: tuple[str, ...]) -> None:
    assert sides(question) == each


@pytest.mark.parametrize(
    ("question", "each"),
    [
        ("清泉和白塔各有几个点？", ("清泉有几个点？", "白塔有几个点？")),
        (
            "清泉建的书屋，跟白塔新添的比，各是几家？",
            ("清泉建的书屋，是几家？", "跟白塔新添的比，是几家？"),
        ),
        (
            "3月5日清泉给学校送书、白塔给矿上送衣，背后出钱的各是谁？",
            ("3月5日清泉给学校送书背后出钱的是谁？", "3月5日白塔给矿上送衣，背后出钱的是谁？"),
        ),
        (
            "补助，清泉给街道的和白塔落实的，哪边多？",
            ("补助，清泉给街道的哪边多？", "补助，白塔落实的，哪边多？"),
        ),
        ("清泉和白塔的书屋建设情况对比", ("清泉的书屋", "白塔的书屋")),
        ("对比一下清泉和白塔的书屋", ("清泉的书屋", "白塔的书屋")),
        ("清泉和白塔两县工会要回来多少？", ("清泉工会要回来多少？", "白塔工会要回来多少？")),
        (
            "一中的清泉和新材料厂的白塔，谁参加工作早？",
            ("一中的清泉，谁参加工作早？", "新材料厂的白塔，谁参加工作早？"),
        ),
        ("省里和清泉市白塔县各办了什么？", ("省里和清泉市白塔县各办了什么？",)),
        ("清泉的人把书送到白塔，各花了几天？", ("清泉的人把书送到白塔，各花了几天？",)),
    ],
)
def test_each_name_has_its_clauses(question: str, each: tuple[str, ...]) -> None:
    assert parts(question, ["清泉", "白塔"]) == each


def test_a_year_goes_with_its_word_and_one_alone_asks_for_no_list() -> None:
    each = parts("2016年和2017年的目标分别是多少", ["2016", "2017"])
    assert each == ("2016年的目标是多少", "2017年的目标是多少")


@pytest.mark.parametrize(
    ("question", "each"),
    [
        (
            "2019年到2021年的目标分别是多少",
            [f"{year}年的目标是多少" for year in (2019, 2020, 2021)],
        ),
        ("2019年到2021年一共修了多少路", ["2019年到2021年一共修了多少路"]),
        ("2001年到2021年分别是多少", ["2001年到2021年分别是多少"]),
        ("2021年到2019年分别是多少", ["2021年到2019年分别是多少"]),
    ],
)
def test_each_year_of_a_stretch(question: str, each: list[str]) -> None:
    assert list(years_between(question)) == each


@pytest.mark.parametrize(
    ("question", "each"),
    [
        (
            "发言里，开吊车的张三和农技员李四，干了多少年？",
            ("发言里，开吊车的张三，干了多少年？", "发言里，农技员李四，干了多少年？"),
        ),
        (
            "2024年的先进里去过外地的有张三和李四，两个人各在哪里？",
            (
                "2024年的先进里去过外地的有张三，在哪里？",
                "2024年的先进里去过外地的有李四，在哪里？",
            ),
        ),
        (
            "张三在大会上和李四在小会上都讲了安全，说法各是什么？",
            ("张三在大会上都讲了安全，说法是什么？", "李四在小会上都讲了安全，说法是什么？"),
        ),
    ],
)
def test_what_is_said_of_one_person_goes_with_that_one(
    question: str, each: tuple[str, ...]
) -> None:
    assert parts(question, ["张三", "李四"]) == each


def test_a_day_without_its_month_has_that_of_the_day_before() -> None:
    assert days_apart("4月19日和21日各办了什么活动？") == (
        "4月19日办了什么活动？",
        "4月21日办了什么活动？",
    )
    assert days_apart("4月19日办了什么活动？") == ("4月19日办了什么活动？",)


def test_a_county_is_compared_with_the_province() -> None:
    question = "清泉一个县的会员，和全省的会员，各有多少？"
    assert parts(question, ["清泉", *wholes(question)]) == (
        "清泉一个县的会员，有多少？",
        "和全省的会员，有多少？",
    )
    assert wholes("清泉的省级书屋和全省性的比赛") == []


def test_a_county_of_a_prefecture_is_one_place() -> None:
    assert parts("东州的清泉县总和白塔县总各办了什么？", ["东州", "清泉", "白塔"]) == (
        "东州的清泉县总办了什么？",
        "东州的白塔县总办了什么？",
    )
