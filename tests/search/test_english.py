"""Terms of trade-union work in English find the bulletins' own words."""

from __future__ import annotations

import pytest

from rag.pipeline import Engine, ask
from rag.search.english import terms


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many staff libraries are there?", ["职工书屋"]),
        ("Employees' reading rooms in Haixi", ["职工书屋"]),
        ("a bookroom for workers", ["职工书屋"]),
        ("Who are the Model Workers?", ["劳动模范", "劳模"]),
        ("the innovation studios of needy workers", ["创新工作室", "困难职工"]),
        ("the library of the university", []),
        ("staff training", []),
        ("heart-warming breakfasts", ["暖心早餐"]),
        ("the mutual medical-aid plan", ["医疗互助", "互保"]),
        ("legal check-ups by the ACFTU", ["法治体检", "全国总工会", "全总"]),
        ("When was SF Express set up?", ["顺丰"]),
        ("", []),
    ],
)
def test_terms(question: str, words: list[str]) -> None:
    assert terms(question, lambda word: True) == words


def test_only_words_of_the_corpus() -> None:
    assert terms("model workers and staff libraries", {"劳模"}.__contains__) == ["劳模"]


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("How many staff libraries has Xining built?", "266家"),
        ("How many workers' bookrooms were built in Haidong?", "职工书屋18家"),
        ("employee reading rooms in Haixi", "职工书屋"),
    ],
)
def test_a_term_finds_what_is_said_of_it(engine: Engine, question: str, held: str) -> None:
    answer = ask(engine, question)
    assert not answer.refused and any(held in each.quote for each in answer.citations)


def test_where_a_term_or_a_name_stands(engine: Engine) -> None:
    for question, words in (
        ("Which bulletins mention staff libraries?", "职工书屋"),
        ("How often is Tian Demei mentioned?", "田得梅"),
    ):
        assert ask(engine, question).text.startswith(f"“{words}”共出现")
    assert "Tian" not in ask(engine, "Which bulletins do you have?").text
