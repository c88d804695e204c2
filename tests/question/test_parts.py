from __future__ import annotations

import pytest

from rag.question.parts import at_commas, in_one_breath, parts, sides, years_between


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
        ("清泉和白塔各有几个点？", ("清泉 各有几个点？", "白塔各有几个点？")),
        (
            "清泉建的书屋，跟白塔新添的比，各是几家？",
            ("清泉建的书屋，各是几家？", "跟白塔新添的比，各是几家？"),
        ),
        ("省里和清泉市白塔县各办了什么？", ("省里和清泉市白塔县各办了什么？",)),
    ],
)
def test_each_name_has_its_clauses(question: str, each: tuple[str, ...]) -> None:
    assert parts(question, ["清泉", "白塔"]) == each


@pytest.mark.parametrize(
    ("question", "each"),
    [
        (
            "甲县开展了几次检查？乙县开展了几次体检？",
            ("甲县开展了几次检查？", "乙县开展了几次体检？"),
        ),
        (
            "2022年建了几个学院？那年又挂牌几个基地？",
            ("2022年建了几个学院？", "2022 那年又挂牌几个基地？"),
        ),
        ("去了多少人？谢谢。", ("去了多少人？谢谢。",)),
        ("甲县开展了几次检查？", ("甲县开展了几次检查？",)),
    ],
)
def test_several_questions_in_one_breath(question: str, each: tuple[str, ...]) -> None:
    assert in_one_breath(question, ["2022"]) == each


@pytest.mark.parametrize(
    ("question", "each"),
    [
        ("清泉有多少书屋，白塔有多少人培训？", ("清泉有多少书屋", "白塔有多少人培训？")),
        ("2022年清泉建了几个书屋，白塔谁去培训", ("2022年清泉建了几个书屋", "2022 白塔谁去培训")),
        (
            "清泉2022年建了几个书屋，2023年培训几人",
            ("清泉2022年建了几个书屋", "清泉 2023年培训几人"),
        ),
        ("说说，清泉有多少书屋，白塔哪天培训", ("说说，清泉有多少书屋", "白塔哪天培训")),
        ("清泉有多少书屋，白塔有多少", None),  # of what, the first says
        ("清泉有多少书屋，清泉有多少会员", None),
        ("清泉有多少书屋，有多少会员", None),
        ("听说清泉办了书屋，白塔有多少会员", None),
    ],
)
def test_questions_about_two_places_are_parted_at_the_comma(
    question: str, each: tuple[str, ...] | None
) -> None:
    assert at_commas(question, ["清泉", "白塔", "2022", "2023"]) == (each or (question,))


def test_a_year_goes_with_its_word_and_one_alone_asks_for_no_list() -> None:
    each = parts("2016年和2017年的目标分别是多少", ["2016", "2017"])
    assert each == ("2016年 的目标是多少", "2017年的目标是多少")


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
