from __future__ import annotations

import pytest

from rag.question.parts import at_commas, in_one_breath


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
