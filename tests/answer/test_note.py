from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answer.note import NOTE, with_note, without_note
from rag.records import Answer, Citation

CITED = Citation(1, "某刊-1", "某刊.txt", "某刊", None, None, None, None, False, "共17个。", 0, 5)
ENGLISH = Answer("How many points?", "17个。[1]共17个。[1]", citations=(CITED,))


def test_an_english_question_is_told_that_its_answer_quotes_chinese() -> None:
    noted = with_note(ENGLISH, 350)
    assert noted.text == f"{ENGLISH.text}{NOTE}" and without_note(noted.text) == ENGLISH.text
    exact = len(noted.text)
    assert with_note(ENGLISH, exact) == noted and with_note(ENGLISH, exact - 1) == ENGLISH


@pytest.mark.parametrize(
    "answer",
    [
        replace(ENGLISH, question="有几个 points?"),
        replace(ENGLISH, citations=()),
        replace(ENGLISH, refused=True),
        replace(ENGLISH, text="There are 17 points.[1]"),
    ],
)
def test_no_one_else_is(answer: Answer) -> None:
    assert with_note(answer, 350) == answer
