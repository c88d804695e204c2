"""What is no question about the bulletins, and what fits several of their articles."""

from __future__ import annotations

import pytest

from rag.pipeline import Engine, ask
from rag.question.errand import is_errand


@pytest.mark.parametrize(
    "question",
    [
        "帮我写一首诗",
        "请给我写份年终总结",
        "帮我查一下明天的火车",
        "讲个笑话",
        "今天西宁天气怎么样",
        "翻译一下这句话",
        "Write me a short poem",
    ],
)
def test_errands_are_declined(engine: Engine, question: str) -> None:
    answer = ask(engine, question)
    assert answer.refused and answer.reason == "off_topic"
    assert "不在材料的范围之内" in answer.text and answer.citations == ()


@pytest.mark.parametrize(
    "question", ["谁写了这首诗", "写家风的是哪位干部", "讲话稿里说了什么", "Who wrote the report?"]
)
def test_a_question_about_what_was_written_is_no_errand(question: str) -> None:
    assert not is_errand(question)


@pytest.mark.parametrize(
    "question",
    [
        "123",
        "会",
        "世界杯冠军是谁？",
        "感冒了吃什么药",
        "北京到上海的高铁要多久",
        "who wrote Hamlet",
    ],
)
def test_other_subjects_are_declined(engine: Engine, question: str) -> None:
    assert ask(engine, question).reason == "off_topic"


def test_a_name_of_the_corpus_is_its_subject_however_it_is_asked_for(engine: Engine) -> None:
    for question in ("12351", "环卫工早餐咋整的", "What happened in Guoluo?", "才保是谁"):
        assert ask(engine, question).reason != "off_topic"


def test_of_a_vague_question_each_article_s_answer_is_offered(engine: Engine) -> None:
    answer = ask(engine, "会议什么时候开的")
    assert answer.text.startswith("这个问题对得上几处") and not answer.refused
    assert 2 <= len(answer.citations) <= 4
    assert len({(each.document, each.article) for each in answer.citations}) > 1
    assert all("会议" in each.quote and "日" in each.quote for each in answer.citations)
    dates = [each.date or "" for each in answer.citations]
    assert dates == sorted(dates, reverse=True)
    assert len(answer.text) <= 700


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("会仪什么时候开的", "会议"),
        ("培训什么时候办的", "培训"),
        ("在哪里开的会", "会"),
        ("会议在什么地方召开", "在"),
        ("谁讲话了", "讲话"),
        ("谁去慰问了", "慰问"),
        ("会议是谁主持的", "主持"),
        ("劳摸工做室有几个", "工作室"),
    ],
)
def test_who_where_when_and_how_many_may_be_vague(engine: Engine, question: str, held: str) -> None:
    answer = ask(engine, question)
    assert 2 <= len(answer.citations) <= 4 and len(answer.text) <= 700
    assert all(held in each.quote for each in answer.citations)
    lines = answer.text.split("\n")[1:]
    assert all(line.startswith(("20", "日期不详《")) for line in lines)


def test_words_of_nearly_the_same_meaning(engine: Engine) -> None:
    near = engine.library.near_words("比赛")
    assert "竞赛" in near and "比赛" not in near and "培训" not in near
    assert engine.library.near_words("书屋") == []  # two words to the model


def test_the_only_one_that_fits_a_vague_question_is_the_answer(engine: Engine) -> None:
    answer = ask(engine, "推介会什么时候办的")
    assert [each.quote[:5] for each in answer.citations] == ["4月13日"]


@pytest.mark.parametrize(
    "question",
    [
        "谭天星什么时候来青海调研？",
        "谭天星去哪里了",
        "海西州的会议是谁主持的",
        "世界杯什么时候办的",  # nothing is about it, though much is about the world
        "为什么开会",
        "12月19日谁去调研",
        "十二月谁去调研",
    ],
)
def test_a_question_that_names_its_subject_is_not_vague(engine: Engine, question: str) -> None:
    assert "对得上几处" not in ask(engine, question).text
