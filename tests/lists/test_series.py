"""A list that a text says in turn, a sentence each, is answered whole."""

from __future__ import annotations

import pytest

from rag.pipeline import Engine, ask


@pytest.mark.parametrize(
    ("question", "count", "first", "last"),
    [
        ("汪琦说2022年省总机关党建，哪六个方面的建设得到进一步加强？", 6, "一是政治", "六是制度"),
        ("省总女职工委员会第七次会议要求在哪五个方面见实效、上台阶？", 5, "思想引领", "组织活力"),
    ],
)
def test_a_series_is_shown_whole_and_in_its_order(
    engine: Engine, question: str, count: int, first: str, last: str
) -> None:
    answer = ask(engine, question)
    quotes = [cited.quote for cited in answer.citations]
    assert len(quotes) == count
    assert first in quotes[0] and last in quotes[-1]
    assert [cited.start for cited in answer.citations] == sorted(c.start for c in answer.citations)


@pytest.mark.parametrize("asked", ["哪四点", "哪几点"])
def test_what_a_sentence_announces_is_the_list(engine: Engine, asked: str) -> None:
    answer = ask(engine, f"赵福民在集体廉政谈话中提出了{asked}要求？")
    assert [cited.quote.strip()[:2] for cited in answer.citations] == [
        "一要",
        "二要",
        "三要",
        "四要",
    ]
    others = ask(engine, "赵福民在集体廉政谈话中提出了哪五点要求？")
    assert len(others.citations) < 4


@pytest.mark.parametrize(
    ("question", "count", "first", "last"),
    [
        ("推进党的自我革命要把握好哪些问题？", 9, "第一，以坚持", "第九，以自我监督"),
        ("马吉孝在十四届十次委员会上讲了哪六点意见？", 6, "一要永葆", "六要坚定"),
        ("2023年重点做好哪六个方面工作？", 6, "重点做好以下六个方面", "（六）深化"),
    ],
)
def test_a_list_follows_what_says_that_it_does(
    engine: Engine, question: str, count: int, first: str, last: str
) -> None:
    quotes = [cited.quote.strip() for cited in ask(engine, question).citations]
    assert len(quotes) == count
    assert quotes[0].startswith(first) and quotes[-1].startswith(last)


def test_another_number_of_things_is_another_list(engine: Engine) -> None:
    answer = ask(engine, "省总女职工委员会第七次会议要求在哪四个方面见实效、上台阶？")
    assert len(answer.citations) < 5


def test_whose_profile_a_sentence_is_from_is_said(engine: Engine) -> None:
    asked_who = ask(engine, "在平安区大红岭用7年时间营造青杏经济林的劳模是哪位？")
    assert "罗彬" in asked_who.text
    assert "罗彬：" not in ask(engine, "罗彬在平安区大红岭营造了多少亩青杏经济林？").text


def test_a_series_behind_the_sentence_that_announces_it(engine: Engine) -> None:
    answer = ask(engine, "赵福民组长给省康复医院中层以上干部提了四点，要他们分别当哪四种“人”？")
    assert [cited.quote[:2] for cited in answer.citations] == ["一要", "二要", "三要", "四要"]


def test_sentences_that_begin_alike_are_as_many_as_are_asked_for(engine: Engine) -> None:
    five = ask(engine, "2024年12月中央经济工作会议说必须统筹好哪五对关系？")
    assert [cited.quote[:5] for cited in five.citations] == ["必须统筹好"] * 5


def test_as_many_sentences_as_say_a_quoted_word_are_the_list(engine: Engine) -> None:
    answer = ask(engine, "第19次联席会议上给新业态劳动者暖心，提了三个“下功夫”，是哪三个？")
    assert [each.quote[:9] for each in answer.citations] == [
        "要着力在形成合力上",
        "要着力在提升质效上",
        "要着力在解决重点问",
    ]
