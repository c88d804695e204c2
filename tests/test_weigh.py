"""What is printed in spring reports on the year before; what is asked is worth more than what it is of."""

from __future__ import annotations

import pytest

from rag.pipeline import Engine, search
from rag.question.asked import understand
from rag.records import Bulletin
from rag.search.sentences import Question
from rag.weigh import candidates, in_spring


@pytest.mark.parametrize("date", ["2024-03-15", "2024-04", "2024年3月", "二〇二四年三月"])
def test_the_month_is_read_as_a_manifest_may_have_it(date: str) -> None:
    assert in_spring(Bulletin("a", "a.txt", "a", date=date))


@pytest.mark.parametrize("date", [None, "2024", "2024-12-01", "2024年12月", "2024年秋"])
def test_without_such_a_month_it_is_not_spring(date: str | None) -> None:
    assert not in_spring(Bulletin("a", "a.txt", "a", date=date))


ABOUT_A_DRIVER = "西宁公交集团运营调度指挥中心城南分中心的驾驶员张福生，创建了什么驿站？"


def test_the_words_beside_the_question_word_weigh_for_themselves(engine: Engine) -> None:
    asked, hits = understand(ABOUT_A_DRIVER, engine.library), search(engine, ABOUT_A_DRIVER)
    found = []
    for asks_at in ((), asked.asks_at):
        question = Question(engine.library, asked.weighed, asks_at)
        near = candidates(engine.library, question, asked.anchors, hits)
        found.append(max(near, key=lambda each: each.beside).unit.text)
    assert "城南分中心驾驶员" in found[0] and "驿站" in found[1]
