"""What English nouns are counted by."""

from __future__ import annotations

import pytest

from rag.pipeline import Engine, ask
from rag.question.measures import measure


@pytest.mark.parametrize(
    ("question", "counted_by"),
    [
        ("how many buses does the company have", "辆"),
        ("how many workers joined", "人"),
        ("how many of the 95 women are members", "人"),
        ("how many riders a day", "人"),
        ("how many nurses work under her", "人"),
        ("how many staff libraries are there", "家"),  # not the staff
        ("how many labour-law supervision committees", "家"),
        ("how many vouchers were there", "张"),  # no people, though they end like riders
        ("how many characters", None),
        ("how many brands", None),
        ("how many new unions for workers", "家"),
        ("how long did it take", None),
        ("how many", None),
    ],
)
def test_what_is_counted(question: str, counted_by: str | None) -> None:
    assert measure(question, 0) == counted_by


def test_a_number_of_something_else_is_no_answer(engine: Engine) -> None:
    question = "How many {} does the Golmud public transport company have on the road?"
    assert ask(engine, question.format("buses")).refused
    assert not ask(engine, question.format("kilometres of lines")).refused
