"""Sentences and what speaks for them: the words beside the question word, whose profile, what is counted."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.pipeline import Engine, ask, search
from rag.question.asked import understand
from rag.weigh.candidates import candidates


def test_who_signs_an_article_answers_only_who_asks_for_it(engine: Engine) -> None:
    def quotes(question: str) -> list[str]:
        return [cited.quote.strip() for cited in ask(engine, question).citations]

    said = quotes("王敬斋去平安调研了吗？")
    assert said and not any(re.fullmatch("[（(].*[）)]", each) for each in said)
    asks = "表彰劳模和先进工作者的消息，《青海日报》哪天见的报？"
    assert any("2024年12月28日第1版" in each for each in quotes(asks))


ABOUT_A_DRIVER = "西宁公交集团运营调度指挥中心城南分中心的驾驶员张福生，创建了什么驿站？"


def test_the_words_beside_the_question_word_weigh_for_themselves(engine: Engine) -> None:
    asked, hits = understand(ABOUT_A_DRIVER, engine.library), search(engine, ABOUT_A_DRIVER)
    found = []
    for asks_at in ((), asked.asks_at):
        near = candidates(engine.library, replace(asked, asks_at=asks_at), hits)
        found.append(max(near, key=lambda each: each.beside).unit.text)
    assert "城南分中心驾驶员" in found[0] and "驿站" in found[1]


def test_who_a_profile_is_of_need_not_be_said_in_each_of_its_sentences(engine: Engine) -> None:
    answer = ask(engine, "西关街小学的校长搞的教师培养模式，是几加几加几？")
    assert "2+2+2" in answer.text


def test_what_is_counted_may_be_written_in_another_word(engine: Engine) -> None:
    answer = ask(engine, "南北山绿化服务中心管项目、管资金，立了多少项规矩？")
    assert "三十余项管理制度" in answer.text
