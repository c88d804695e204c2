"""这篇文章 is the one that the last answer was about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from rag.collection.this_article import naming, points_back
from rag.pipeline import Engine, ask
from rag.records import Scope
from rag.search.embed import Embedder

TITLE = "瀚海文明一枝花"


class Counting:
    """An embedder that counts how often it is asked for a question's vector."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self.fingerprint = embedder.fingerprint
        self.embed_passages = embedder.embed_passages
        self._queries = embedder.embed_queries
        self.asked = 0

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += 1
        return self._queries(texts)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("这篇文章主要讲什么", f"《{TITLE}》主要讲什么"),
        ("那这篇是谁写的？", f"《{TITLE}》是谁写的？"),
        ("主要讲了什么？", f"《{TITLE}》主要讲了什么？"),
        ("它讲了什么", f"《{TITLE}》讲了什么"),
        ("What is this article about?", f"What is 《{TITLE}》 about?"),
    ],
)
def test_what_points_back_is_named(question: str, named: str) -> None:
    assert points_back(question) and naming(question, f"《{TITLE}》") == named


@pytest.mark.parametrize(
    "question",
    [
        "都兰县查隐患那篇，在第几页？",
        f"《{TITLE}》这篇文章主要讲什么",
        "陈刚在会上讲了什么",
        "这个会主要讲了什么",
        "那西宁呢？",
    ],
)
def test_other_questions_point_at_no_article(question: str) -> None:
    assert not points_back(question)


@pytest.mark.parametrize(
    "turns", [[TITLE], ["海西州总工会评定了几家国家级职工书屋示范点"], [TITLE, "这篇文章是谁写的"]]
)
def test_it_is_the_article_of_the_last_answer(engine: Engine, turns: list[str]) -> None:
    answer = ask(engine, "这篇文章主要讲什么", turns)
    assert answer.text == ask(engine, TITLE).text
    assert answer.trace["question"] == f"《{TITLE}》主要讲什么"


def test_without_one_it_is_asked_which(engine: Engine) -> None:
    answer = ask(engine, "这篇文章主要讲什么")
    assert answer.text.startswith("请说明是哪一篇")
    assert len({cited.document for cited in answer.citations}) == 4
    of_an_issue = ask(engine, "这篇文章主要讲什么", ["2024年第12期有哪些文章"])
    assert of_an_issue.text.startswith("请说明是哪一篇")
    assert {cited.issue for cited in of_an_issue.citations} == {"2024年第12期"}


def test_one_of_those_that_are_offered_is_chosen_by_its_number_or_name(engine: Engine) -> None:
    offered = ask(engine, "这篇文章主要讲什么").trace["choices"]
    title = "凝聚工会奋进力量 共绘美好发展蓝图"
    assert isinstance(offered, list) and offered[3] == f"《{title}》主要讲什么"
    for said in ("第四个", title, offered[3]):
        answer = ask(engine, said, ["这篇文章主要讲什么"])
        assert answer.text == ask(engine, f"《{title}》主要讲什么").text
        assert {cited.article for cited in answer.citations} == {title}


def test_the_only_article_of_the_scope_is_meant(engine: Engine) -> None:
    scope = Scope(documents=("haixi-zonggonghui-wenming",))
    assert ask(engine, "这篇文章主要讲什么", scope=scope).text == ask(engine, TITLE).text


def test_more_of_it_goes_on(engine: Engine) -> None:
    turns = [TITLE, "这篇文章主要讲什么"]
    assert ask(engine, "还有吗", turns).text == ask(engine, "还有吗", [TITLE]).text


def test_turns_that_point_at_turns_that_point_are_answered_once_each(engine: Engine) -> None:
    counting = Counting(engine.embedder)
    turns = [TITLE, *["这篇文章主要讲什么", "第二个"] * 8]
    ask(replace(engine, embedder=counting), "这篇文章主要讲什么", turns)
    assert counting.asked <= len(turns)
