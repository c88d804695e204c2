from __future__ import annotations

import pytest

from rag.answer.phrase import LONGEST_LIST, around, asked_phrase
from rag.pipeline import Engine, ask
from rag.records import Scope


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("“小三级”这个提法在哪些地方出现过？", "小三级"),
        ("「久久为功」这个词出现过几次", "久久为功"),
        ('"四方联动"一共提到多少次', "四方联动"),
        ("“冬送温暖”活动花了多少钱？", None),
        ("哪些地方办了早餐？", None),
        ("“甲”和“乙”哪个出现得多", None),
    ],
)
def test_which_questions_are_about_the_words_themselves(question: str, phrase: str | None) -> None:
    assert asked_phrase(question) == phrase


def test_the_span_holds_the_phrase_and_its_clause() -> None:
    text = "一是" + "很长的话" * 30 + "，深入推进早餐工程，" + "后面的话" * 30
    start, end = around(text, "早餐工程")
    assert "深入推进早餐工程，" in text[start:end]
    assert end - start < 200
    assert around("早餐工程很好。", "早餐工程") == (0, 7)


def test_every_place_is_counted_and_cited(small_engine: Engine) -> None:
    answer = ask(small_engine, "“早餐”这个词在哪些地方出现过，几次？")
    texts = [small_engine.library.clean_text(key) for key in ("qingquan-2022-03", "baita-2023-06")]
    assert not answer.refused
    assert all("早餐" in cited.quote for cited in answer.citations)
    sentences = sum("早餐" in s for text in texts for s in text.replace("\n", "。").split("。"))
    times = sum(text.count("早餐") for text in texts)
    assert f"{times}处" in answer.text
    assert len(answer.citations) == sentences


def test_scope_and_traditional_script(small_engine: Engine) -> None:
    found = small_engine.library.units_holding("職工書屋", Scope())
    assert found and all("职工书屋" in unit.text for unit in found)
    assert small_engine.library.units_holding("早餐", Scope(years=(2023,))) == []
    assert small_engine.library.units_holding("，。", Scope()) == []


def test_a_phrase_that_stands_nowhere_is_refused(small_engine: Engine) -> None:
    answer = ask(small_engine, "“太空电梯”在哪些地方提到过？")
    assert (answer.refused, answer.reason) == (True, "nothing_found")


def test_the_list_stays_within_its_length(engine: Engine) -> None:
    answer = ask(engine, "“高质量发展”在这几份材料里出现过几次？")
    assert len(answer.text) <= LONGEST_LIST + 200
    assert len(answer.citations) == 20


@pytest.mark.parametrize(
    "question",
    ["“西宁工匠”在哪里颁奖？", "“安康杯”竞赛办了几次？", "Who led the village where “x 1” began?"],
)
def test_what_the_words_name_is_another_question(question: str) -> None:
    assert asked_phrase(question) is None
