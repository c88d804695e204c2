"""Who holds a post is read off the names behind it."""

from __future__ import annotations

import pytest

from rag.lists.holder import holders
from rag.pipeline import Engine, ask
from rag.records import Scope


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("省总工会主席是谁？", ["王大南", "马吉孝"]),  # of two bulletins, the newer first
        ("请问现任省总工会党组书记是谁呀", ["吕先华", "王敬斋"]),
    ],
)
def test_each_bulletin_has_its_own(engine: Engine, question: str, names: list[str]) -> None:
    answer = ask(engine, question)
    places = [answer.text.index(f"{name}：") for name in names]
    assert places == sorted(places) and "2024年第12期" in answer.text.split("\n")[0]
    for name in names:
        assert any(name in "".join(cited.quote.split()) for cited in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "主席是谁？",
        "县总工会主席是谁？",
        "谁主持了会议？",
        "火星总工会主席是谁？",
        "省总工会主席是谁任命的？",
        "2019年的省总工会主席是谁？",
    ],
)
def test_other_questions_are_left_to_the_search(engine: Engine, question: str) -> None:
    assert not holders(engine.library, question, Scope()).each


def test_several_hold_one_post_and_stand_in_a_row(engine: Engine) -> None:
    lines = holders(engine.library, "省总工会副主席都是谁", Scope()).each
    told = [line.text for line in lines]
    for name in ("王敬斋", "汪琦", "吴有祯"):
        assert any(said.startswith(f"{name}：") for said in told)
    assert not any(said.startswith("马吉孝") for said in told)  # of the national union
    assert not any(said.startswith("蒲勤") for said in told)  # holds another post of it
