"""What another bulletin says of the same thing with another figure stands beside the answer."""

from __future__ import annotations

import pytest

from rag.pipeline import Engine, ask


def test_both_bulletins_are_shown_the_newest_first(engine: Engine) -> None:
    answer = ask(engine, "全省有多少个职工便利型阅读站点")
    newer, older = answer.text.split("\n")[:2]
    assert newer.startswith("2024年第12期：") and "320个" in newer
    assert older.startswith("2023年第4期：") and "220个" in older


@pytest.mark.parametrize(
    "question",
    [
        "全省建成多少家全国职工书屋示范点",
        "我省建成了多少全国职工书屋",
    ],
)
def test_a_name_that_is_longer_at_its_end_and_another_measure_word(
    engine: Engine, question: str
) -> None:
    newer, older = ask(engine, question).text.split("\n")[:2]
    assert newer.startswith("2024年第12期：") and "282家" in newer
    assert older.startswith("2023年第4期：") and "246个" in older


def test_a_difference_that_is_asked_for_is_said(engine: Engine) -> None:
    answer = ask(engine, "全省的职工便利型阅读站点，2023年4月和2024年12月相比差多少个？")
    assert answer.text.startswith("相差100个。[1][2]")


def test_two_questions_are_each_answered(small_engine: Engine) -> None:
    answer = ask(small_engine, "清泉县的早餐项目一年花了多少钱？白塔市有多少职工书屋？")
    assert {cited.document for cited in answer.citations[:2]} == {
        "qingquan-2022-03.txt",
        "baita-2023-06.txt",
    }
