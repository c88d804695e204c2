"""A follow-up is completed by the model where there is one, and by rule where it says something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest

from rag.answer.generate.extractive import Extractive
from rag.answer.quote import Quote, Sentence
from rag.errors import GeneratorError
from rag.pipeline import Engine, ask

TURNS = ["西宁市总工会建成多少家职工书屋？"]
BY_RULE = "海西州总工会建成多少家职工书屋？"


@dataclass
class Completing:
    """Says one thing of any follow-up, and quotes."""

    says: str | None
    asked: list[str] = field(default_factory=list)
    mode: str = "local"
    name: str = "parrot"

    def write(self, question: str, quotes: Sequence[Quote]) -> Iterator[Sentence]:
        return Extractive().write(question, quotes)

    def completed(self, question: str, turns: Sequence[str]) -> str | None:
        self.asked.append(question)
        if self.says is None:
            raise GeneratorError("不在（away）")
        return self.says


def understood(engine: Engine, model: Completing, question: str, turns: Sequence[str]) -> str:
    return str(ask(replace(engine, generator=model), question, turns).trace["question"])


def test_the_model_completes_what_leans_on_the_last(engine: Engine) -> None:
    model = Completing("海西州的职工书屋建成多少家？")
    assert understood(engine, model, "那海西州呢？", TURNS) == model.says
    assert model.asked == ["那海西州呢？"]


@pytest.mark.parametrize("said", ["海西州2019年建成多少家职工书屋？", "今天天气不错。", "", None])
def test_the_rule_stands_where_the_model_says_something_else(
    engine: Engine, said: str | None
) -> None:
    assert understood(engine, Completing(said), "那海西州呢？", TURNS) == BY_RULE


def test_a_question_that_stands_alone_is_not_touched(engine: Engine) -> None:
    model = Completing("海西州的职工书屋建成多少家？")
    alone = "果洛州总工会组织了哪些技能培训？"
    assert understood(engine, model, alone, TURNS) == alone
    assert understood(engine, model, alone, []) == alone and model.asked == []


@pytest.mark.parametrize(
    ("turns", "question", "whole"),
    [
        (
            ["白塔市总工会主席是谁？"],
            "她要给货车司机配多少书箱？",
            "（白塔市总工会主席是谁）马春兰要给货车司机配多少书箱？",
        ),
        (
            ["清泉县总工会主席是谁？", "她说早餐点要办在哪里？"],
            "他说了什么？",
            "（清泉县总工会主席是谁；她说早餐点要办在哪里）罗文远说了什么？",
        ),
        (
            ["Who chairs the Baita trade union 白塔市总工会?"],
            "What will she give to drivers?",
            "（Who chairs the Baita trade union 白塔市总工会）What will 马春兰 give to drivers?",
        ),
        (["白塔市有什么职工书屋？"], "他说了什么？", "（白塔市有什么职工书屋）他说了什么？"),
    ],
)
def test_he_is_who_the_last_answer_names(
    small_engine: Engine, turns: list[str], question: str, whole: str
) -> None:
    assert ask(small_engine, question, turns).trace["question"] == whole
