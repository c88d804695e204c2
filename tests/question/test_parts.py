from __future__ import annotations

import pytest

from rag.question.parts import in_one_breath, parts, sides


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
