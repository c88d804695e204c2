"""What is asked of a place is not answered by what is said of another."""

from __future__ import annotations

import pytest

from rag.pipeline import Engine, ask


@pytest.mark.parametrize(
    "question",
    [
        "海北州总工会2022年走访了多少人次职工？",  # the province's
        "玉树州2022年有多少职工参加了职工医疗互保？",
    ],
)
def test_a_figure_of_the_province_is_not_a_prefectures(engine: Engine, question: str) -> None:
    assert ask(engine, question).reason == "other_name"


def test_a_figure_under_a_prefectures_name_is_its_own(engine: Engine) -> None:
    answer = ask(engine, "果洛州玛多县总工会第二批“微心愿”帮了多少名环卫工人？")
    assert not answer.refused


@pytest.mark.parametrize("question", ["西宁总工会主席是谁", "玉树州总工会主席是谁"])
def test_who_holds_a_post_elsewhere_does_not_hold_it_here(engine: Engine, question: str) -> None:
    assert ask(engine, question).reason == "other_name"  # 玉树州称多县委常委、县总工会主席…


@pytest.mark.parametrize(
    ("question", "name"),
    [("称多县总工会主席是谁", "格来卓玛"), ("玛多县总工会主席是谁", "尼玛措")],
)
def test_who_holds_it_there_is_told(engine: Engine, question: str, name: str) -> None:
    assert name in ask(engine, question).text


def test_a_citys_figure_is_not_the_provinces(engine: Engine) -> None:
    assert ask(engine, "全省有多少工会会员").refused  # 海东 has 863 new ones
    assert "905家" in ask(engine, "全省有多少职工书屋").text
