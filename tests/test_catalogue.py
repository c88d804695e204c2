"""Questions about the collection itself."""

from __future__ import annotations

import pytest

from rag.catalogue import catalogue_answer
from rag.pipeline import Engine, ask
from rag.records import Answer, Scope


def said(engine: Engine, question: str, scope: Scope | None = None) -> Answer | None:
    return catalogue_answer(engine.library, Answer(question), question, scope or Scope())


@pytest.mark.parametrize(
    "question", ["你好", "您好！", "你能做什么？", "help", "谢谢啊", "你是谁，你能做什么"]
)
def test_a_greeting_is_answered_with_what_can_be_asked(small_engine: Engine, question: str) -> None:
    answer = ask(small_engine, question)
    assert not answer.refused and "出处" in answer.text and answer.citations == ()


@pytest.mark.parametrize("question", ["有哪几期？", "有哪些材料", "现在有几份简报", "有哪幾期"])
def test_the_bulletins_are_listed_with_issue_and_date(small_engine: Engine, question: str) -> None:
    answer = ask(small_engine, question)
    assert "《清泉工运》2022年第3期" in answer.text and "《白塔工会》2023年第6期" in answer.text
    assert len(answer.citations) == 2


def test_only_bulletins_in_scope_are_listed(small_engine: Engine) -> None:
    answer = said(small_engine, "有哪几期", Scope(years=(2022,)))
    assert answer and "白塔" not in answer.text


def test_the_contents_of_an_issue(engine: Engine) -> None:
    answer = ask(engine, "2024年第12期有哪些文章？")
    titles = [a.title for a in engine.library.articles("qinghai-gongyun-2024-12") if a.title]
    assert {cited.document for cited in answer.citations} == {"qinghai-gongyun-2024-12.md"}
    assert len(answer.text) <= 700 and f"共 {len(titles)} 条" in answer.text
    assert "第13页" in answer.text


def test_what_stands_on_a_printed_page(engine: Engine) -> None:
    answer = ask(engine, "2024年第12期第13页讲了什么？")
    assert answer.citations and {cited.page for cited in answer.citations} == {13}
    assert said(engine, "第9999页讲什么") is None


def test_on_which_page_an_article_stands(engine: Engine) -> None:
    answer = ask(engine, "都兰县查隐患那篇，按2024年第12期的目录在第几页？")
    assert answer.text.startswith("第44页 都兰县总工会") and len(answer.citations) == 1
    assert said(engine, "讲工会的文章在第几页") is None


def test_what_an_article_says(engine: Engine) -> None:
    answer = ask(engine, "《凝心铸魂向复兴》主要讲什么？")
    assert answer.text.startswith("凝心铸魂向复兴[1]")
    assert {cited.article for cited in answer.citations} == {"凝心铸魂向复兴"}
    assert said(engine, "《没有这样一篇文章》主要讲什么？") is None


@pytest.mark.parametrize(
    ("question", "byline"),
    [
        ("《瀚海文明一枝花》署名的是哪两位作者？", "杨发元 秦龙"),
        ("《凝聚工会奋进力量 共绘美好发展蓝图》是谁写的", "旦正措"),
        (
            "《在省总工会十四届十次委员会上的讲话》是谁讲的",
            "□　中华全国总工会副主席、省总工会主席　马吉孝",
        ),
    ],
)
def test_who_signed_an_article(engine: Engine, question: str, byline: str) -> None:
    answer = ask(engine, question)
    assert answer.citations[0].quote == byline
    assert answer.text == f"{' '.join(byline.split())}[1]"


def test_an_article_that_nobody_signed_is_searched(engine: Engine) -> None:
    assert said(engine, "《凝心铸魂向复兴》的作者是谁？") is None


@pytest.mark.parametrize(
    "question",
    [
        "西宁市有多少家户外劳动者服务站点？",
        "“早餐”这个词在哪些地方出现过",
        "陈刚在会上讲了什么",
        "有哪些做法和成效",
        "清泉县有几个早餐点",
        "第六届大会是哪天开的",
        "你好，早餐项目花了多少钱",
    ],
)
def test_other_questions_are_left_to_search(small_engine: Engine, question: str) -> None:
    assert said(small_engine, question) is None
