"""Who holds a post is read off the names behind it."""

from __future__ import annotations

import pytest

from rag.holder import holders
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
